import { CodedError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import { readableScopes, trashScope } from '../../../domain/row.ts';
import { datedHere } from '../../../domain/wire/clock-offset.ts';
import { tables, type Row, type TableName } from '../../../domain/tables.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { MemoryTransaction } from '../../unit/domain/memory-transaction.ts';
import { canonical } from '../../unit/store/support/canonical.ts';
import type { Commit } from './database.ts';
import type { Machine } from './machine.ts';
import { Broken, type World } from './world.ts';

/** Holds at every moment: what an agent was told is kept is on the screen, or said to wait or to have been refused. */
export function wordsAreInSight(world: World): void {
  for (const machine of world.machines) {
    const { store } = machine;
    if (store === null) continue;
    for (const { noteId, ticketId, mutationId } of machine.missing) {
      const { replica } = store;
      const isRefused = replica.refused.some(({ id }) => id === mutationId);
      const isElsewhere = world.isForeign(machine, noteId) || world.hasMoved(noteId, mutationId);
      // What does not run here any more (the ticket is out of sight, the agent out of its team) waits for the server's word.
      // Nor what went to a ticket that is made after it in the queue (between two pages, the merge can be here and that ticket not), or brought back
      // after it from a deletion before it.
      const isNext = (id: Id) => comesAfter(machine, mutationId, id);
      const runs = chainOf(world, machine, ticketId).every((id) => runsOn(machine, id) && !isNext(id));
      const waits = !runs && replica.queue.some(({ id }) => id === mutationId);
      // Their own deletion of the ticket, which the server does not have yet.
      const isDeleted = replica.rows.pending.get(`entries/${noteId}`)?.row.scope === trashScope;
      if (isRefused || isElsewhere) machine.inSight.delete(noteId);
      else if (!waits && !isDeleted && !world.comesBack(machine, noteId))
        throw new Broken(`note ${noteId} of ${machine.agent.name} went out of sight`);
    }
  }
}

/** The ticket is made, or brought back, by a mutation that waits behind this one. */
function comesAfter(machine: Machine, mutationId: Id, ticketId: Id): boolean {
  const { queue } = machine.store!.replica;
  const place = queue.findIndex(({ id }) => id === mutationId);
  const later = place < 0 ? [] : queue.slice(place + 1);
  const names: readonly string[] = ['ticket.create@1', 'ticket.restore@1'];
  return later.some(({ name, args }) => names.includes(name) && (args as { id?: Id }).id === ticketId);
}

/** A note on this ticket runs on this machine: it has the ticket, which is in a team of the agent's, as far as it knows of either. */
function runsOn(machine: Machine, ticketId: Id): boolean {
  const { replica } = machine.store!;
  const { tickets } = replica.indexes;
  const known = tickets.scope[tickets.find(ticketId) ?? -1] ?? '';
  // What is shown of it may be a refused one's, on which nothing runs.
  const isShown = tickets.isVisible(ticketId) && replica.rows.delivery('tickets', ticketId) !== 'refused';
  return isShown && replica.actor.teamIds.includes(known);
}

/**
 * The ticket, and those that it was merged into, one into the other: as the server has it, as it had it before it was restored, and
 * as this machine is about to tell it.
 */
function chainOf(world: World, machine: Machine, ticketId: Id): readonly Id[] {
  const chain = new Set<Id>();
  for (const waiting = [ticketId]; waiting.length > 0;) {
    const id = waiting.pop() ?? '';
    if (chain.has(id)) continue;
    chain.add(id);
    const here = machine.store?.replica.rows.pending.get(`tickets/${id}`)?.row as Ticket | undefined;
    const there = world.database.row('tickets', id) as Ticket | undefined;
    const before = world.formerMerges.get(id) ?? [];
    for (const into of [here?.mergedInto, there?.mergedInto, ...before]) if (into != null) waiting.push(into);
  }
  return [...chain];
}

/** Holds once everybody has rested. */
export async function allPromisesHold(world: World): Promise<void> {
  everyMutationOnce(world);
  await replaysToTheSame(world);
  nobodyWroteElsewhere(world);
  oneScoreStands(world);
  for (const machine of world.machines) {
    inOrder(world, machine);
    nothingAcknowledgedIsLost(world, machine);
    await sameRows(world, machine);
  }
}

/** However many agents gave one at once, and whatever was merged, handed over or deleted since. */
function oneScoreStands({ database }: World): void {
  const scored = new Set<unknown>();
  for (const { table, row } of database.rows()) {
    if (table !== 'entries' || row['kind'] !== 'satisfaction' || row['standing'] !== true) continue;
    if (scored.has(row['ticketId'])) throw new Broken(`two scores of ticket ${String(row['ticketId'])} stand`);
    scored.add(row['ticketId']);
  }
}

function everyMutationOnce({ database: { commits } }: World): void {
  const seen = new Set<Id>();
  for (const { id, first } of commits.flatMap(({ results }) => results)) {
    if (first && seen.has(id)) throw new Broken(`mutation ${id} was taken twice`);
    if (!first && !seen.has(id)) throw new Broken(`mutation ${id} was recognised without having come before`);
    seen.add(id);
  }
}

/**
 * The database is what the domain makes of the committed mutations one after the other, in the order of the commits: nothing was
 * written over, done twice, or done in half.
 */
async function replaysToTheSame({ database }: World): Promise<void> {
  const rows = new Map<string, Row>();
  for (const commit of database.commits) {
    if (commit.actor === null) {
      for (const { table, row } of commit.rows) rows.set(`${table}/${row.id}`, row);
      continue;
    }
    for (const { id, first, outcome } of commit.results) {
      if (first && outcome !== 'rejected') await replay(rows, commit, commit.actor, id);
    }
  }
  const replayed = [...rows].map(([key, row]) => `${key} ${canonical(row)}`).sort();
  const kept = [...database.rows()].map(({ table, row }) => `${table}/${row.id} ${canonical(row)}`).sort();
  requireEqual('the database', kept, 'what its mutations make one after the other', replayed);
}

async function replay(rows: Map<string, Row>, commit: Commit, actor: Actor, id: Id): Promise<void> {
  const mutation = commit.mutations.find((each) => each.id === id);
  if (mutation === undefined) throw new Broken(`mutation ${id} has a result and was not sent`);
  const tx = new MemoryTransaction(actor, datedHere(mutation.at, commit.clientNow, commit.now));
  for (const [key, row] of rows) tx.rows.set(key, row);
  const made = commit.rows.find(({ row }) => row.id === (mutation.args as { id?: Id }).id)?.row as Ticket | undefined;
  tx.nextTicketReference = () => Promise.resolve(made?.reference ?? -1);
  try {
    await runMutation(tx, mutation.name, mutation.args);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new Broken(`${mutation.name} ${id} cannot have been applied: ${error.message}`);
  }
  for (const [key, row] of tx.rows) {
    if (rows.get(key) !== row) rows.set(key, tables[key.slice(0, key.indexOf('/')) as TableName].parse(row));
  }
}

/** Nobody writes into a team that they are not in (but about calls of their own, and in answer to a question), nor under somebody else's client id. */
function nobodyWroteElsewhere({ database: { commits } }: World): void {
  const owners = new Map<Id, Id>();
  const before = new Map<string, Row>();
  for (const { actor, clientId, rows, mutations } of commits) {
    const pointed = rows.filter(({ table, row }) => table === 'tickets' && isOnlyPointed(before.get(row.id), row));
    for (const { row } of rows) before.set(row.id, row);
    if (actor === null) continue;
    // A call of another team's agent goes with the ticket that it is in, and keeps its team.
    const merges = mutations.some(({ name }) => name === 'ticket.merge@1');
    // What is handed over is written into the team that gets it, by whoever had it.
    const handsOver = mutations.some(({ name }) => name === 'ticket.handOver@1');
    for (const { table, row } of rows) {
      const isOwn = table === 'validations' || ('agentId' in row && row['agentId'] === actor.agentId);
      const goesAlong = merges && table === 'calls';
      const isTheirs =
        actor.role !== 'agent' || readableScopes({ id: actor.agentId, teamIds: actor.teamIds }).includes(row.scope);
      const isGiven = handsOver && ['tickets', 'entries', 'callbacks'].includes(table);
      // What a ticket is linked to may be merged, handed over or unlinked by whoever has that.
      const follows = pointed.some((each) => each.row === row);
      // Outlines follow their tickets.
      const mayBe = isOwn || goesAlong || isGiven || follows || table === 'outlines' || isTheirs;
      if (!mayBe) throw new Broken(`${table} ${row.id} was written by an agent of another team`);
    }
    if (clientId === null) continue;
    const owner = owners.get(clientId) ?? actor.agentId;
    owners.set(clientId, owner);
    if (owner !== actor.agentId) throw new Broken(`client ${clientId} was used by two agents`);
  }
}

/** Its links lead elsewhere, other teams have children of it, or somebody follows it no longer: nothing else of it has changed. */
function isOnlyPointed(before: Row | undefined, row: Row): boolean {
  const rest = (of: Row) => canonical({ ...of, links: undefined, childTeams: undefined, followers: undefined });
  return before !== undefined && rest(before) === rest(row);
}

/**
 * What was done on a machine was done on the server in that order, under however many identities. What a disk that was put back no
 * longer knows cannot be put into any order with what is written after that: a push of it may still be on its way. Nor can what was
 * refused, which is not sent again to a restored server, but may reach it by a push that was late. Under its own identity each goes in
 * order all the same.
 */
function inOrder(world: World, machine: Machine): void {
  const places = new Map<Id, { readonly place: number; readonly clientId: Id | null }>();
  for (const { results, clientId } of world.database.commits)
    for (const { id, first } of results) if (first) places.set(id, { place: places.size, clientId });
  const last = new Map<Id | null, number>();
  const refused = new Set(machine.store!.replica.refused.map(({ id }) => id));
  for (const { id, name } of machine.done) {
    const taken = places.get(id);
    if (taken === undefined) continue;
    const { place, clientId } = taken;
    const isAlone = isLeftBehind(world, id) || refused.has(id) || world.onceRefused.has(id);
    for (const order of isAlone ? [clientId] : [clientId, 'machine']) {
      if (place < (last.get(order) ?? -1))
        throw new Broken(`${name} ${id} of ${machine.agent.name} overtook what was done before it`);
      last.set(order, place);
    }
  }
}

/**
 * What an agent was told is kept is on the server, or they were told what became of it. A machine that was put back to an older copy of
 * itself cannot tell of what it no longer knows, whether the server had that by then or a push of it was still on its way.
 */
function nothingAcknowledgedIsLost(world: World, machine: Machine): void {
  const refused = new Set(machine.store!.replica.refused.map(({ id }) => id));
  for (const { id, name, isTold } of machine.done) {
    if (!isTold) continue;
    const result = world.database.first(id);
    if (result === undefined) {
      if (!world.excused.has(id) && !refused.has(id))
        throw new Broken(`${name} ${id} of ${machine.agent.name} was lost`);
    } else if (result.outcome !== 'applied' && !refused.has(id) && !isLeftBehind(world, id)) {
      throw new Broken(`${machine.agent.name} was not told that ${name} ${id} came to ${result.outcome}`);
    }
  }
}

async function sameRows(world: World, machine: Machine): Promise<void> {
  const { replica } = machine.store!;
  const { id } = machine.agent;
  const scopes = new Set(readableScopes({ id, teamIds: world.teamsOf(id) }));
  const readable = [...world.database.rows()]
    .filter(({ row }) => scopes.has(row.scope))
    .map(({ table, row }) => `${table}/${row.id} ${canonical(row)}`)
    .sort();
  for (const { id } of replica.refused) await world.await(replica.dismissRefused(id));
  requireEqual(`the screen of ${machine.agent.name}`, await world.await(machine.rows()), 'the server', readable);
}

function requireEqual(what: string, has: readonly string[], other: string, should: readonly string[]): void {
  const [more, less] = [new Set(has), new Set(should)];
  const extra = has.find((row) => !less.has(row));
  const missing = should.find((row) => !more.has(row));
  if (extra !== undefined || missing !== undefined)
    throw new Broken(`${what} is not ${other}: has ${extra ?? 'nothing more'}; lacks ${missing ?? 'nothing'}`);
}

/** No disk knows it any more: one that did was put back to an older copy. */
function isLeftBehind(world: World, id: Id): boolean {
  return world.excused.has(id) || world.fragile.has(id);
}
