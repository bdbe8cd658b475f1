import { z } from 'zod';
import { AgentPresence, PresenceOf } from '../agent/presence.ts';
import { OnTicket, TicketPresence } from '../agent/ticket-presence.ts';
import { Id, Instant } from '../ids.ts';
import { MutationEnvelope } from '../mutation/registry.ts';
import { ErrorCodeSchema } from './error-code.ts';
import { isTableName, tableNames, type TableName } from '../tables.ts';

export const protocolVersion = 1;

/** Mutations in one push, at most. */
export const maxPushMutations = 200;

/** Rows in one page of a pull, at most: what every server takes for a limit, and what one gives that knows `most`. Each page costs some ms, whatever is in it. */
export const maxPullRows = 2000;
export const mostPullRows = 4000;

/** POST /v1/push: in order of `seq`, contiguous with what the server has of this client. */
export const PushRequest = z.object({
  protocol: z.literal(protocolVersion),
  clientId: Id,
  mutations: z.array(MutationEnvelope).min(1).max(maxPushMutations),
  /** What time it was there as it was sent, by the clock that the `at` of the mutations are of; an older client does not say. */
  now: Instant.optional(),
});
export type PushRequest = z.infer<typeof PushRequest>;

/** The highest `seq` of this client that is in the database for good. Results come with the pull. */
export const PushReply = z.object({ lastSeq: z.int().nonnegative() });
export type PushReply = z.infer<typeof PushReply>;

/** What became of one mutation on the server: its word is the last. */
export const MutationResult = z.object({
  seq: z.int().positive(),
  id: Id,
  outcome: z.enum(['applied', 'conflict', 'rejected']),
  /** For `rejected`: why. */
  code: ErrorCodeSchema.optional(),
  /** For `conflict`: the fields whose value was not taken. */
  fields: z.array(z.string()).optional(),
});
export type MutationResult = z.infer<typeof MutationResult>;

/** Where a client stands: the server's epoch (changes when a backup is restored) and the version seen of each scope. */
export const Cursor = z.object({
  epoch: Id,
  scopes: z.record(z.uuid(), z.int().nonnegative()),
});
export type Cursor = z.infer<typeof Cursor>;

/** POST /v1/pull */
export const PullRequest = z.object({
  protocol: z.literal(protocolVersion),
  clientId: Id,
  /** Null for the first sync. */
  cursor: Cursor.nullable(),
  /** The last `seq` whose result this client has stored; the server may forget results up to it. */
  resultsSeen: z.int().nonnegative(),
  limit: z.int().positive().max(maxPullRows),
  /** How many rows the client would take at once: counts in place of `limit`, as far as the server gives so many. */
  most: z.int().positive().optional(),
  /** The client reads a reply in lines (`pull-lines.ts`); a server that does not know them answers as ever. */
  lines: z.boolean().optional(),
  /**
   * The tables that this client knows: it is sent no others. Absent: `firstTables`. When it comes to know more it pulls from
   * the beginning, for its cursor has gone past rows that it was not sent.
   */
  tables: z.array(z.string().max(40)).max(100).optional(),
});
export type PullRequest = z.infer<typeof PullRequest>;

const TableNameSchema = z.enum(tableNames as [TableName, ...TableName[]]);

/** Rows are parsed by their table's schema when they are written; here only what routes them. */
export const Change = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), table: TableNameSchema, row: z.looseObject({ id: Id, scope: z.uuid() }) }),
  /** Deleted, or gone out of this scope, and in no other that this agent may read: it goes, whichever scope the client holds it in. */
  z.object({ op: z.literal('evict'), table: TableNameSchema, id: Id, scope: z.uuid() }),
]);
export type Change = z.infer<typeof Change>;

/** What a newer server says of tables that are not known here is passed over. */
function ofKnownTables(changes: unknown): unknown {
  if (!Array.isArray(changes)) return changes;
  return changes.filter(isOfKnownTable);
}

export function isOfKnownTable(change: unknown): boolean {
  const isOfTable = typeof change === 'object' && change !== null && 'table' in change;
  return !isOfTable || typeof change.table !== 'string' || isTableName(change.table);
}

