import type { Agent, Team } from '../../../domain/agent/agent.ts';
import type { Id } from '../../../domain/ids.ts';
import { readableScopes } from '../../../domain/row.ts';
import type { TableName } from '../../../domain/tables.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { writeRows, type RowWrite } from '../../../server/sync/write-rows.ts';
import { recoverQueue } from '../../../renderer/store/outbox/recovery.ts';
import { aTeam, aTicket, anAgent } from '../../unit/store/support/desk.ts';
import { SimulatedDatabase, type DatabaseSabotage } from './database.ts';
import { makeIdsFor } from './ids.ts';
import { Machine } from './machine.ts';
import { Network } from './network.ts';
import { SimulatedNode } from './node.ts';
import { agentCount, machineCount, nodeCount, type Plan } from './plan.ts';
import { Simulation } from './simulation.ts';

export type Sabotage = DatabaseSabotage | 'lie-about-disk';

type Lock = (table: TableName, id: Id) => Promise<void>;

/** A fault was found: what was promised does not hold. */
export class Broken extends Error {}

/** What an organisation is, simulated whole: machines, network, server nodes, database, and what is remembered of all of them. */
export class World {
  readonly simulation: Simulation;
  readonly database: SimulatedDatabase;
  readonly machines: readonly Machine[];
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly network: Network;
  nodes: SimulatedNode[] = [];
  isRough = true;
  /** Requests that nodes began to answer. */
  requests = 0;
  /** Mutations that nobody can have any more: both the machine's disk and the server's history were given up. */
  readonly excused = new Set<Id>();
  /** On the server only. */
  readonly fragile = new Set<Id>();
  /** Rejected by a server that was then restored to before that: a machine that was put back to an older copy sends it again, behind what was taken. */
  readonly onceRefused = new Set<Id>();
  /** Tickets that were merged, and into what, in histories of the server that were given up: a desk goes by them until it hears. */
  readonly formerMerges = new Map<Id, Set<Id>>();
  readonly #plan: Plan;
  /** Which agent a session is of. */
  readonly #sessions = new Map<string, Id>();
  readonly #tokens: string[] = [];

  constructor(plan: Plan, sabotage: Sabotage | null) {
    this.#plan = plan;
    this.simulation = new Simulation(plan.seed);
    makeIdsFor(this.simulation);
    this.database = new SimulatedDatabase(this.simulation, sabotage === 'lie-about-disk' ? null : sabotage);
    this.teams = [aTeam('N1'), aTeam('Niveau 2')];
    const [n1, n2] = this.teams as [Team, Team];
    const bruno: Agent = { ...anAgent('Bruno', [n1, n2]), role: 'supervisor' };
    this.agents = [anAgent('Anne', [n1]), bruno, anAgent('Chloé', [n1]), anAgent('Denis', [n2])];
    this.network = new Network({
      simulation: this.simulation,
      weather: plan.weather,
      nodes: () => this.nodes,
      isRough: () => this.isRough,
    });
    this.machines = Array.from({ length: machineCount }, (_, place) => {
      const agent = this.agents[place % agentCount]!;
      this.#signIn(place, agent);
      return new Machine({
        simulation: this.simulation,
        network: this.network,
        agent,
        teams: this.teams,
        token: () => this.token(place),
        onLoadFailed: (machine) => this.killMachine(machine),
        liesAboutDisk: sabotage === 'lie-about-disk',
      });
    });
  }

  /** Fills the database, and brings everybody up. */
  async begin(): Promise<void> {
    const [n1, n2] = this.teams as [Team, Team];
    const tickets: Ticket[] = [
      ...Array.from({ length: 4 }, (_, place) => aTicket(n1, { subject: `Panne ${place}` })),
      aTicket(n2, { subject: 'Escalade' }),
    ];
    await this.administer(() =>
      Promise.resolve([
        ...this.teams.map((row) => ({ table: 'teams', row, scopeBefore: undefined }) as const),
        ...this.agents.map((row) => ({ table: 'agents', row, scopeBefore: undefined }) as const),
        ...tickets.map((row) => ({ table: 'tickets', row, scopeBefore: undefined }) as const),
      ]),
    );
    for (let number = 0; number < nodeCount; number += 1) this.startNode();
    for (const machine of this.machines) machine.start();
    await this.rest();
  }

