import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { readableScopes } from '../../domain/row.ts';
import { firstTables, tableNames, type TableName } from '../../domain/tables.ts';
import { linesType } from '../../domain/wire/pull-lines.ts';
import {
  mostPullRows,
  type Cursor,
  type MutationResult,
  type PullReply,
  type PullRequest,
} from '../../domain/wire/sync.ts';
import { inLines } from './in-lines.ts';
import type { ChangedRow, Counter, PullStorage, SyncStorage } from './storage.ts';

/** Results in one page, at most. */
const maxResults = 5000;

export type PullOptions = {
  readonly agentId: Id;
  readonly teamIds: readonly Id[];
  readonly request: PullRequest;
};

/** A `PullReply` in UTF-8, and its media type. As bytes: of a text Node counts them first, and then makes them. */
export type PullPage = { readonly type: string; readonly body: Buffer };

/**
 * One page of what changed since a cursor: rows go out as PostgreSQL writes them, unread.
 * All of it is read in one REPEATABLE READ snapshot. Throws `CodedError` SYNC_CLIENT_UNKNOWN for another agent's client.
 */
export async function pull(storage: SyncStorage, options: PullOptions): Promise<PullPage> {
  return await storage.read(async (snapshot) => await readPage(snapshot, options));
}

async function readPage(snapshot: PullStorage, { agentId, teamIds, request }: PullOptions): Promise<PullPage> {
  const scopes = readableScopes({ id: agentId, teamIds });
  const { epoch, counters, client } = await snapshot.standing(scopes, request.clientId);
  if (client !== undefined && client.agentId !== agentId) throw new CodedError('SYNC_CLIENT_UNKNOWN', request.clientId);
  const lastSeq = client?.lastSeq ?? 0;
  const start = startingPoint(request.cursor, epoch, scopes, counters);

  const tables = knownTables(request);
  const limit = Math.min(request.most ?? request.limit, mostPullRows);
  const changes: string[] = [];
  const cursor: Cursor = { epoch, scopes: {} };
  let more = false;
  for (const scope of scopes) {
    const from = start.from.get(scope) ?? 0;
    const to = counters.get(scope)?.version ?? 0;
    const room = limit - changes.length;
    if (from === to || room === 0) {
      cursor.scopes[scope] = from;
      more ||= from < to;
      continue;
    }
    const found = await snapshot.changes(tables, scope, from, room + 1);
    const page = found.slice(0, room);
    const partial = found.length > room;
    more ||= partial;
    cursor.scopes[scope] = partial ? (page.at(-1)?.version ?? from) : to;
    for (const change of await withoutNeedlessEvictions(snapshot, scopes, page)) changes.push(asJson(scope, change));
  }

  const results = await resultsOf(snapshot, request.clientId, request.resultsSeen, lastSeq);
  const included = includedResults(results, lastSeq, more ? cursor : undefined);
  const rest: Omit<PullReply, 'changes'> = {
    resetScopes: start.resetScopes,
    cursor,
    lastSeq: included.lastSeq,
    results: included.results,
    more: more || included.truncated,
  };
  if (request.lines === true) return { type: linesType, body: inLines(changes, rest) };
  return {
    type: 'application/json',
    body: Buffer.from(`{"changes":[${changes.join(',')}],${JSON.stringify(rest).slice(1)}`),
  };
}

/** From which version each scope is read, and which scopes the client must drop first. */
function startingPoint(
  cursor: Cursor | null,
  epoch: Id,
  scopes: readonly Id[],
  counters: ReadonlyMap<Id, Counter>,
): { readonly from: ReadonlyMap<Id, number>; readonly resetScopes: Id[] } {
  const from = new Map<Id, number>();
  const resetScopes: Id[] = [];
  for (const [scope, version] of Object.entries(cursor?.scopes ?? {})) {
    const counter = counters.get(scope) ?? { version: 0, horizon: 0 };
    // Beyond the counter: the cursor is of another history than this database, whatever its epoch says.
    const usable = version >= counter.horizon && version <= counter.version;
    if (cursor?.epoch === epoch && scopes.includes(scope) && usable) from.set(scope, version);
    else resetScopes.push(scope);
  }
  return { from, resetScopes };
}

/** Those that the client names, as far as they are known here. */
function knownTables(request: PullRequest): readonly TableName[] {
  const named = new Set<string>(request.tables ?? firstTables);
  return tableNames.filter((table) => named.has(table));
}

/**
 * A row that went from one of the agent's scopes to another needs no eviction: its `put` in the other scope replaces it,
 * and a page that held only the eviction would make it blink.
 */
async function withoutNeedlessEvictions(
  snapshot: PullStorage,
  scopes: readonly Id[],
  changes: readonly ChangedRow[],
): Promise<readonly ChangedRow[]> {
  const evicted = changes.filter((change) => change.data === null);
  if (evicted.length === 0) return changes;
  const readable = new Set<string>();
  for (const table of new Set(evicted.map((change) => change.table))) {
    const ids = evicted.filter((change) => change.table === table).map((change) => change.id);
    for (const id of await snapshot.idsIn(table, ids, scopes)) readable.add(`${table}/${id}`);
  }
  return changes.filter((change) => change.data !== null || !readable.has(`${change.table}/${change.id}`));
}

function asJson(scope: Id, { table, id, data }: ChangedRow): string {
  if (data === null) return JSON.stringify({ op: 'evict', table, id, scope });
  return `{"op":"put","table":"${table}","row":${data}}`;
}

type ResultWithVersions = { readonly result: MutationResult; readonly versions: Readonly<Record<Id, number>> };

async function resultsOf(
  snapshot: PullStorage,
  clientId: Id,
  seen: number,
  lastSeq: number,
): Promise<readonly ResultWithVersions[]> {
  if (lastSeq <= seen) return [];
  const found = await snapshot.results(clientId, seen, maxResults + 1);
  return found.map(({ seq, id, outcome, code, fields, versions }) => ({
    result: {
      seq,
      id,
      outcome,
      ...(code === null ? {} : { code }),
      ...(fields === null ? {} : { fields: [...fields] }),
    },
    versions,
  }));
}

/**
 * The results to hand out and the `lastSeq` that goes with them. On a page that is not the last, both stop before the first
 * mutation whose effect is still to come: the client would otherwise forget its own change before it has the server's.
 */
function includedResults(
  results: readonly ResultWithVersions[],
  lastSeq: number,
  partial: Cursor | undefined,
): { readonly lastSeq: number; readonly results: MutationResult[]; readonly truncated: boolean } {
  const toCome = (result: ResultWithVersions) =>
    partial !== undefined &&
    Object.entries(result.versions).some(
      ([scope, version]) => partial.scopes[scope] !== undefined && version > (partial.scopes[scope] ?? 0),
    );
  const firstToCome = results.findIndex(toCome);
  const end = Math.min(firstToCome === -1 ? results.length : firstToCome, maxResults);
  const cut = results[end];
  return {
    lastSeq: cut === undefined ? lastSeq : cut.result.seq - 1,
    results: results.slice(0, end).map((entry) => entry.result),
    truncated: firstToCome === -1 && cut !== undefined,
  };
}
