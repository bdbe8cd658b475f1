import { newId, type Id, type Instant } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import type { MutationEnvelope } from '../../../domain/mutation/registry.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type {
  ChangedRow,
  ClientRow,
  Counter,
  KnownMutation,
  LockedRows,
  Placed,
  PullStorage,
  PushStorage,
  ResultRecord,
  SyncStorage,
} from '../../../server/sync/storage.ts';
import { isTicketTable } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { Relation, type RelationName, type Relations } from './relations.ts';
import type { Process, Simulation } from './simulation.ts';

/** What the database is made to do wrong, to see that it is found. */
export type DatabaseSabotage =
  'skip-row-lock' | 'skip-scope-lock' | 'commit-in-two' | 'forget-numbers' | 'answer-before-commit';

/** Who writes, and with what: for the record of what was committed. */
export type WriteContext = {
  readonly actor: Actor | null;
  readonly mutations: readonly MutationEnvelope[];
  /** What time it was at the client as it sent them. */
  readonly clientNow?: Instant | undefined;
  readonly now: Date;
};

/** A transaction that was committed, as the tests look back at it. */
export type Commit = WriteContext & {
  readonly clientId: Id | null;
  readonly results: readonly ResultRecord[];
  readonly rows: readonly { readonly table: TableName; readonly row: Row }[];
};

type Transaction = {
  readonly process: Process;
  readonly context: WriteContext;
  readonly own: Map<string, { relation: RelationName; key: string; value: unknown }>;
  readonly locks: Set<string>;
  waitsFor: { holder: Transaction; wake: () => void } | null;
  /** Any error ends a transaction of PostgreSQL: what follows is refused. */
  failed: boolean;
  /** The database was stopped, or restored. */
  broken: boolean;
  /** Its last statement was its commit. */
  finished: boolean;
  clientId: Id | null;
  results: readonly ResultRecord[];
};

type Backup = {
  readonly relations: { readonly [N in RelationName]: Relation<Relations[N]> };
  readonly no: number;
  readonly commits: number;
};

/** An error as `pg` gives it. */
class PostgresError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`simulated ${code}`);
    this.code = code;
  }
}

/**
 * PostgreSQL as far as push and pull see it: READ COMMITTED with row locks that last until the end of the transaction, unique
 * keys that wait for whoever inserts the same one, deadlocks found, snapshots; each statement and each commit a turn of its own,
 * before and after which its client may die.
 */
export class SimulatedDatabase {
  readonly #simulation: Simulation;
  readonly #sabotage: DatabaseSabotage | null;
  epoch: Id;
  #relations: Backup['relations'];
  #no = 0;
  #reference = 1000;
  #locks = new Map<string, Transaction>();
  readonly #active = new Set<Transaction>();
  #snapshots = 0;
  #restarts = 0;
  commits: Commit[] = [];