  /** A transaction of the administrator's, waited for. */
  async administer(writes: (lock: Lock) => Promise<readonly RowWrite[]>): Promise<void> {
    const context = { actor: null, mutations: [], now: new Date(this.simulation.clock) };
    const written = this.database
      .storage(this.simulation.world, context)
      .write(async (trx) => {
        const rows = await writes(async (table, id) => {
          await trx.lockRow(table, id);
        });
        for (const { table, row, scopeBefore } of rows) if (scopeBefore !== undefined) await trx.lockRow(table, row.id);
        await writeRows(trx, rows);
      })
      // In the way of somebody else, or of a restart: then it was not done.
      .catch(() => undefined);
    await this.await(written);
    for (const node of this.nodes) node.followTeams();
  }

  startNode(): void {
    const { simulation, database } = this;
    const node: SimulatedNode = new SimulatedNode(`node ${this.nodes.length}`, {
      simulation,
      database,
      agentOf: (token) => this.#sessions.get(token),
      pageRows: this.#plan.pageRows,
      skew: simulation.below(4000) - 2000,
      tellOthers: (item) => {
        for (const other of this.nodes) {
          if (other === node || (this.isRough && simulation.chance(0.1))) continue;
          void simulation.turn(other.process).then(() => other.hear(item));
        }
      },
      onRequest: () => (this.requests += 1),
      onAcknowledged: (clientId, lastSeq) => {
        const kept = database.lastSeq(clientId);
        if (kept < lastSeq) simulation.fail(new Broken(`${lastSeq} was acknowledged, ${kept} is in the database`));
      },
    });
    this.nodes.push(node);
  }

  killNode(place: number): void {
    const [node] = this.nodes.splice(place % Math.max(1, this.nodes.length), 1);
    node?.process.kill();
    this.simulation.after(this.simulation.world, this.simulation.below(4000), () => {
      if (this.nodes.length < nodeCount) this.startNode();
    });
  }

  killMachine(machine: Machine): void {
    if (machine.process.isDead) return;
    machine.kill();
    this.simulation.after(this.simulation.world, this.simulation.below(4000), () => this.startMachine(machine));
  }

  startMachine(machine: Machine): void {
    if (machine.process.isDead) machine.start();
  }

  endSession(place: number): void {
    this.#sessions.delete(this.token(place));
  }

  /** The session of the machine at this place, the last one if it has ended. */
  token(place: number): string {
    return this.#tokens[place] ?? '';
  }

