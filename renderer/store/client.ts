/// <reference types="vite/client" />
import { released } from './life-lock.ts';
import { LastingWorker, type LastingWorkerOptions } from './lasting-worker.ts';
import workerUrl from './worker.ts?worker&url';

export { openStore } from './open-store.ts';

type EarlyWorker = Worker & { readonly failed?: boolean };
type Page = { casqueStoreWorker?: EarlyWorker };

type StoreWorkerOptions = Pick<LastingWorkerOptions, 'onAgain' | 'onUncertain'>;

/**
 * The store's worker. In a build the document has started it already (electron.vite.config.ts); it is started here in
 * development, or again when that failed, so that the failure is told to who listens now. It is started again whenever it dies.
 */
export function storeWorker(options: StoreWorkerOptions): LastingWorker {
  const { casqueStoreWorker: early } = globalThis as Page;
  const first = early !== undefined && early.failed !== true ? early : startWorker();
  return new LastingWorker({ first, again: startWorker, released, ...options });
}

function startWorker(): Worker {
  const worker: EarlyWorker = new Worker(workerUrl, { type: 'module', name: 'casque-store' });
  (globalThis as Page).casqueStoreWorker = worker;
  return worker;
}
