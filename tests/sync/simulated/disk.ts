import { CodedError } from '../../../domain/errors.ts';
import type { JournalAnswer, JournalLine, JournalRequest } from '../../../domain/wire/outbox-journal.ts';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import type { Key, StoreDatabase, Writes } from '../../../renderer/store/database/database.ts';
import type { HeadRecord, StoreName, StoreRecords } from '../../../renderer/store/database/records.ts';
import type { Process, Simulation } from './simulation.ts';

type Stored = { readonly key: Key; readonly record: unknown };
type Stores = ReadonlyMap<StoreName, ReadonlyMap<string, Stored>>;

/** What a machine keeps when its programs die: the store's database, and the shell's journal beside it. */
export class Disk {
  stores: Stores = new Map();
  journal: readonly JournalLine[] | undefined;
  drafts: readonly DraftCopy[] = [];
  isFull = false;

  get<S extends StoreName>(store: S, key: Key): StoreRecords[S] | undefined {
    return this.stores.get(store)?.get(JSON.stringify(key))?.record as StoreRecords[S] | undefined;
  }

  all<S extends StoreName>(store: S): StoreRecords[S][] {
    const stored = [...(this.stores.get(store)?.values() ?? [])];
    return stored.sort((a, b) => compare(a.key, b.key)).map(({ record }) => record as StoreRecords[S]);
  }

  write(writes: Writes): void {
    const stores = new Map([...this.stores].map(([name, records]) => [name, records as Map<string, Stored>]));
    const changed = new Set<StoreName>();
    const open = (name: StoreName): Map<string, Stored> => {
      if (!changed.has(name)) stores.set(name, new Map(stores.get(name)));
      changed.add(name);
      return stores.get(name)!;
    };
    for (const name of writes.clear ?? []) open(name).clear();
    for (const [name, keys] of Object.entries(writes.delete ?? {}) as [StoreName, readonly Key[]][]) {
      for (const key of keys) open(name).delete(JSON.stringify(key));
    }
    for (const [name, records] of Object.entries(writes.put ?? {}) as [StoreName, readonly unknown[]][]) {
      for (const record of records) {
        const key = keyOf(name, record as never);
        open(name).set(JSON.stringify(key), { key, record });
      }
    }
    this.stores = stores;
  }
}

/** In place of Dexie: each access a turn of its process, and each commit two: the disk has it, and the program knows. */
export class SimulatedStore implements StoreDatabase {
  /** So small that a handful of rows make several. */
  readonly pageSizes = { full: 5, least: 3 };
  readonly #disk: Disk;
  readonly #simulation: Simulation;
  readonly #process: Process;
  /** Says that it is on the disk before it is. */
  readonly #lies: boolean;

  constructor(disk: Disk, simulation: Simulation, process: Process, lies: boolean) {
    this.#disk = disk;
    this.#simulation = simulation;
    this.#process = process;
    this.#lies = lies;
  }

  close(): void {
    // Nothing is held open.
  }

  async remove(): Promise<void> {
    await this.#turn();
    this.#disk.stores = new Map();
  }

  async get<S extends StoreName>(store: S, key: Key): Promise<StoreRecords[S] | undefined> {
    await this.#turn();
    return this.#disk.get(store, key);
  }

  async getMany<S extends StoreName>(store: S, keys: readonly Key[]): Promise<(StoreRecords[S] | undefined)[]> {
    if (keys.length === 0) return [];
    await this.#turn();
    return keys.map((key) => this.#disk.get(store, key));
  }

  async all<S extends StoreName>(store: S): Promise<StoreRecords[S][]> {
    await this.#turn();
    return this.#disk.all(store);
  }

  async *heads(): AsyncGenerator<readonly HeadRecord[]> {
    await this.#turn();
    yield this.#disk.all('heads');
  }

  async isEmpty(): Promise<boolean> {
    await this.#turn();
    return [...this.#disk.stores.values()].every((records) => records.size === 0);
  }

  async commit(writes: Writes): Promise<void> {
    if (this.#lies) {
      void this.#turn().then(async () => {
        await this.#turn();
        this.#disk.write(writes);
      });
      return;
    }
    await this.#turn();
    if (this.#disk.isFull) throw new CodedError('STORE_FULL', 'simulated');
    this.#disk.write(writes);
    await this.#turn();
  }

  #turn(): Promise<void> {
    return this.#simulation.turn(this.#process);
  }
}

/** The shell's side of the journal; another process, but it dies with the whole program here. */
export function journalOn(disk: Disk, simulation: Simulation, process: Process) {
  return async (request: JournalRequest): Promise<JournalAnswer> => {
    await simulation.turn(process);
    const answer = answerOf(disk, request);
    await simulation.turn(process);
    return answer;
  };
}

function answerOf(disk: Disk, request: JournalRequest): JournalAnswer {
  const nothing = { exists: false, lines: [] };
  switch (request.act) {
    case 'read':
      return { exists: disk.journal !== undefined, lines: [...(disk.journal ?? [])] };
    case 'append':
      disk.journal = [...(disk.journal ?? []), ...request.lines];
      return nothing;
    case 'replace':
      disk.journal = request.lines;
      return nothing;
    case 'remove':
      disk.journal = undefined;
      return nothing;
    case 'room':
      return nothing;
    case 'readDrafts':
      return { ...nothing, drafts: [...disk.drafts] };
    case 'keepDraft':
      disk.drafts = [...disk.drafts.filter(({ key }) => key !== request.draft.key), request.draft];
      return nothing;
    case 'writeDrafts':
      disk.drafts = request.drafts;
      return nothing;
  }
}

function keyOf<S extends StoreName>(store: S, record: Record<string, unknown>): Key {
  switch (store) {
    case 'overlay':
    case 'pending':
      return [record['table'] as string, record['id'] as string];
    case 'meta':
    case 'drafts':
      return record['key'] as string;
    case 'pages':
    case 'heads':
      return record['no'] as number;
    case 'holes':
      return record['page'] as number;
    case 'outbox':
      return record['seq'] as number;
    case 'confirmed':
    case 'refused':
      return record['id'] as string;
  }
}

/** As IndexedDB orders keys, for those of one store. */
function compare(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [one, other] = [a, b].map((key) => (Array.isArray(key) ? key.join('\u0000') : String(key))) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}
