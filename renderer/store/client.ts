/// <reference types="vite/client" />
import workerUrl from './worker.ts?worker&url';

export { openStore } from './open-store.ts';

type EarlyWorker = Worker & { readonly failed?: boolean };

/**
 * The store's worker. In a build the document has started it already (electron.vite.config.ts); it is started here in
 * development, or again when that failed, so that the failure is told to who listens now.
 */
export function storeWorker(): Worker {
  const { casqueStoreWorker: early } = globalThis as { readonly casqueStoreWorker?: EarlyWorker };
  if (early !== undefined && early.failed !== true) return early;
  return new Worker(workerUrl, { type: 'module', name: 'casque-store' });
}
