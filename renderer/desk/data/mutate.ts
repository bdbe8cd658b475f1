import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { failure, type Result } from '../../../domain/result.ts';
import type { Store, StoreRequests } from '../../store/contract.ts';

/** One mutation, on disk when it resolves, and the draft it was made of gone; a worker that is gone is an error like others. */
export async function mutate<N extends MutationName>(
  store: Store,
  name: N,
  args: MutationArgs<N>,
  endsDraft?: string,
): Promise<Result<{ readonly mutationId: Id }>> {
  try {
    return await store.request('mutate', { name, args, endsDraft } as StoreRequests['mutate']['argument']);
  } catch (error) {
    return failure('STORE_UNAVAILABLE', String(error));
  }
}