  #signIn(place: number, agent: Agent): void {
    const token = `session ${place} ${this.simulation.below(1_000_000)}`;
    this.#tokens[place] = token;
    this.#sessions.set(token, agent.id);
  }

  /** The disk is another one than a moment ago: what only it had is gone. */
  diskChanged(machine: Machine): void {
    const { disk } = machine;
    const nothing = { meta: null, queue: [], confirmed: new Set<Id>(), refused: new Set<Id>() };
    const { queue = [] } = recoverQueue({ lines: disk.journal ?? [], ...nothing }) ?? {};
    const kept = new Set([...queue, ...disk.all('outbox'), ...disk.all('confirmed')].map(({ id }) => id));
    for (const { id } of machine.done) {
      if (kept.has(id)) continue;
      if (this.database.first(id) === undefined) this.excused.add(id);
      else this.fragile.add(id);
    }
    machine.inSight.clear();
  }

  /** The database goes back to a backup. */
  restore(backup: ReturnType<SimulatedDatabase['backup']>): void {
    // What has just left an agent's teams may still be taken from their screen by an answer that is on its way.
    // And what had left it by then comes back with no page of this history any more.
    for (const machine of this.machines)
      for (const noteId of machine.inSight.keys())
        if (this.isForeign(machine, noteId) || this.#isAway(machine, noteId)) machine.inSight.delete(noteId);
    for (const { table, row } of this.database.rows()) {
      const { id, mergedInto } = row as Ticket;
      if (table !== 'tickets' || mergedInto == null) continue;
      this.formerMerges.set(id, (this.formerMerges.get(id) ?? new Set()).add(mergedInto));
    }
    for (const { results } of this.database.restore(backup))
      for (const { id, outcome } of results) {
        if (this.fragile.has(id)) this.excused.add(id);
        if (outcome === 'rejected') this.onceRefused.add(id);
      }
    for (const node of this.nodes) node.followTeams();
  }

  /** A note that is in a team which the machine's agent is not in. */
  isForeign({ agent }: Machine, noteId: Id): boolean {
    const note = this.database.row('entries', noteId);
    return note !== undefined && !this.teamsOf(agent.id).includes(note.scope);
  }

  /** A note that went to another team since it was taken: it leaves with one page, and may come back with a later one. */
  hasMoved(noteId: Id, mutationId: Id): boolean {
    const note = this.database.row('entries', noteId);
    const taken = this.database.first(mutationId);
    return note !== undefined && taken !== undefined && !Object.hasOwn(taken.versions, note.scope);
  }

  /**
   * It left with its ticket, which was deleted or handed over, and came back with it, or its agent went after it: this machine has heard
   * of the first, and the page that brings it again is still to come. A note that stays where it is, is never written again.
   */
  comesBack(machine: Machine, noteId: Id): boolean {
    const note = this.database.row('entries', noteId);
    const onDisk = machine.disk.get('meta', 'meta');
    const meta = machine.store?.replica.meta ?? (onDisk?.key === 'meta' ? onDisk : null);
    const taken = meta?.cursor?.scopes[note?.scope ?? ''] ?? 0;
    return note !== undefined && taken < this.database.rowVersion('entries', noteId);
  }

  /** On its way back to this machine, which neither shows it nor has it to send. Of one that is switched off, nobody knows what it shows. */
  #isAway(machine: Machine, noteId: Id): boolean {
    const { mutationId } = machine.inSight.get(noteId)!;
    const isShown = machine.store !== null && !machine.missing.some((each) => each.noteId === noteId);
    const isQueued = machine.disk.all('outbox').some(({ id }) => id === mutationId);
    return !isShown && !isQueued && this.comesBack(machine, noteId);
  }

  /** Everything that was broken is mended, and nothing breaks any more. */
  heal(): void {
    this.isRough = false;
    while (this.nodes.length < nodeCount) this.startNode();
    this.machines.forEach((machine, place) => {
      const { agent } = machine;
      machine.cable.state = 'up';
      machine.disk.isFull = false;
      const ended = !this.#sessions.has(this.token(place));
      if (ended) this.#signIn(place, agent);
      this.startMachine(machine);
      if (ended) machine.renew();
      machine.store?.sync.wake();
    });
  }

  /** Runs until nobody has anything left to do. Throws when that does not come. */
  async rest(): Promise<void> {
    const deadline = this.simulation.clock + 15 * 60_000;
    for (let step = 0; ; step += 1) {
      if (step % 20 === 0 && this.machines.every((machine) => this.#isAtRest(machine))) return;
      if (this.simulation.clock > deadline || !(await this.simulation.step())) throw new Broken(this.#unrest());
    }
  }

  #isAtRest({ store, agent }: Machine): boolean {
    if (store === null || store.replica.queue.length > 0 || store.sync.state.state !== 'online') return false;
    const { cursor } = store.replica.meta;
    const scopes = readableScopes({ id: agent.id, teamIds: this.teamsOf(agent.id) });
    return (
      cursor?.epoch === this.database.epoch &&
      Object.keys(cursor.scopes).length === scopes.length &&
      scopes.every((scope) => cursor.scopes[scope] === this.database.version(scope))
    );
  }

  teamsOf(agentId: Id): readonly Id[] {
    return (this.database.row('agents', agentId) as Agent).teamIds;
  }

  #unrest(): string {
    const states = this.machines
      .filter((machine) => !this.#isAtRest(machine))
      .map(
        ({ store, agent }) =>
          `${agent.name}: ${store === null ? 'not loaded' : `${JSON.stringify(store.sync.state)}, ${store.replica.queue.length} queued, ${JSON.stringify(store.replica.meta)}`}`,
      );
    return `did not come to rest: ${states.join('; ')}`;
  }

  /** Lets everybody go on until this is done. */
  async await<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    void work.finally(() => (state.isDone = true)).catch(() => undefined);
    while (!state.isDone)
      if (!(await this.simulation.step())) throw new Broken('nothing goes on, and something is waited for');
    return await work;
  }
}