/** What a reply says besides its changes. */
const PullReplyRest = z.object({
  /** Drop what is held of these scopes first (rights lost, cursor too old, or another epoch). Never touches the outbox. */
  resetScopes: z.array(z.uuid()),
  cursor: Cursor,
  /** The highest `seq` of this client that `changes` includes the effect of. */
  lastSeq: z.int().nonnegative(),
  results: z.array(MutationResult),
  /** True when another page waits. */
  more: z.boolean(),
});

/** All of it read in one REPEATABLE READ snapshot. */
export const PullReply = PullReplyRest.extend({ changes: z.preprocess(ofKnownTables, z.array(Change)) });
export type PullReply = z.infer<typeof PullReply>;

/** The same, for whoever takes the rows over: checked, and handed on as they came, since copies of a hundred thousand rows are waited for. */
export const TakenPullReply = PullReplyRest.extend({
  changes: z.preprocess(ofKnownTables, z.custom<Change[]>(areChanges)),
});

/** The last of a reply in lines: what it says besides, how many changes the lines before have, and how many bytes each of them, with its line feed. */
export const LinedPullReply = PullReplyRest.extend({
  count: z.int().nonnegative(),
  lines: z.array(z.int().positive()),
});
export type LinedPullReply = z.infer<typeof LinedPullReply>;

function areChanges(changes: unknown): boolean {
  return Array.isArray(changes) && changes.every(isChange);
}

/** As `Change` has it. */
export function isChange(change: unknown): change is Change {
  if (!isRecord(change) || !isTableName(change.table)) return false;
  if (change.op === 'put') return isRecord(change.row) && isUuid(change.row.id) && isUuid(change.row.scope);
  return change.op === 'evict' && isUuid(change.id) && isUuid(change.scope);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const uuid = z.regexes.uuid();
function isUuid(value: unknown): boolean {
  return typeof value === 'string' && uuid.test(value);
}

/**
 * What one transaction changed in the scopes of an agent: all that a pull would give to a client whose cursor is of this epoch and stands at
 * `after` in each of these scopes, and takes it to `upTo`. For any other client it says nothing.
 */
export const Delta = z.object({
  epoch: Id,
  scopes: z.record(z.uuid(), z.object({ after: z.int().nonnegative(), upTo: z.int().positive() })),
  changes: z.preprocess(ofKnownTables, z.array(Change)),
});
export type Delta = z.infer<typeof Delta>;

/**
 * GET /v1/events (WebSocket). The client's first message is `hello`; the server then says `ready`, with what time it is there, and `poke` when a scope of
 * the agent has news, with the news themselves when they are few. Losing one costs time only: whoever cannot use the `delta` pulls. `ended` says that
 * the session was revoked. After `ready` the client may say how available its agent is, and hears it of the others: all of them once (`full`), then who
 * changes. It may say too which ticket they have open, and is then told, first and whenever it changes, who else has: all of them each time, for that
 * ticket alone, and only if its agent may read it. Either side passes over what it does not know.
 */
export const EventsHello = z.object({
  type: z.literal('hello'),
  token: z.string().max(256),
  clientId: Id,
  /** Of a session that is bound to a device: that of `GET /v1/events` (proof.ts). */
  proof: z.string().max(2000).optional(),
});
export type EventsHello = z.infer<typeof EventsHello>;
export const PresenceReport = z.object({ type: z.literal('presence'), presence: AgentPresence.nullable() });
export type PresenceReport = z.infer<typeof PresenceReport>;
export const TicketPresenceReport = z.object({ type: z.literal('ticket-presence'), ticket: TicketPresence.nullable() });
export type TicketPresenceReport = z.infer<typeof TicketPresenceReport>;
/** What a client may say after its hello. */
export const DeskReport = z.discriminatedUnion('type', [PresenceReport, TicketPresenceReport]);
export type DeskReport = z.infer<typeof DeskReport>;
export const EventsMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), now: Instant.optional().catch(undefined) }),
  z.object({ type: z.literal('poke'), delta: Delta.optional().catch(undefined) }),
  z.object({ type: z.literal('ended') }),
  z.object({ type: z.literal('presence'), full: z.boolean(), agents: z.array(PresenceOf) }),
  z.object({ type: z.literal('ticket-presence'), ticketId: Id, agents: z.array(OnTicket) }),
]);
export type EventsMessage = z.infer<typeof EventsMessage>;

/** Every error that the server answers, with the status of the catalogue. */
export const ErrorReply = z.object({ code: ErrorCodeSchema, detail: z.string().optional() });
export type ErrorReply = z.infer<typeof ErrorReply>;
