import type { Key, Writes } from './database.ts';
import type { StoreName, StoreRecords } from './records.ts';

/** Several plans in one transaction. A record that one deletes and another puts ends up put. */
export function mergeWrites(...plans: readonly Writes[]): Writes {
  const clear: StoreName[] = [];
  const deleted: { [S in StoreName]?: readonly Key[] } = {};
  const put: { [S in StoreName]?: readonly StoreRecords[StoreName][] } = {};
  for (const plan of plans) {
    clear.push(...(plan.clear ?? []));
    for (const store of Object.keys(plan.delete ?? {}) as StoreName[]) {
      deleted[store] = [...(deleted[store] ?? []), ...(plan.delete?.[store] ?? [])];
    }
    for (const store of Object.keys(plan.put ?? {}) as StoreName[]) {
      put[store] = [...(put[store] ?? []), ...(plan.put?.[store] ?? [])];
    }
  }
  return { clear, delete: deleted, put: put as NonNullable<Writes['put']> };
}
