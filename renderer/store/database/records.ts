import type { Id, Instant } from '../../../domain/ids.ts';
import type { MutationEnvelope, MutationName } from '../../../domain/mutation/registry.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type { Cursor } from '../../../domain/wire/sync.ts';
import type { RefusedMutation } from '../contract.ts';

/**
 * Up to 320 rows of one table, one JSON text a line: filled 20 times faster than a record per row. Versions before had whole rows in `body`, and then
 * in `bytes`: one that reads a page of today finds nothing in it, and pulls the rows again.
 */
export type PageRecord = {
  readonly no: number;
  readonly body: string;
  readonly bytes?: Uint8Array;
  readonly shapes?: readonly (readonly string[])[];
  readonly values?: Uint8Array;
};

/** What lists and look-ups need of a page's rows (`rows/digest.ts`), as JSON, so that opening reads no bodies. A version before had it as text. */
export type HeadRecord = { readonly no: number; readonly table: TableName; readonly digests: Uint8Array | string };

/** Places of a page whose row lives elsewhere by now, or nowhere. */
export type HolesRecord = { readonly page: number; readonly places: readonly number[] };

/** A row of the server that changed after its page was written. */
export type OverlayRecord = { readonly table: TableName; readonly id: Id; readonly row: Row };

/** A row as it stands with the mutations on top that the server has not confirmed. */
export type PendingRecord = {
  readonly table: TableName;
  readonly id: Id;
  readonly row: Row;
  /** The mutations that wrote it. */
  readonly by: readonly Id[];
};

export type QueuedMutation = Omit<MutationEnvelope, 'name'> & {
  readonly name: MutationName;
  /** The draft that it ended here, at this moment. Of no concern to the server. */
  readonly ends?: EndedDraft;
};

export type EndedDraft = { readonly key: string; readonly savedAt: Instant };

/** Kept a while, to be sent again to a server that was restored from an older backup. */
export type ConfirmedMutation = QueuedMutation & {
  readonly confirmedAt: number;
  /** Counts those of this database in their order; a clock that was put back cannot. Absent: from before it was counted. */
  readonly no?: number;
};

export type RefusedRecord = RefusedMutation & {
  /** Rows that it wrote here (`table/id`). */
  readonly touched: readonly string[];
  /** Rows that only it had made: still shown, as refused, until the agent dismisses it. */
  readonly rows: readonly { readonly table: TableName; readonly row: Row }[];
  /** Its number, and the identity under which it had it. Absent: from before that was kept. */
  readonly from?: { readonly clientId: Id; readonly seq: number };
};

export type DraftRecord = { readonly key: string; readonly text: string; readonly savedAt: Instant };

/** Where this replica stands. Its absence in a database with data means that the data was damaged. */
export type Meta = {
  readonly key: 'meta';
  readonly clientId: Id;
  readonly cursor: Cursor | null;
  /** The first sync ran to its end. */
  readonly complete: boolean;
  /** The first page of the bootstrap that is under way: rows that lie before it are of an older one. */
  readonly bootstrapFrom: number | null;
  /** Pages of the pull under way were taken, and others were still to come. */
  readonly between?: boolean;
  readonly nextSeq: number;
  /** Effects and results up to this `seq` are here. */
  readonly confirmedSeq: number;
  /** How many were confirmed under this identity and those before it. Absent: not counted yet. */
  readonly confirmedCount?: number;
  /** The tables whose rows were pulled. Absent: those of the first version of the store. */
  readonly tables?: readonly TableName[];
  /** When damage to the database was last met, and the data pulled again. */
  readonly rebuiltAt: Instant | null;
};

/** The answers that the desk showed last, by query name. */
export type FirstScreen = {
  readonly key: 'first-screen';
  readonly answers: Readonly<Record<string, { readonly argument: string; readonly answer: string }>>;
};

export type StoreRecords = {
  meta: Meta | FirstScreen;
  pages: PageRecord;
  heads: HeadRecord;
  holes: HolesRecord;
  overlay: OverlayRecord;
  pending: PendingRecord;
  outbox: QueuedMutation;
  confirmed: ConfirmedMutation;
  refused: RefusedRecord;
  drafts: DraftRecord;
};
export type StoreName = keyof StoreRecords;
