import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import type { MutationName } from '../../domain/mutation/registry.ts';
import type { Actor } from '../../domain/mutation/transaction.ts';
import { tableNames, type Row } from '../../domain/tables.ts';
import type { PulledPage } from '../../domain/wire/pull-lines.ts';
import type { TicketFacts } from '../../domain/ticket/ticket.ts';
import { maxPullRows, mostPullRows, protocolVersion, type Delta, type PullRequest } from '../../domain/wire/sync.ts';
import { comeBack } from './come-back.ts';
import type { StoreDatabase } from './database/database.ts';
import { mergeWrites } from './database/merge-writes.ts';
import type { ConfirmedMutation, EndedDraft, Meta, QueuedMutation, RefusedRecord } from './database/records.ts';
import type { StoreHappening } from './incidents.ts';
import type { JournalKeeper } from './outbox/journal-keeper.ts';
import { firstMeta, freshStart, unforgotten } from './meta.ts';
import { nearTicket } from './outbox/near-ticket.ts';
import { planPull } from './outbox/pull-plan.ts';
import { pendingRecord, rebase, runOnTop, type PendingRows } from './outbox/rebase.ts';
import type { Underneath } from './outbox/staged-transaction.ts';
import { settleNothing } from './rows/base-plan.ts';
import { BaseRows, PageMissing } from './rows/base-rows.ts';
import { Indexes } from './rows/indexes.ts';
import { splitKey, type RowKey } from './rows/row-key.ts';
import { cursorAfter } from './sync/delta.ts';
import { Touched } from './touched.ts';
import { Turns } from './turns.ts';
import { VisibleRows } from './visible-rows.ts';

/** Milliseconds that the desk waits at most for the journal. */
const journalMillis = 1_000;

export type ReplicaOptions = {
  readonly database: StoreDatabase;
  /** The outbox's second place. */
  readonly journal: Pick<JournalKeeper, 'read' | 'follow'>;
  /** Runs once after so many milliseconds; returns how to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** The signed-in agent, until their own row has been synced. */
  readonly actor: Actor;
  readonly now: () => number;
  readonly onChange: (touched: Touched) => void;
  /** There is something to push or to pull. */
  readonly onSyncWanted: () => void;
  readonly onWarning: (event: string, detail: string) => void;
  /** Something that the agent may want to know of later. */
  readonly onIncident: (incident: StoreHappening) => void;
};

/** What is committed with a mutation: the end of the draft that it came from, and of the refused one that it takes the place of. */
export type Accompanied = { readonly ends?: EndedDraft | undefined; readonly settles?: Id | undefined };

/** The server's rows under those that something is pending on or was refused for. */
type Below = { readonly keys: ReadonlySet<RowKey>; readonly rows: ReadonlyMap<RowKey, Row> };

/**
 * This agent's data on this machine: the server's rows, the queue of mutations that it has not confirmed, and what both make
 * together. Every change is one strict IndexedDB transaction; memory follows only when it is committed.
 */
export class Replica {
  readonly #options: ReplicaOptions;
  readonly #database: StoreDatabase;
  readonly turns = new Turns();
  readonly indexes = new Indexes();
  readonly #base: BaseRows;
  readonly rows: VisibleRows;
  #actor: Actor;
  #meta: Meta;
  #queue: readonly QueuedMutation[] = [];
  #journalled: Promise<void> = Promise.resolve();

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#database = options.database;
    this.#actor = options.actor;
    this.#base = new BaseRows(options.database, this.indexes);
    this.rows = new VisibleRows(this.indexes, this.#base);
    this.#meta = firstMeta();
  }

  get meta(): Meta {
    return this.#meta;
  }

  get queue(): readonly QueuedMutation[] {
    return this.#queue;
  }

