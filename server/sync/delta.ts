import type { Id } from '../../domain/ids.ts';
import type { Change } from '../../domain/wire/sync.ts';
import type { RowWrite, Span } from './write-rows.ts';

/** What a push has written, as it is committed. */
export type PushDelta = {
  readonly epoch: Id;
  readonly spans: ReadonlyMap<Id, Span>;
  readonly writes: readonly RowWrite[];
};

/** Characters of JSON: more than that is for whoever wants it to fetch. */
const mostCharacters = 32 * 1024;

/**
 * Says a push to readers as the JSON text of a `Delta`, for each set of scopes once: the rows that a pull of theirs would give for the same versions.
 * Undefined: it would be too long, has nothing for them, or changes who may read what, which a pull looks up.
 */
export function deltaTexts({ epoch, spans, writes }: PushDelta): (readable: ReadonlySet<Id>) => string | undefined {
  if (writes.some(({ table }) => table === 'agents')) return () => undefined;
  const texts = new Map<string, string | undefined>();
  return (readable) => {
    const scopes = [...spans.keys()].filter((scope) => readable.has(scope));
    const key = scopes.join();
    if (!texts.has(key)) texts.set(key, textOf(epoch, spans, writes, new Set(scopes)));
    return texts.get(key);
  };
}

function textOf(
  epoch: Id,
  spans: ReadonlyMap<Id, Span>,
  writes: readonly RowWrite[],
  scopes: ReadonlySet<Id>,
): string | undefined {
  if (scopes.size === 0) return undefined;
  const changes = writes.flatMap((write): Change[] => changeFor(write, scopes));
  const text = JSON.stringify({
    epoch,
    scopes: Object.fromEntries([...spans].filter(([scope]) => scopes.has(scope))),
    changes,
  });
  return text.length > mostCharacters ? undefined : text;
}

/** A row that went from one readable scope to another needs no eviction: its `put` replaces it. */
function changeFor({ table, row, scopeBefore }: RowWrite, scopes: ReadonlySet<Id>): Change[] {
  if (scopes.has(row.scope)) return [{ op: 'put', table, row }];
  return scopeBefore !== undefined && scopes.has(scopeBefore)
    ? [{ op: 'evict', table, id: row.id, scope: scopeBefore }]
    : [];
}
