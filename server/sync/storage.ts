import type { ErrorCode } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { AuditedDeed } from '../../domain/mutation/transaction.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { RecordedEvent } from '../webhooks/event.ts';

/**
 * What push and pull ask of the database, and all that they know of it: the algorithm is on this side, the SQL on the other
 * (`postgres/`). The tests run the same algorithm over a simulated database that dies and waits where they tell it to.
 */
export type SyncStorage = {
  /** One READ COMMITTED transaction: committed by `finish`, else when `work` resolves; forgotten when it throws before. */
  write<T>(work: (trx: PushStorage) => Promise<T>): Promise<T>;
  /** One REPEATABLE READ snapshot. */
  read<T>(work: (snapshot: PullStorage) => Promise<T>): Promise<T>;
};

/**
 * What a transaction writes. Its counters are raised by `counts`, one for each row and eviction; `place`: the how many-th of its scope's new versions is this
 * one's, from 1.
 */
export type Placed = {
  readonly counts: ReadonlyMap<Id, number>;
  readonly rows: readonly PlacedRow[];
  readonly evictions: readonly {
    readonly scope: Id;
    readonly table: TableName;
    readonly id: Id;
    readonly place: number;
  }[];
};
export type PlacedRow = {
  readonly table: TableName;
  readonly row: Row;
  /** The others are rows that this transaction has locked. */
  readonly isNew: boolean;
  readonly place: number;
};

/** What became of the mutations of a push, and that the client has come to `lastSeq`. */
export type PushRecord = { readonly clientId: Id; readonly results: readonly PlacedResult[]; readonly lastSeq: number };

export type RowStorage = {
  /**
   * In one statement: raises the counters, locking them in the order of the scopes until the transaction ends, and writes everything with the versions that this
   * gives. Returns what each counter is then. Fails with a unique violation when somebody else made the same id meanwhile: the transaction is then run again.
   */
  write(placed: Placed): Promise<ReadonlyMap<Id, number>>;
};

/** What a push begins with. */
export type PushStart = {
  readonly clientId: Id;
  /** Whom the client is of, if it may be new: it is then made when it is not there. */
  readonly newOf: Id | undefined;
  /** Those that are asked about. */
  readonly mutationIds: readonly Id[];
  readonly tables: readonly TableName[];
  /** Sorted. */
  readonly ids: readonly Id[];
  /** Ticket numbers that are needed. */
  readonly references: number;
};

export type KnownMutation = {
  readonly id: Id;
  readonly outcome: 'applied' | 'conflict' | 'rejected';
  readonly code: ErrorCode | null;
  readonly fields: readonly string[] | null;
};

export type ClientRow = {
  readonly agentId: Id;
  readonly lastSeq: number;
  /** Of the mutations asked about, those whose first result is there, under whichever client id. */
  readonly known: readonly KnownMutation[];
  /** Whether anybody outside wants to be told of events. */
  readonly observed: boolean;
  readonly epoch: Id;
};

export type LockedRows = {
  readonly rows: readonly { readonly table: TableName; readonly row: Row }[];
  readonly teamIds: readonly Id[];
  readonly references: readonly number[];
};

export type PlacedResult = KnownMutation & {
  readonly seq: number;
  /** Not known before; unique for each mutation. */
  readonly first: boolean;
  /** The highest place in each scope that holds its effect. */
  readonly places: Readonly<Record<Id, number>>;
};

export type ResultRecord = Omit<PlacedResult, 'places'> & {
  /** The highest version of each scope that holds its effect. */
  readonly versions: Readonly<Record<Id, number>>;
};

/** What an agent did that stands in the audit trail. */
export type AuditedMutation = {
  readonly agentId: Id;
  readonly action: AuditedDeed;
  readonly subject: Id;
  readonly detail: Readonly<Record<string, string>>;
};

export type PushStorage = RowStorage & {
  /**
   * In one round trip: locks the client's row (what else is said of it may be as of before the lock was had), then reads and locks, in the order of the ids,
   * the rows of the tables that they name, and takes ticket numbers.
   */
  start(start: PushStart): Promise<{ readonly client: ClientRow | undefined; readonly locked: LockedRows }>;
  /** The same as `write`, with what became of the mutations, and commits: the last statement of a push. */
  finish(placed: Placed, record: PushRecord): Promise<ReadonlyMap<Id, number>>;
  /** Which mutations the results of this client from `from` to `to` are of; old ones may be forgotten. */
  recorded(clientId: Id, from: number, to: number): Promise<readonly { readonly seq: number; readonly id: Id }[]>;
  lockRow(table: TableName, id: Id): Promise<Row | undefined>;
  /** Reads and locks all that belongs to a ticket, which is locked. */
  lockOfTicket(ticketId: Id): Promise<LockedRows['rows']>;
  /** Locks the tickets that have a link to one, which is locked. */
  lockLinkedTo(ticketId: Id): Promise<LockedRows['rows']>;
  recordAudit(deeds: readonly AuditedMutation[]): Promise<void>;
  teamIds(): Promise<readonly Id[]>;
  nextReference(): Promise<number>;
  /** Puts events into the outbox of each webhook that asked for them. */
  recordEvents(events: readonly RecordedEvent[]): Promise<void>;
};

export type Counter = { readonly version: number; readonly horizon: number };

export type ChangedRow = {
  readonly table: TableName;
  readonly version: number;
  readonly id: Id;
  /** The row's JSON text; null when it went out of the scope. */
  readonly data: string | null;
};

export type Standing = {
  readonly epoch: Id;
  readonly counters: ReadonlyMap<Id, Counter>;
  /** Undefined: it has never pushed. */
  readonly client: { readonly agentId: Id; readonly lastSeq: number } | undefined;
};

export type PullStorage = {
  /** Where this database stands in these scopes, and with this client. */
  standing(scopes: readonly Id[], clientId: Id): Promise<Standing>;
  /** What changed in a scope after a version, in the order of versions. */
  changes(tables: readonly TableName[], scope: Id, after: number, limit: number): Promise<readonly ChangedRow[]>;
  /** Which of these rows are in one of the scopes. */
  idsIn(table: TableName, ids: readonly Id[], scopes: readonly Id[]): Promise<readonly Id[]>;
  /** Of this client after a `seq`, in order. */
  results(clientId: Id, after: number, limit: number): Promise<readonly Omit<ResultRecord, 'first'>[]>;
};
