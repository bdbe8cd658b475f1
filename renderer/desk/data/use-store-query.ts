import { useEffect, useState } from 'react';
import type { QueryName, Store, StoreQueries } from '../../store/contract.ts';
import { useDesk } from './services.ts';

type Answer<Q extends QueryName> = StoreQueries[Q]['answer'];
type Held<Q extends QueryName> = { readonly key: string; readonly answer: Answer<Q> };

/**
 * The live answer to a question to the store; undefined until the first one. With `keep`, the answer to the question before
 * stands until the new one is there (a list that is filtered does not flash).
 */
export function useStoreQuery<Q extends QueryName>(
  name: Q,
  argument: StoreQueries[Q]['argument'],
  options: { readonly keep?: boolean; readonly off?: boolean } = {},
): Answer<Q> | undefined {
  const { store } = useDesk();
  const off = options.off === true;
  const key = JSON.stringify([name, argument]);
  const [held, setHeld] = useState<Held<Q> | undefined>(() => {
    const known = off ? undefined : store.known(name, argument);
    return known === undefined ? undefined : { key, answer: known };
  });

  useEffect(() => {
    if (off) return undefined;
    return store.watch(name, argument, (answer) => setHeld({ key, answer }));
    // `key` stands for name and argument, whose identity changes with every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key, off]);

  if (held === undefined || off) return undefined;
  return held.key === key || options.keep === true ? held.answer : undefined;
}

/** The first answer to a question, once. */
export async function ask<Q extends QueryName>(
  store: Store,
  name: Q,
  argument: StoreQueries[Q]['argument'],
): Promise<Answer<Q>> {
  return await new Promise((resolve) => {
    // The first answer may come before `watch` has returned.
    const watch: { stop?: () => void; done?: true } = {};
    watch.stop = store.watch(name, argument, (answer) => {
      watch.done = true;
      watch.stop?.();
      resolve(answer);
    });
    if (watch.done) watch.stop();
  });
}
