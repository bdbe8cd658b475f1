/// <reference types="vite/client" />
import workerUrl from './worker.ts?worker&url';

export { openStore } from './open-store.ts';

/** Starts the store's worker. The page's default Trusted Types policy lets workers of its own assets through. */
export function startStoreWorker(): Worker {
  return new Worker(workerUrl, { type: 'module', name: 'casque-store' });
}
