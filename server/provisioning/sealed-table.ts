import type { Schema } from '../database/schema.ts';

/** A column that holds what is sealed. */
export type SealedTable = {
  readonly table: keyof Schema;
  readonly column: string;
  /** Of whose values the context of each secret is made. */
  readonly keys: readonly string[];
  readonly contextOf: (...keys: string[]) => string;
};
