import type { Agent } from '../../../domain/agent/agent.ts';
import type { Call } from '../../../domain/call/call.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationEnvelope } from '../../../domain/mutation/registry.ts';
import { trashScope } from '../../../domain/row.ts';
import type { TableName } from '../../../domain/tables.ts';
import { isTicketTable, moveTicket as moveTicketTo } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { MemoryTransaction } from '../../unit/domain/memory-transaction.ts';
import type { Disk } from './disk.ts';
import type { Machine } from './machine.ts';
import type { Fault } from './plan.ts';
import type { World } from './world.ts';

export type Kept = {
  backup: ReturnType<World['database']['backup']>;
  readonly copies: Map<Machine, Pick<Disk, 'stores' | 'journal' | 'drafts'>>;
};

export async function inflict(world: World, kept: Kept, fault: Fault): Promise<void> {
  const { database, simulation } = world;
  switch (fault.fault) {
    case 'kill':
      return world.killMachine(world.machines[fault.machine]!);
    case 'cut':
      world.machines[fault.machine]!.cable.state = fault.silent ? 'silent' : 'refuses';
      return;
    case 'mend':
      world.machines[fault.machine]!.cable.state = 'up';
      return;
    case 'clock':
      world.machines[fault.machine]!.skew = fault.hours * 3_600_000;
      return;
    case 'full-disk':
      world.machines[fault.machine]!.disk.isFull = true;
      // Somebody makes room.
      simulation.after(simulation.world, 20_000, () => (world.machines[fault.machine]!.disk.isFull = false));
      return;
    case 'keep-copy': {
      const machine = world.machines[fault.machine]!;
      const { stores, journal, drafts } = machine.disk;
      kept.copies.set(machine, { stores, journal, drafts });
      return;
    }
    case 'wipe':
    case 'old-disk':
    case 'old-machine': {
      const machine = world.machines[fault.machine]!;
      world.killMachine(machine);
      const copy = kept.copies.get(machine);
      if (fault.fault === 'wipe') machine.disk.stores = new Map();
      else if (copy !== undefined)
        Object.assign(machine.disk, fault.fault === 'old-disk' ? { stores: copy.stores } : copy);
      return world.diskChanged(machine);
    }
    case 'end-session':
      return world.endSession(fault.machine);
    case 'kill-node':
      return world.killNode(fault.node);
    case 'restart-database':
      return database.restart();
    case 'backup':
      kept.backup = database.backup();
      return;
    case 'restore':
      return world.restore(kept.backup);
    case 'teams': {
      const { id } = world.agents[fault.agent]!;
      const teamIds = fault.teams.map((place) => world.teams[place]!.id);
      return await world.administer(() => {
        const row = database.row('agents', id) as Agent;
        return Promise.resolve([{ table: 'agents', row: { ...row, teamIds }, scopeBefore: row.scope }]);
      });
    }
    case 'move-ticket':
      return await moveTicket(world, fault.pick, world.teams[fault.team]!.id);
    case 'forge':
      return forge(world, world.agents[fault.agent]!, fault.pick);
  }
}

/** A ticket goes to another team, with what was written and promised in it. */
async function moveTicket(world: World, pick: number, scope: Id): Promise<void> {
  const { database } = world;
  const tickets = [...database.rows()].filter(({ table, row }) => table === 'tickets' && row.scope !== trashScope);
  const id = tickets[pick % Math.max(1, tickets.length)]?.row.id;
  if (id === undefined) return;
  await world.administer(async (lock) => {
    await lock('tickets', id);
    const ticket = database.row('tickets', id) as Ticket;
    const tx = new MemoryTransaction();
    for (const { table, row } of [...database.rows()]) {
      if (!isTicketTable(table) || row['ticketId'] !== id) continue;
      await lock(table, row.id);
      tx.rows.set(`${table}/${row.id}`, database.row(table, row.id) ?? row);
    }
    const before = new Map(tx.rows).set(`tickets/${id}`, ticket);
    if (ticket.scope !== trashScope) await moveTicketTo(tx, ticket, scope);
    return [...tx.rows].flatMap(([key, row]) => {
      const table = key.slice(0, key.indexOf('/')) as TableName;
      return before.get(key) === row ? [] : [{ table, row, scopeBefore: before.get(key)?.scope }];
    });
  });
}

/** An agent's session pushes what it may not: into foreign tickets and calls, and under a colleague's client id. */
function forge(world: World, agent: Agent, pick: number): void {
  const { simulation, machines } = world;
  const foreign = [...world.database.rows()].filter(({ row }) => !world.teamsOf(agent.id).includes(row.scope));
  const target = foreign[pick % Math.max(1, foreign.length)]?.row;
  const at = new Date(simulation.clock).toISOString();
  const other = machines[pick % machines.length]!;
  const stolen = pick % 4 === 0 && other.agent !== agent ? other.store?.replica.meta.clientId : undefined;
  const id = target?.id ?? newId();
  const mutations: MutationEnvelope[] = [
    { name: 'note.add@1', args: { id: newId(), ticketId: id, text: 'Forgé' } },
    { name: 'ticket.setState@1', args: { id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null } },
    { name: 'call.link@1', args: { id: (target as Call | undefined)?.id, ticketId: null } },
  ].map((mutation, place) => ({ ...mutation, id: newId(), seq: place + 1, at }));
  const place = machines.findIndex((machine) => machine.agent === agent);
  void world.network.ask(
    '/v1/push',
    world.token(place),
    JSON.stringify({ protocol: 1, clientId: stolen ?? newId(), mutations }),
  );
}
