import { useCallback } from 'react';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { useSay } from '../notices/use-notices.ts';
import { mutate, type Ending } from './mutate.ts';
import { useDesk } from './services.ts';

/** Runs a mutation and tells the person when it could not be written. Resolves to whether it is on disk. */
export function useMutate(): <N extends MutationName>(
  name: N,
  args: MutationArgs<N>,
  ending?: Ending,
) => Promise<boolean> {
  const { store } = useDesk();
  const say = useSay();
  return useCallback(
    async (name, args, ending) => {
      const result = await mutate(store, name, args, ending);
      if (!result.ok) say.error(result.code);
      return result.ok;
    },
    [store, say],
  );
}
