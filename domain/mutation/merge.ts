import { z } from 'zod';

/** One changed field: what the agent saw when they changed it, and what they made of it. */
export type FieldChange<V = unknown> = { readonly base: V; readonly value: V };

/** The schema of a field that a mutation may change. */
export function change<S extends z.ZodType>(schema: S) {
  return z.object({ base: schema, value: schema }).optional();
}

export type MergeResult<R> = {
  readonly row: R;
  readonly lost: readonly { readonly field: string; readonly value: unknown }[];
};

/**
 * Three-way merge, field by field. Where the row still holds `base`, the change stands. Where it already holds `value`,
 * there is nothing to do. Otherwise what the server ordered first stays, and the value is returned as lost.
 */
export function mergeFields<R extends Record<string, unknown>>(
  row: R,
  changes: Readonly<Record<string, FieldChange | undefined>>,
): MergeResult<R> {
  const next: Record<string, unknown> = { ...row };
  const lost: { field: string; value: unknown }[] = [];
  for (const [field, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const current = row[field] ?? null;
    if (sameValue(current, change.base ?? null)) next[field] = change.value;
    else if (!sameValue(current, change.value)) lost.push({ field, value: change.value });
  }
  return { row: next as R, lost };
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