  constructor(simulation: Simulation, sabotage: DatabaseSabotage | null) {
    this.#simulation = simulation;
    this.#sabotage = sabotage;
    this.epoch = newId();
    this.#relations = {
      rows: new Relation(),
      scopes: new Relation(),
      evictions: new Relation(),
      clients: new Relation(),
      results: new Relation(),
      firsts: new Relation(),
    };
  }

  /** What a server node has of it. */
  storage(process: Process, context: WriteContext): SyncStorage {
    return {
      write: (work) => this.#write(process, context, work),
      read: (work) => this.#read(process, work),
    };
  }

  /** As committed now, to look at from outside. */
  row(table: TableName, id: Id): Row | undefined {
    return this.#relations.rows.at(`${table}/${id}`, this.#no)?.row;
  }

  /** The version that it was last written with; 0: it is not there. */
  rowVersion(table: TableName, id: Id): number {
    return this.#relations.rows.at(`${table}/${id}`, this.#no)?.version ?? 0;
  }

  *rows(): Iterable<{ readonly table: TableName; readonly row: Row }> {
    yield* this.#relations.rows.all(this.#no);
  }

  first(mutationId: Id): ResultRecord | undefined {
    return this.#relations.firsts.at(mutationId, this.#no);
  }

  version(scope: Id): number {
    return this.#relations.scopes.at(scope, this.#no) ?? 0;
  }

  /** The last number of this client that would survive the death of everything now. */
  lastSeq(clientId: Id): number {
    return this.#relations.clients.at(clientId, this.#no)?.lastSeq ?? 0;
  }

  /** Every connection breaks; what was committed stays. */
  restart(): void {
    this.#restarts += 1;
    for (const transaction of [...this.#active]) {
      transaction.broken = true;
      this.#end(transaction);
    }
  }

  backup(): Backup {
    const relations = Object.fromEntries(
      Object.entries(this.#relations).map(([name, relation]) => [name, relation.copy(this.#no)]),
    ) as unknown as Backup['relations'];
    return { relations, no: this.#no, commits: this.commits.length };
  }

  /** Another history begins. Returns what the database no longer knows. */
  restore(backup: Backup): Commit[] {
    this.restart();
    this.epoch = newId();
    this.#relations = Object.fromEntries(
      Object.entries(backup.relations).map(([name, relation]) => [name, relation.copy(backup.no)]),
    ) as unknown as Backup['relations'];
    return this.commits.splice(backup.commits);
  }

  async #write<T>(process: Process, context: WriteContext, work: (trx: PushStorage) => Promise<T>): Promise<T> {
    const transaction: Transaction = {
      process,
      context,
      own: new Map(),
      locks: new Set(),
      waitsFor: null,
      failed: false,
      broken: false,
      finished: false,
      clientId: null,
      results: [],
    };
    this.#active.add(transaction);
    // The database learns of a client's death when the connection says so: until then its locks stay.
    const forget = process.onDeath(() => {
      if (this.#active.has(transaction))
        this.#simulation.after(this.#simulation.world, this.#simulation.below(3000), () => this.#end(transaction));
    });
    try {
      await this.#turn(transaction);
      const result = await work(this.#pushOn(transaction));
      if (!transaction.finished) await this.#finish(transaction);
      return result;
    } catch (error) {
      if (this.#active.has(transaction)) {
        await this.#simulation.turn(process);
        this.#end(transaction);
      }
      throw error;
    } finally {
      // One that is still open was answered before its commit: its connection can still break.
      if (!this.#active.has(transaction)) forget();
    }
  }

  /** The commit, and its answer. */
  async #finish(transaction: Transaction): Promise<void> {
    transaction.finished = true;
    if (this.#sabotage === 'answer-before-commit' && transaction.context.actor !== null) {
      void this.#turn(transaction)
        .then(() => this.#commit(transaction))
        .catch(() => this.#end(transaction));
      return;
    }
    const restarts = this.#restarts;
    await this.#turn(transaction);
    this.#commit(transaction);
    await this.#simulation.turn(transaction.process);
    if (restarts !== this.#restarts) throw new PostgresError('57P01');
  }

  async #read<T>(process: Process, work: (snapshot: PullStorage) => Promise<T>): Promise<T> {
    await this.#simulation.turn(process);
    const restarts = this.#restarts;
    const [relations, no, epoch] = [this.#relations, this.#no, this.epoch];
    this.#snapshots += 1;
    let open = true;
    const close = () => {
      if (open) this.#snapshots -= 1;
      open = false;
    };
    const forget = process.onDeath(close);
    try {
      return await work(
        this.#pullOn({ relations, no, epoch }, async () => {
          await this.#simulation.turn(process);
          if (restarts !== this.#restarts) throw new PostgresError('57P01');
        }),
      );
    } finally {
      close();
      forget();
    }
  }

  #pullOn(
    { relations, no, epoch }: Pick<Backup, 'relations' | 'no'> & { epoch: Id },
    turn: () => Promise<void>,
  ): PullStorage {
    return {
      standing: async (scopes, clientId) => {
        // One statement that reads three tables: others get their turn between them, though the snapshot stays the same.
        for (let table = 0; table < 3; table++) await turn();
        const counters = scopes.flatMap((scope): [Id, Counter][] => {
          const version = relations.scopes.at(scope, no);
          return version === undefined ? [] : [[scope, { version, horizon: 0 }]];
        });
        return { epoch, counters: new Map(counters), client: relations.clients.at(clientId, no) };
      },
      changes: async (tables, scope, after, limit) => {
        await turn();
        const changed: ChangedRow[] = [];
        for (const { table, row, version } of relations.rows.all(no)) {
          if (row.scope === scope && version > after && tables.includes(table))
            changed.push({ table, version, id: row.id, data: JSON.stringify(row) });
        }
        for (const eviction of relations.evictions.all(no)) {
          if (eviction.scope === scope && eviction.version > after && tables.includes(eviction.table))
            changed.push({ table: eviction.table, version: eviction.version, id: eviction.id, data: null });
        }
        return changed.sort((a, b) => a.version - b.version).slice(0, limit);
      },
      idsIn: async (table, ids, scopes) => {
        await turn();
        return ids.filter((id) => {
          const held = relations.rows.at(`${table}/${id}`, no);
          return held !== undefined && scopes.includes(held.row.scope);
        });
      },
      results: async (clientId, after, limit) => {
        await turn();
        const last = relations.clients.at(clientId, no)?.lastSeq ?? 0;
        const found: ResultRecord[] = [];
        for (let seq = after + 1; seq <= last && found.length < limit; seq += 1) {
          const result = relations.results.at(`${clientId}/${seq}`, no);
          if (result !== undefined) found.push(result);
        }
        return found;
      },
    };
  }

  #pushOn(transaction: Transaction): PushStorage {
    const statement = async <T>(run: (at: number) => Promise<T>): Promise<T> => {
      await this.#turn(transaction);
      if (transaction.failed) throw new PostgresError('25P02');
      try {
        return await run(this.#no);
      } catch (error) {
        transaction.failed = true;
        throw error;
      }
    };
    const put = <N extends RelationName>(relation: N, key: string, value: Relations[N]) => {
      transaction.own.set(`${relation} ${key}`, { relation, key, value });
    };
    /** What this transaction sees: what it wrote, else what is committed, or was at some commit. */
    const seen = <N extends RelationName>(relation: N, key: string, at = this.#no): Relations[N] | undefined => {
      const own = transaction.own.get(`${relation} ${key}`);
      return own === undefined ? this.#relations[relation].at(key, at) : (own.value as Relations[N]);
    };
    const lock = (relation: RelationName, key: string) => this.#lock(transaction, `${relation} ${key}`);
    const insert = async <N extends RelationName>(relation: N, key: string, value: Relations[N]) => {
      await lock(relation, key);
      if (seen(relation, key) !== undefined) throw new PostgresError('23505');
      put(relation, key, value);
    };
    /** A row that was not there when the statement began is not seen; one that was is seen as it is once it is locked. */
    const lockedRow = async (table: TableName, id: Id, at: number): Promise<Row | undefined> => {
      const key = `${table}/${id}`;
      const isOwn = transaction.own.has(`rows ${key}`);
      if (!isOwn && !this.#relations.rows.wasThere(key, at)) return undefined;
      if (this.#sabotage === 'skip-row-lock') return seen('rows', key, at)?.row;
      await lock('rows', key);
      return seen('rows', key)?.row;
    };

    const writeRows = async (placed: Placed): Promise<ReadonlyMap<Id, number>> => {
      const upTo = new Map<Id, number>();
      await statement(async () => {
        for (const scope of [...placed.counts.keys()].sort()) {
          upTo.set(scope, await this.#advance(transaction, scope, placed.counts.get(scope) ?? 0));
        }
        for (const { table, row, isNew, place } of placed.rows) {
          const held = { table, row, version: versionIn(placed, upTo, row.scope, place) };
          if (isNew) await insert('rows', `${table}/${row.id}`, held);
          else {
            await lock('rows', `${table}/${row.id}`);
            put('rows', `${table}/${row.id}`, held);
          }
        }
        for (const { place, ...eviction } of placed.evictions) {
          const key = `${eviction.scope}/${eviction.table}/${eviction.id}`;
          await lock('evictions', key);
          put('evictions', key, { ...eviction, version: versionIn(placed, upTo, eviction.scope, place) });
        }
      });
      return upTo;
    };

    return {
      start: async ({ clientId, newOf, mutationIds, tables, ids, references }) => {
        if (newOf !== undefined) {
          await statement(async () => {
            await lock('clients', clientId);
            if (seen('clients', clientId) === undefined) put('clients', clientId, { agentId: newOf, lastSeq: 0 });
          });
        }
        const client = await statement(async (at): Promise<ClientRow | undefined> => {
          if (seen('clients', clientId, at) === undefined) return undefined;
          const known = mutationIds.flatMap((id): KnownMutation[] => {
            const first = seen('firsts', id, at);
            return first === undefined ? [] : [knownOf(first)];
          });
          await lock('clients', clientId);
          const found = seen('clients', clientId);
          return found === undefined ? undefined : { ...found, known, observed: false, epoch: this.epoch };
        });
        const locked = await statement(async (at): Promise<LockedRows> => {
          const rows: { table: TableName; row: Row }[] = [];
          for (const table of tables) {
            for (const id of ids) {
              const row = await lockedRow(table, id, at);
              if (row !== undefined) rows.push({ table, row });
            }
          }
          const numbers = Array.from({ length: references }, () => (this.#reference += 1));
          return { rows, teamIds: this.#teamIds(at), references: numbers };
        });
        return { client, locked };
      },
      recorded: async (clientId, from, to) =>
        await statement(() => {
          const found: { seq: number; id: Id }[] = [];
          for (let seq = from; seq <= to && this.#sabotage !== 'forget-numbers'; seq += 1) {
            const result = seen('results', `${clientId}/${seq}`);
            if (result !== undefined) found.push({ seq, id: result.id });
          }
          return Promise.resolve(found);
        }),
      lockRow: async (table, id) => await statement(async (at) => await lockedRow(table, id, at)),
      lockOfTicket: async (ticketId) =>
        await statement(async (at) => {
          const found = [...this.#relations.rows.all(at)].filter(
            ({ table, row }) => isTicketTable(table) && row['ticketId'] === ticketId,
          );
          const rows: { table: TableName; row: Row }[] = [];
          for (const { table, row } of found.sort((a, b) =>
            `${a.table}/${a.row.id}` < `${b.table}/${b.row.id}` ? -1 : 1,
          )) {
            // As it is once it is locked: it may belong to another by then.
            const locked = await lockedRow(table, row.id, at);
            if (locked?.['ticketId'] === ticketId) rows.push({ table, row: locked });
          }
          return rows;
        }),
      lockLinkedTo: async (ticketId) =>
        await statement(async (at) => {
          const isLinked = (row: Row | undefined): row is Ticket =>
            (row as Ticket | undefined)?.links?.some((link) => link.ticketId === ticketId) === true;
          const found = [...this.#relations.rows.all(at)].filter(
            ({ table, row }) => table === 'tickets' && isLinked(row),
          );
          const rows: { table: TableName; row: Row }[] = [];
          for (const { row } of found.sort((a, b) => (a.row.id < b.row.id ? -1 : 1))) {
            const locked = await lockedRow('tickets', row.id, at);
            if (isLinked(locked)) rows.push({ table: 'tickets', row: locked });
          }
          return rows;
        }),
      recordAudit: async () => await statement(() => Promise.resolve()),
      teamIds: async () => await statement((at) => Promise.resolve(this.#teamIds(at))),
      nextReference: async () => await statement(() => Promise.resolve((this.#reference += 1))),
      write: async (placed) => await writeRows(placed),
      finish: async (placed, { clientId, lastSeq, ...record }) => {
        const upTo = await writeRows(placed);
        if (this.#sabotage === 'commit-in-two') {
          await this.#turn(transaction);
          this.#commit(transaction);
          this.#active.add(transaction);
        }
        const results = record.results.map(({ places, ...result }) => ({
          ...result,
          versions: Object.fromEntries(
            Object.entries(places).map(([scope, place]) => [scope, versionIn(placed, upTo, scope, place)]),
          ),
        }));
        await statement(async () => {
          for (const result of results) {
            await insert('results', `${clientId}/${result.seq}`, { ...result, clientId });
            if (result.first) await insert('firsts', result.id, result);
          }
          await lock('clients', clientId);
          const client = seen('clients', clientId);
          if (client !== undefined) put('clients', clientId, { ...client, lastSeq });
          transaction.clientId = clientId;
          transaction.results = results;
        });
        await this.#finish(transaction);
        return upTo;
      },
      recordEvents: async () => await statement(() => Promise.resolve()),
    };
  }

  async #advance(transaction: Transaction, scope: Id, count: number): Promise<number> {
    const key = `scopes ${scope}`;
    if (this.#sabotage === 'skip-scope-lock') {
      // As a sequence gives numbers: at once, and for good.
      const version = (this.#relations.scopes.at(scope, this.#no) ?? 0) + count;
      this.#relations.scopes.set(scope, this.#no, version, false);
      return version;
    }
    await this.#lock(transaction, key);
    const own = transaction.own.get(key)?.value as number | undefined;
    const version = (own ?? this.#relations.scopes.at(scope, this.#no) ?? 0) + count;
    transaction.own.set(key, { relation: 'scopes', key: scope, value: version });
    return version;
  }

  #teamIds(at: number): Id[] {
    return [...this.#relations.rows.all(at)].filter(({ table }) => table === 'teams').map(({ row }) => row.id);
  }

  async #turn(transaction: Transaction): Promise<void> {
    await this.#simulation.turn(transaction.process);
    if (transaction.broken) throw new PostgresError('57P01');
  }

  async #lock(transaction: Transaction, key: string): Promise<void> {
    for (;;) {
      const holder = this.#locks.get(key);
      if (holder === undefined || holder === transaction) {
        this.#locks.set(key, transaction);
        transaction.locks.add(key);
        return;
      }
      for (let next: Transaction | undefined = holder; next !== undefined; next = next.waitsFor?.holder) {
        if (next === transaction) throw new PostgresError('40P01');
      }
      await new Promise<void>((wake) => {
        transaction.waitsFor = { holder, wake };
      });
      await this.#turn(transaction);
    }
  }

  #commit(transaction: Transaction): void {
    if (transaction.broken) throw new PostgresError('57P01');
    // COMMIT of a failed transaction is a rollback.
    if (!transaction.failed) {
      this.#no += 1;
      const rows: { table: TableName; row: Row }[] = [];
      for (const { relation, key, value } of transaction.own.values()) {
        (this.#relations[relation] as Relation<unknown>).set(key, this.#no, value, this.#snapshots > 0);
        if (relation === 'rows') rows.push(value as Relations['rows']);
      }
      transaction.own.clear();
      const { context, clientId, results } = transaction;
      this.commits.push({ ...context, clientId, results, rows });
    }
    this.#end(transaction);
  }

  #end(transaction: Transaction): void {
    this.#active.delete(transaction);
    for (const key of transaction.locks) this.#locks.delete(key);
    transaction.locks.clear();
    if (transaction.waitsFor !== null && transaction.broken) {
      const { wake } = transaction.waitsFor;
      transaction.waitsFor = null;
      wake();
    }
    for (const other of this.#active) {
      if (other.waitsFor?.holder !== transaction) continue;
      const { wake } = other.waitsFor;
      other.waitsFor = null;
      wake();
    }
  }
}

function knownOf({ id, outcome, code, fields }: ResultRecord): KnownMutation {
  return { id, outcome, code, fields };
}

function versionIn({ counts }: Placed, upTo: ReadonlyMap<Id, number>, scope: Id, place: number): number {
  return (upTo.get(scope) ?? 0) - (counts.get(scope) ?? 0) + place;
}
