import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type { ResultRecord } from '../../../server/sync/storage.ts';

/** What each relation of the simulated database holds. `rows` by `table/id`, `results` by `client/seq`, `firsts` by mutation. */
export type Relations = {
  rows: { readonly table: TableName; readonly row: Row; readonly version: number };
  scopes: number;
  evictions: { readonly scope: Id; readonly table: TableName; readonly id: Id; readonly version: number };
  clients: { readonly agentId: Id; readonly lastSeq: number };
  results: ResultRecord & { readonly clientId: Id };
  firsts: ResultRecord;
};
export type RelationName = keyof Relations;

type Version<V> = { readonly no: number; readonly value: V };

/** The committed versions of one relation's records: a snapshot is a number. */
export class Relation<V> {
  readonly #records = new Map<string, Version<V>[]>();
  /** The commit that made each: older versions are not kept for a statement that waits for a lock. */
  readonly #births = new Map<string, number>();

  /** As of a commit. */
  at(key: string, no: number): V | undefined {
    return this.#records.get(key)?.findLast((version) => version.no <= no)?.value;
  }

  /** Whether it was there as of a commit, in whichever version. */
  wasThere(key: string, no: number): boolean {
    return (this.#births.get(key) ?? Infinity) <= no;
  }

  *all(no: number): Iterable<V> {
    for (const versions of this.#records.values()) {
      const version = versions.findLast((each) => each.no <= no);
      if (version !== undefined) yield version.value;
    }
  }

  /** `keepOld`: somebody still reads an older snapshot. */
  set(key: string, no: number, value: V, keepOld: boolean): void {
    const versions = this.#records.get(key);
    if (versions === undefined) this.#births.set(key, no);
    if (versions === undefined || !keepOld) this.#records.set(key, [{ no, value }]);
    else versions.push({ no, value });
  }

  copy(no: number): Relation<V> {
    const copy = new Relation<V>();
    for (const [key] of this.#records) {
      const value = this.at(key, no);
      if (value !== undefined) copy.set(key, no, value, false);
    }
    return copy;
  }
}
