import { IDBKeyRange } from 'fake-indexeddb';
import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { CodedError } from '../../../domain/errors.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { tableNames, type TableName } from '../../../domain/tables.ts';
import { AgentStore } from '../../../renderer/store/agent-store.ts';
import { noteDraftKey } from '../../../renderer/store/drafts.ts';
import { FirstScreenKeeper } from '../../../renderer/store/first-screen.ts';
import type { Platform } from '../../../renderer/store/platform.ts';
import { canonical } from '../../unit/store/support/canonical.ts';
import { sessionInfo } from '../../unit/store/support/model-server.ts';
import { Disk, SimulatedStore, journalOn } from './disk.ts';
import type { Cable, Network } from './network.ts';
import { Process, type Simulation } from './simulation.ts';

export type MachineOptions = {
  readonly simulation: Simulation;
  readonly network: Network;
  readonly agent: Agent;
  readonly teams: readonly Team[];
  readonly token: () => string;
  readonly onLoadFailed: (machine: Machine) => void;
  /** The disk says "kept" before it has it. */
  readonly liesAboutDisk: boolean;
};

/** What an agent did; `isTold`: and was told that it is kept. */
export type Done = { readonly id: Id; readonly name: MutationName; isTold: boolean };

/** A note that the agent wrote. */
export type Note = { readonly id: Id; readonly ticketId: Id };

/** One agent's desk on one machine, through all its deaths: the real store over a simulated disk, network and clock. */
export class Machine {
  readonly agent: Agent;
  disk = new Disk();
  readonly cable: Cable = { state: 'up' };
  /** Milliseconds that its clock is wrong by. */
  skew = 0;
  /** Once it has loaded. */
  store: AgentStore | null = null;
  #opened: AgentStore | null = null;
  process!: Process;
  /** In order. */
  readonly done: Done[] = [];
  /** Notes that must be in sight whatever happens. */
  readonly inSight = new Map<Id, { readonly ticketId: Id; readonly mutationId: Id }>();
  readonly #options: MachineOptions;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.agent = options.agent;
  }

  /** Begins to load; what it comes to is in `store`. */
  start(): void {
    const { simulation, network, agent, teams, liesAboutDisk } = this.#options;
    const process = new Process(agent.name, () => simulation.clock + this.skew);
    this.process = process;
    const platform: Platform = {
      indexedDB: undefined as never,
      IDBKeyRange,
      ...network.of(process, this.cable),
      now: () => Math.floor(process.now()),
      after: (ms, run) => simulation.after(process, ms, run),
      random: simulation.random,
      onOnline: () => () => undefined,
      lock: () => Promise.resolve(() => undefined),
      log: () => undefined,
    };
    const database = new SimulatedStore(this.disk, simulation, process, liesAboutDisk);
    const firstScreen = new FirstScreenKeeper(database, platform.after, {});
    const store = new AgentStore(
      platform,
      { ...this.session, clientId: newId(), info: sessionInfo(agent, teams) },
      { database, firstScreen, kept: null, release: () => undefined },
      journalOn(this.disk, simulation, process),
      () => undefined,
    );
    this.#opened = store;
    void simulation
      .turn(process)
      .then(() => store.load({ given: [], onStale: () => undefined, onDrafts: () => undefined }))
      .then(() => (this.store = store))
      .catch((error: unknown) => {
        // No room to begin in: the agent is told so, and starts again.
        if (error instanceof CodedError) this.#options.onLoadFailed(this);
        else simulation.fail(error);
      });
  }

  /** The whole program dies, in the middle of whatever it does. */
  kill(): void {
    this.process.kill();
    this.store = null;
    this.#opened = null;
  }

  /** The agent has signed in again. */
  renew(): void {
    this.#opened?.renew({ ...this.session, clientId: newId(), info: sessionInfo(this.agent, this.#options.teams) });
  }

  get session(): { readonly serverUrl: string; readonly token: string } {
    return { serverUrl: 'https://casque.example', token: this.#options.token() };
  }

  /** Does it as the desk does, and remembers it once the agent was told that it is kept. */
  async mutate(name: MutationName, args: unknown, note: Note | null = null): Promise<void> {
    await this.#accept(name, note, (store) => store.replica.mutate(name, args));
  }

  /** Types into the ticket's composer, then sends it. */
  async sendDraft(ticketId: Id, text: string): Promise<void> {
    const key = noteDraftKey(ticketId);
    await this.#accept('note.add@1', null, async (store) => {
      await store.drafts.save(key, text);
      const noteId = await store.drafts.send(store.replica, key, ticketId, store.isAway);
      const mutation = store.replica.queue.find(({ args }) => (args as { id?: Id }).id === noteId);
      if (mutation === undefined) throw new Error('a note that was sent is not in the queue');
      return mutation.id;
    });
  }

  async #accept(name: MutationName, note: Note | null, work: (store: AgentStore) => Promise<Id>): Promise<void> {
    const { store } = this;
    if (store === null) return;
    try {
      const id = await work(store);
      const done: Done = { id, name, isTold: false };
      this.done.push(done);
      await store.replica.journalled();
      done.isTold = true;
      if (note !== null) this.inSight.set(note.id, { ticketId: note.ticketId, mutationId: id });
    } catch (error) {
      // Refused at once, to the agent's face.
      if (!(error instanceof CodedError)) this.#options.simulation.fail(error);
    }
  }

  visibleIds(table: TableName): Id[] {
    const index = this.store?.replica.indexes.of(table);
    return index === undefined ? [] : index.ids.filter((id): id is Id => id !== null && index.isVisible(id));
  }

  /** The notes that should be in sight and are not. */
  get missing(): { readonly noteId: Id; readonly ticketId: Id; readonly mutationId: Id }[] {
    const { store } = this;
    if (store === null) return [];
    const { entries } = store.replica.indexes;
    return [...this.inSight].flatMap(([noteId, rest]) => (entries.isVisible(noteId) ? [] : [{ noteId, ...rest }]));
  }

  /** All that the agent sees, as text. */
  async rows(): Promise<string[]> {
    const { replica } = this.store!;
    const found: string[] = [];
    await replica.query(async () => {
      for (const table of tableNames) {
        for (const row of await replica.rows.readAll(table, this.visibleIds(table)))
          found.push(`${table}/${row.id} ${canonical(row)}`);
      }
    });
    return found.sort();
  }
}
