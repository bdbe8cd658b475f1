/**
 * `npm run bench -- load [--minutes M] [--agents N] [--teams T]`: one server with its embedded PostgreSQL, and 200 simulated agents in 8 teams,
 * connected all the time, at 10 times a hotliner's pace: one call a minute each, with four mutations (it rings, a ticket is opened, a note
 * is added, it ends), each pushed when it is made, each told to the whole team, which pulls it; and the presence that goes with it. All of it on this one
 * machine, the simulated agents too, in another process than the server.
 *
 * Must: no error (a request that failed, a mutation that was refused, a connection that broke), and in the end every call and note at every
 * desk of its team.
 */
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newId, type Id } from '../../domain/ids.ts';
import { openDatabase } from '../../server/database/open.ts';
import { CasqueServer } from '../lab/server.ts';
import { waitFor } from '../lab/wait.ts';
import { fillOffice } from './office/office.ts';
import { usageOf, usageOfChildren } from './office/processes.ts';
import { Measurements, SimulatedDesk } from './office/simulated-desk.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    agents: { type: 'string', default: '200' },
    teams: { type: 'string', default: '8' },
  },
});
const minutes = Number(options.minutes);
const agents = Number(options.agents);
const teams = Number(options.teams);
/** Of each agent, ms: one call. */
const round = 60_000;

const measurements = new Measurements();
/** Calls and notes, by their team: what every desk of it has to have in the end. */
const shared = new Map<Id, Id[]>();
/** Nobody begins anything any more. */
const end = new AbortController();

/** One call after the other, as the desk writes them down, each spread over its minute. */
async function work(desk: SimulatedDesk): Promise<void> {
  await passes(Math.random() * round);
  while (!end.signal.aborted) await takeCall(desk, round / 4);
}

async function takeCall(desk: SimulatedDesk, part: number): Promise<void> {
  const { teamId, ticketIds } = desk.place;
  const [id, ticketId, noteId] = [newId(), newId(), newId()];
  const answeredAt = new Date().toISOString();
  const call = {
    ...{ id, teamId, direction: 'incoming' as const, number: '+33298001234', displayName: null, queue: 'Assistance' },
    ...{ startedAt: answeredAt, answeredAt, endedAt: null, outcome: null, passedTo: null },
  };
  say(desk, 'onCall');
  desk.mutate('call.log@1', call);
  share(teamId, id);
  if (!(await passes(part))) return;
  desk.mutate('ticket.create@1', {
    ...{ id: ticketId, teamId, subject: 'Box qui redémarre toutes les dix minutes', impact: 3, urgency: 3 },
    ...{ contactId: null, callerNumber: '+33298001234', assigneeId: desk.place.agentId, tags: ['box'], callId: id },
  });
  if (!(await passes(part))) return;
  const noted = Math.random() < 0.5 ? ticketId : (ticketIds[Math.floor(Math.random() * ticketIds.length)] ?? ticketId);
  const text = 'Le voyant est passé au rouge après la coupure de ce matin.';
  desk.mutate('note.add@1', { id: noteId, ticketId: noted, text });
  share(teamId, noteId);
  if (!(await passes(part))) return;
  // The same row once more: its arrival was that of its beginning.
  desk.mutate('call.log@1', { ...call, endedAt: new Date().toISOString(), outcome: 'answered' });
  say(desk, 'available');
  await passes(part);
}

function share(teamId: Id, id: Id): void {
  shared.set(teamId, [...(shared.get(teamId) ?? []), id]);
}

/** False: it ended before. */
async function passes(ms: number): Promise<boolean> {
  await setTimeout(ms, undefined, { signal: end.signal }).catch(() => undefined);
  return !end.signal.aborted;
}

function say(desk: SimulatedDesk, state: 'onCall' | 'available'): void {
  desk.say({ state, since: new Date().toISOString(), reason: null, until: null });
}

async function rest(): Promise<void> {
  await waitFor('the desks to come to rest', () => desks.every((desk) => desk.isIdle), { timeoutMs: 60_000 });
}

