import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { failure, type Result } from '../../../domain/result.ts';
import type { Store, StoreRequests } from '../../store/contract.ts';

/** What ends in the same transaction: the draft that it was made of, the refused mutation that it takes the place of. */
export type Ending = { readonly endsDraft?: string | undefined; readonly settles?: Id | undefined };

/** One mutation, on disk when it resolves, and what it was made of gone; a worker that is gone is an error like others. */
export async function mutate<N extends MutationName>(
  store: Store,
  name: N,
  args: MutationArgs<N>,
  ending: string | Ending = {},
): Promise<Result<{ readonly mutationId: Id }>> {
  const { endsDraft, settles } = typeof ending === 'string' ? ({ endsDraft: ending } as Ending) : ending;
  try {
    return await store.request('mutate', { name, args, endsDraft, settles } as StoreRequests['mutate']['argument']);
  } catch (error) {
    return failure('STORE_UNAVAILABLE', String(error));
  }
}
