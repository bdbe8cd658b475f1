import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { failure, type Result } from '../../../domain/result.ts';
import type { Store, StoreRequests } from '../../store/contract.ts';

/** One mutation, on disk when it resolves; a worker that is gone is an error like others. */
export async function mutate<N extends MutationName>(
  store: Store,
  name: N,
  args: MutationArgs<N>,
): Promise<Result<{ readonly mutationId: Id }>> {
  try {
    return await store.request('mutate', { name, args } as StoreRequests['mutate']['argument']);
  } catch (error) {
    return failure('STORE_UNAVAILABLE', String(error));
  }
}