const server = await CasqueServer.start();
const desks: SimulatedDesk[] = [];
try {
  const database = await openDatabase({ dataFolder: server.dataFolder, databaseUrl: undefined, as: 'visit' });
  const places = await fillOffice(database.db, { agents, teams, ticketsForEach: 5 });
  await database.close();
  const usage = () => {
    const [node, postgres] = [usageOf(server.processId), usageOfChildren(server.processId)];
    return { node, postgres, own: process.cpuUsage() };
  };

  const alone = usage();
  for (const place of places) {
    const desk = new SimulatedDesk({ url: server.url, place, measurements });
    await desk.connect();
    say(desk, 'available');
    desks.push(desk);
  }
  console.log(
    `${agents} agents in ${teams} teams are connected. A minute until all of them work, then ${minutes} that count.`,
  );
  const working = Promise.all(desks.map(work));
  await setTimeout(round);
  for (const times of [measurements.push, measurements.pull, measurements.arrival]) times.length = 0;
  const from = performance.now();
  const before = usage();
  await setTimeout(minutes * 60_000);
  const after = usage();
  const seconds = (performance.now() - from) / 1000;
  const { push, pull, arrival } = measurements;
  const [pushes, pulls, arrivals] = [[...push], [...pull], [...arrival]];
  end.abort();
  await working;
  await rest();
  for (const desk of desks) desk.look();
  await rest();

  const lacking = desks.flatMap((desk) => (shared.get(desk.place.teamId) ?? []).filter((id) => !desk.arrived.has(id)));
  const { errors } = measurements;
  const of = (name: string, times: readonly number[]): (string | number)[] => [
    name,
    String(times.length),
    median(times),
    quantile(times, 0.95),
    quantile(times, 0.99),
    quantile(times, 1),
  ];
  printTable([
    ['ms', 'how many', 'median', 'p95', 'p99', 'most'],
    of('push', pushes),
    of('pull', pulls),
    of('at a colleague’s desk', arrivals),
  ]);
  const cores = (was: number, is: number): number => (is - was) / seconds;
  const node = cores(before.node.cpu, after.node.cpu);
  const postgres = cores(before.postgres.cpu, after.postgres.cpu);
  const own = (after.own.user + after.own.system - before.own.user - before.own.system) / 1e6 / seconds;
  const each = (cpu: number): string => `${((cpu / agents) * 1000).toFixed(2)} ms/s`;
  printTable([
    ['', 'processor, cores', 'of it for each agent', 'memory, MB', 'of it for each agent, kB'],
    [
      'server',
      node.toFixed(2),
      each(node),
      after.node.memory,
      ((after.node.memory - alone.node.memory) / agents) * 1024,
    ],
    [
      'PostgreSQL',
      postgres.toFixed(2),
      each(postgres),
      after.postgres.memory,
      ((after.postgres.memory - alone.postgres.memory) / agents) * 1024,
    ],
    ['the simulated agents', own.toFixed(2), '', '', ''],
  ]);
  if (errors.length > 0) console.log(`  Errors: ${[...new Set(errors)].slice(0, 10).join('; ')}`);
  conclude({
    name: 'load',
    p95_ms: Number(quantile(pushes, 0.95).toFixed(1)),
    pull_p95_ms: Number(quantile(pulls, 0.95).toFixed(1)),
    arrival_p95_ms: Number(quantile(arrivals, 0.95).toFixed(1)),
    agents,
    teams,
    minutes,
    pushes: pushes.length,
    cpu_ms_per_agent_second: Number((((node + postgres) / agents) * 1000).toFixed(2)),
    kb_per_agent: Math.round(((after.node.memory - alone.node.memory) / agents) * 1024),
    errors: errors.length,
    lacking: lacking.length,
    cores: availableParallelism(),
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
    pass: errors.length === 0 && lacking.length === 0,
  });
} finally {
  for (const desk of desks) desk.close();
  await server.stop();
}