  get refused(): RefusedRecord[] {
    return [...this.rows.refused.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** As the agent's own row says, which changes with their teams. */
  get actor(): Actor {
    const row = this.indexes.agents.rows.get(this.#actor.agentId);
    return row === undefined ? this.#actor : { agentId: row.id, role: row.role, teamIds: row.teamIds };
  }

  /** As the last sign-in says. */
  setActor(actor: Actor): void {
    this.#actor = actor;
  }

  /** Reads what is needed in memory. Nothing else runs before it is done. */
  load(): Promise<void> {
    return this.turns.run('desk', () => this.#load());
  }

  /**
   * Runs the mutation here and queues it: both on disk when it resolves. Throws what refuses it, with nothing changed. What it
   * `settles` is a refused one that it takes the place of: NOT_FOUND when somebody has dealt with that already.
   */
  mutate(name: MutationName, args: unknown, { ends, settles }: Accompanied = {}): Promise<Id> {
    return this.turns.run('desk', async () => {
      const settled = settles === undefined ? undefined : this.rows.refused.get(settles);
      if (settles !== undefined && settled === undefined) throw new CodedError('NOT_FOUND', `refused ${settles}`);
      const mutation: QueuedMutation = {
        id: newId(),
        seq: this.#meta.nextSeq,
        name,
        args,
        at: new Date(this.#options.now()).toISOString(),
        ...(ends === undefined ? {} : { ends }),
      };
      const written = await this.#guard(() => runOnTop(mutation, this.actor, this.rows.pending, this.#underneath()));
      const below = await this.#belowRefused(settled);
      const meta = { ...this.#meta, nextSeq: mutation.seq + 1 };
      await this.#database.commit(
        mergeWrites(ends === undefined ? {} : { put: { drafts: [{ ...ends, text: '' }] } }, {
          delete: settled === undefined ? {} : { refused: [settled.id] },
          put: { outbox: [mutation], meta: [meta], pending: [...written].map(pendingRecord) },
        }),
      );
      if (settled !== undefined) this.#forgetRefused(settled);
      this.#stands(meta, [...this.#queue, mutation]);
      this.rows.pending = new Map([...this.rows.pending, ...written]);
      this.#options.onSyncWanted();
      // What is on the screen is in both places: a database that a power cut has torn may drop what it was told last.
      await this.journalled();
      this.#show(written.keys(), () => null);
      if (settled !== undefined) this.#show(settled.touched as RowKey[], (key) => below.get(key));
      return mutation.id;
    });
  }

  /** How often the server's ticket was revised, as far as this machine knows, and what is shown of it; undefined: the server has none. */
  seenOf(ticketId: Id): Promise<{ readonly against: number; readonly saw: TicketFacts } | undefined> {
    return this.query(async () => {
      const ticket = await this.#base.read('tickets', ticketId);
      if (ticket === undefined) return undefined;
      const shown = (await this.rows.readStanding('tickets', ticketId)) ?? ticket;
      const { subject, impact, urgency, major, assigneeId } = shown;
      return { against: ticket.revised?.count ?? 0, saw: { subject, impact, urgency, major, assigneeId } };
    });
  }

  /** The journal has what is queued, or fails or takes long: it is not waited for then, for the database has it. */
  journalled(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.after(journalMillis, resolve);
      void this.#journalled.finally(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Reads for the desk, between changes. */
  query<T>(job: () => Promise<T>): Promise<T> {
    return this.turns.run('desk', () => this.#guard(job));
  }

  /** The server has everything of this client up to `seq`; its effect comes with a pull. */
  pushed(clientId: Id, seq: number): Promise<void> {
    return this.turns.run('background', () => {
      if (clientId !== this.#meta.clientId) return Promise.resolve();
      const taken = this.#queue.filter((mutation) => mutation.seq <= seq && !this.rows.sent.has(mutation.id));
      if (taken.length === 0) return Promise.resolve();
      this.rows.sent = new Set([...this.rows.sent, ...taken.map((mutation) => mutation.id)]);
      const touched = new Touched();
      touched.status = true;
      for (const [key, { row, by }] of this.rows.pending) {
        if (by.some((id) => taken.some((mutation) => mutation.id === id))) touched.add(splitKey(key)[0], row);
      }
      this.#options.onChange(touched);
      return Promise.resolve();
    });
  }

  /** Reads for whoever nobody waits for, between changes. */
  readInBackground<T>(job: () => Promise<T>): Promise<T> {
    return this.turns.run('background', () => this.#guard(job));
  }

  pullRequest(): PullRequest {
    const { clientId, cursor, confirmedSeq } = this.#meta;
    return {
      protocol: protocolVersion,
      clientId,
      cursor,
      resultsSeen: confirmedSeq,
      limit: maxPullRows,
      most: mostPullRows,
      lines: true,
      tables: tableNames,
    };
  }

  /**
   * Takes a page of the server's rows and runs the pending mutations again on top, in one transaction.
   * False: the rows are to be pulled from the beginning, because the server is not the one we knew (restored from a backup), or
   * because this machine was away for longer than it remembers.
   */
  pulled(request: PullRequest, reply: PulledPage): Promise<boolean> {
    return this.turns.run('background', async () => {
      // Asked before this replica started over or was rebuilt: it does not follow on what is here now.
      if (JSON.stringify(request.cursor) !== JSON.stringify(this.#meta.cursor)) return false;
      if (request.clientId !== this.#meta.clientId) return false;
      const otherEpoch = request.cursor !== null && request.cursor.epoch !== reply.cursor.epoch;
      const wentBack = reply.lastSeq < this.#meta.confirmedSeq;
      const neverIssued = reply.lastSeq >= this.#meta.nextSeq;
      if (otherEpoch || wentBack || neverIssued || this.#isContradicted(reply)) {
        await this.#startOver();
        return false;
      }
      if (reply.resetScopes.some((scope) => Object.hasOwn(reply.cursor.scopes, scope))) {
        // Too long away: the scope comes again from its beginning.
        await this.#bootstrapAgain();
        return false;
      }
      const { between } = this.#meta;
      await this.#guard(() => this.#take(request, reply));
      if (between !== true || reply.resetScopes.length === 0) return true;
      // A row that went into a scope that is lost now was to come with a later page of it: nothing has told that it left the scope in which it is held here.
      await this.#bootstrapAgain();
      return false;
    });
  }

  /**
   * Takes what a poke says is new as a page that confirms nothing. False: it does not follow on what is here, and a pull is needed; which
   * is so for all that holds the effect of a mutation of this client, since its own push was poked without.
   */
  tookDelta(delta: Delta): Promise<boolean> {
    return this.turns.run('background', async () => {
      const { complete, bootstrapFrom, between: more = false, confirmedSeq: lastSeq } = this.#meta;
      const cursor = cursorAfter(this.#meta.cursor, delta);
      if (cursor === null || !complete || bootstrapFrom !== null) return false;
      const { changes } = delta;
      const reply: PulledPage = { changes, cursor, resetScopes: [], lastSeq, results: [], more };
      await this.#guard(() => this.#take(this.pullRequest(), reply));
      return true;
    });
  }

  /** The server has other mutations under the numbers of those queued here: this database is an older copy of itself. */
  #isContradicted({ results }: PulledPage): boolean {
    const ids = new Map(results.map(({ seq, id }) => [seq, id]));
    return this.#queue.some(({ seq, id }) => ids.has(seq) && ids.get(seq) !== id);
  }

  /** The server does not know this client: a new identity, everything pulled again, nothing of the queue lost. */
  startOver(): Promise<void> {
    return this.turns.run('background', () => this.#startOver());
  }

  dismissRefused(id: Id): Promise<boolean> {
    return this.turns.run('desk', async () => {
      const record = this.rows.refused.get(id);
      if (record === undefined) return false;
      const below = await this.#belowRefused(record);
      await this.#database.commit({ delete: { refused: [id] } });
      this.#forgetRefused(record);
      this.#stands(this.#meta, this.#queue);
      this.#show(record.touched as RowKey[], (key) => below.get(key));
      return true;
    });
  }

  /** The server's rows under those of a refused mutation: read before it goes, so that nothing can fail once it is gone. */
  #belowRefused(record: RefusedRecord | undefined): Promise<ReadonlyMap<RowKey, Row>> {
    return this.#guard(() => this.#base.readMany((record?.touched ?? []) as RowKey[]));
  }

  /** Dealt with, on disk: what only it had made is to be shown no longer. */
  #forgetRefused({ id }: RefusedRecord): void {
    const refused = new Map(this.rows.refused);
    refused.delete(id);
    this.rows.setRefused(refused);
  }

  /** One step of idle compaction; false when there is nothing left to do. */
  compact(): Promise<boolean> {
    return this.turns.run('background', async () => {
      // In a bootstrap a row's page tells whether it is old.
      if (this.#meta.cursor === null || this.#meta.bootstrapFrom !== null) return false;
      const rows = await this.#guard(() => this.#base.compactable());
      if (rows === null) return false;
      const plan = this.#base.plan('change', rows);
      await this.#database.commit(plan.writes);
      this.#base.adopt(plan);
      return true;
    });
  }

  async #load(): Promise<void> {
    const back = await comeBack(this.#options);
    this.rows.pending = back.pending;
    this.rows.setRefused(new Map(back.refused.map((record) => [record.id, record])));
    if (back.rebuilt !== null) this.#sayRebuilt(back.rebuilt);
    if (back.recovered > 0) {
      this.#options.onWarning('outbox-recovered', `${back.recovered} mutations from the journal`);
      this.#options.onIncident({ code: 'outbox-recovered', count: back.recovered });
    }
    this.#stands(back.meta, back.queue);
    let below = await this.#loadBase();
    if (back.isRequeued || this.#isUnseen()) below = await this.#runRecovered();
    const everything = new Touched();
    this.rows.refresh(below.keys, (key) => below.rows.get(key), everything);
    everything.everything = true;
    this.#options.onChange(everything);
    await this.#pruneConfirmed(back.confirmed);
  }

  /** Something queued has no effect on the disk: it was put back, and whoever did that ended before running it, or it does not run here. */
  #isUnseen(): boolean {
    const seen = new Set([...this.rows.pending.values()].flatMap(({ by }) => by));
    return this.#queue.some(({ id }) => !seen.has(id));
  }

  #keysOnTop(): Set<RowKey> {
    return new Set([...this.rows.pending.keys(), ...this.refused.flatMap((record) => record.touched as RowKey[])]);
  }

  async #loadBase(): Promise<Below> {
    const keys = this.#keysOnTop();
    try {
      await this.#base.load();
      return { keys, rows: await this.#base.readMany(keys) };
    } catch (error) {
      if (!(error instanceof PageMissing)) throw error;
      await this.#rebuild(error);
      return { keys, rows: new Map() };
    }
  }

  async #pruneConfirmed(confirmed: readonly ConfirmedMutation[]): Promise<void> {
    const kept = new Set(unforgotten(confirmed, this.#options.now()));
    const old = confirmed.filter((mutation) => !kept.has(mutation));
    if (old.length > 0) await this.#database.commit({ delete: { confirmed: old.map(({ id }) => id) } });
  }

  /** Shows what was put back, on top of the rows that are here. */
  async #runRecovered(): Promise<Below> {
    let pending: PendingRows;
    try {
      pending = await rebase(this.#queue, this.actor, this.#underneath());
    } catch (error) {
      if (!(error instanceof PageMissing)) throw error;
      await this.#rebuild(error);
      pending = await rebase(this.#queue, this.actor, this.#underneath());
    }
    await this.#database.commit({ clear: ['pending'], put: { pending: [...pending].map(pendingRecord) } });
    this.rows.pending = pending;
    const keys = this.#keysOnTop();
    return { keys, rows: await this.#base.readMany(keys) };
  }

  #underneath(): Underneath {
    return {
      read: (table, id) => this.#base.read(table, id),
      nearTicket: (ticketId) => nearTicket(this.indexes, this.rows.pending, ticketId),
    };
  }

  /** The database has this; the journal follows. */
  #stands(meta: Meta, queue: readonly QueuedMutation[]): void {
    this.#meta = meta;
    this.#queue = queue;
    const { clientId } = meta;
    this.#journalled = this.#options.journal.follow({ clientId, queue, refused: this.refused });
  }

  async #take(request: PullRequest, reply: PulledPage): Promise<void> {
    const { indexes, actor, rows } = this;
    const state = { meta: this.#meta, queue: this.#queue, pending: rows.pending, actor, indexes, base: this.#base };
    const plan = await planPull({ ...state, now: this.#options.now() }, request, reply);
    await this.#database.commit(plan.writes);
    if (plan.refused.length > 0) {
      rows.setRefused(new Map([...rows.refused, ...plan.refused.map((record) => [record.id, record] as const)]));
    }
    this.#stands(plan.meta, plan.queue);
    this.#base.adopt(plan.base);
    rows.pending = plan.pending;
    const waiting = new Set(plan.queue.map(({ id }) => id));
    rows.sent = new Set([...rows.sent].filter((id) => waiting.has(id)));
    if (plan.refused.length > 0) {
      // A conflict that was lost is no refusal.
      const count = plan.refused.filter(({ result }) => result.outcome === 'rejected').length;
      if (count > 0) this.#options.onIncident({ code: 'mutations-refused', count });
    }
    const touched = new Touched();
    rows.refreshPacked(plan.packed, plan.apart, touched);
    this.#show(plan.shown, plan.below, touched);
  }

  async #bootstrapAgain(): Promise<void> {
    const meta: Meta = { ...this.#meta, cursor: null, bootstrapFrom: null };
    await this.#database.commit({ put: { meta: [meta] } });
    this.#meta = meta;
  }

  async #startOver(): Promise<void> {
    const confirmed = unforgotten(await this.#database.all('confirmed'), this.#options.now());
    const { meta, queue, writes } = freshStart(this.#queue, confirmed, this.#meta);
    await this.#database.commit(writes);
    this.#options.onWarning('sync-started-over', `${queue.length} mutations to send again`);
    this.#stands(meta, queue);
    this.rows.sent = new Set();
    const touched = new Touched();
    touched.status = true;
    for (const [key, { row }] of this.rows.pending) touched.add(splitKey(key)[0], row);
    this.#options.onChange(touched);
    this.#options.onSyncWanted();
  }

  #sayRebuilt(why: string): void {
    this.#options.onWarning('store-rebuilt', why);
    this.#options.onIncident({ code: 'store-rebuilt' });
  }

  #show(keys: Iterable<RowKey>, below: (key: RowKey) => Row | null | undefined, touched = new Touched()): void {
    touched.status = true;
    this.rows.refresh(keys, below, touched);
    this.#options.onChange(touched);
  }

  /** A page that is gone: the server's rows are pulled again, said aloud, and nothing of the queue is lost. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PageMissing) await this.#rebuild(error);
      throw error;
    }
  }

  async #rebuild(error: CodedError): Promise<void> {
    this.#sayRebuilt(error.message);
    const settled = this.#base.settled();
    settleNothing(settled, this.indexes);
    const plan = this.#base.plan('clear', settled);
    const rebuiltAt = new Date(this.#options.now()).toISOString();
    const meta: Meta = { ...this.#meta, cursor: null, complete: false, rebuiltAt };
    await this.#database.commit(mergeWrites(plan.writes, { put: { meta: [meta] } }));
    this.#meta = meta;
    this.#base.adopt(plan);
    this.#show(settled.keys(), () => null);
    this.#options.onSyncWanted();
  }
}
