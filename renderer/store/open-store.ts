import { failure } from '../../domain/result.ts';
import type { QueryName, RequestName, Store, StoreQueries, StoreRequests } from './contract.ts';
import type { Channel, FromStore, Question, RequestCall, ToStore } from './messages.ts';

/** The desk's side of the store: what is asked, and who waits for it. */
export function openStore(worker: Channel<ToStore, FromStore>): Store {
  const waiting = new Map<number, { name: RequestName; resolve: (answer: never) => void }>();
  const listeners = new Map<number, (answer: never) => void>();
  let failed = false;
  let nextKey = 1;

  worker.addEventListener('message', ({ data }) => {
    if (data.type === 'update') listeners.get(data.key)?.(data.answer as never);
    else {
      waiting.get(data.key)?.resolve(data.answer as never);
      waiting.delete(data.key);
    }
  });

  // A worker that could not even start says so with a bare event; an ErrorEvent is one uncaught error of a live worker.
  worker.addEventListener('error', (event) => {
    if ('message' in event) return;
    failed = true;
    for (const { name, resolve } of waiting.values()) resolve(answerOfNoStore(name) as never);
    waiting.clear();
  });

  return {
    request<R extends RequestName>(name: R, argument: StoreRequests[R]['argument']) {
      if (failed) return Promise.resolve(answerOfNoStore(name));
      const key = nextKey++;
      return new Promise<StoreRequests[R]['answer']>((resolve) => {
        waiting.set(key, { name, resolve });
        worker.postMessage({ type: 'request', key, call: { name, argument } as RequestCall });
      });
    },
    watch<Q extends QueryName>(
      name: Q,
      argument: StoreQueries[Q]['argument'],
      listener: (answer: StoreQueries[Q]['answer']) => void,
    ) {
      const key = nextKey++;
      listeners.set(key, listener);
      worker.postMessage({ type: 'watch', key, question: { name, argument } as Question });
      return () => {
        listeners.delete(key);
        worker.postMessage({ type: 'unwatch', key });
      };
    },
  };
}

function answerOfNoStore<R extends RequestName>(name: R): StoreRequests[R]['answer'] {
  const answers: { [N in RequestName]: StoreRequests[N]['answer'] } = {
    open: failure('STORE_UNAVAILABLE'),
    renew: failure('STORE_UNAVAILABLE'),
    mutate: failure('STORE_UNAVAILABLE'),
    saveDraft: failure('STORE_UNAVAILABLE'),
    sendDraft: failure('STORE_UNAVAILABLE'),
    draft: null,
    dismissRefused: failure('STORE_UNAVAILABLE'),
    syncNow: null,
    wipe: failure('STORE_UNAVAILABLE'),
  };
  return answers[name];
}
