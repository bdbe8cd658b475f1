import type { Cursor, Delta } from '../../../domain/wire/sync.ts';

/** Where a client stands that takes news; null: they do not follow on where it stands. */
export function cursorAfter(cursor: Cursor | null, { epoch, scopes }: Pick<Delta, 'epoch' | 'scopes'>): Cursor | null {
  if (cursor?.epoch !== epoch) return null;
  const next = { ...cursor.scopes };
  for (const [scope, { after, upTo }] of Object.entries(scopes)) {
    if (next[scope] !== after) return null;
    next[scope] = upTo;
  }
  return { epoch, scopes: next };
}
