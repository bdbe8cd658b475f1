/**
 * `npm run bench -- push [--seconds S] [--rounds N] [--clients C]`: mutations that the server applies in a second, against the same
 * statements by pgbench on the same PostgreSQL, in turns. Each push brings one note, as an agent at work sends them; the server reads HTTP,
 * checks session, schema and rights, and runs the mutation, where pgbench has nothing but its statements.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { newId, type Id } from '../../domain/ids.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import type { Database } from '../../server/database/schema.ts';
import { PostgresRows } from '../../server/sync/postgres/row-storage.ts';
import { writeRows } from '../../server/sync/write-rows.ts';
import { createTestDatabase } from '../sync/support/database.ts';
import { signIn } from '../sync/support/desk.ts';
import { agents, fillOrganisation, teams } from '../sync/support/organisation.ts';
import { ServerProcess } from '../sync/support/server-process.ts';
import { parentOf, usageOf, usageOfChildren } from './office/processes.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '20' },
  },
});
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);
const clients = Number(options.clients);
const least = 0.5;
const ticketCount = 1000;

/** What `server/sync/postgres` sends for one note, with values that pgbench can make up: ids from numbers, texts of the same length. */
const note = `jsonb_build_object('kind', 'note', 'id', lpad(to_hex(:n::bigint), 32, '0')::uuid, 'scope', :scope::uuid, 'ticketId', :ticket::uuid,
  'authorId', '${agents.dave.id}', 'at', '2026-11-26T09:00:00.000Z', 'text', 'Le voyant est passé au rouge après la coupure de ce matin.')::text`;
const ticket = `jsonb_build_object('id', :ticket::uuid, 'scope', :scope::uuid, 'reference', 1001, 'subject', 'Panne 1', 'state', 'open',
  'pendingReason', null, 'remindAt', null, 'impact', 3, 'urgency', 3, 'major', false, 'contactId', null, 'callerNumber', null, 'assigneeId', null,
  'tags', '[]'::jsonb, 'createdAt', '2026-11-19T09:00:00.000Z', 'createdBy', '${agents.dave.id}', 'updatedAt', '2026-11-26T09:00:00.000Z',
  'revised', jsonb_build_object('count', 1, 'by', '${agents.dave.id}', 'since', 0))::text`;
const locked = [
  ...['tickets', 'entries', 'calls', 'contacts', 'validations', 'callbacks', 'equipment', 'texts', 'procedures'],
];
const statements = [
  `\\set client 1000000 + :client_id`,
  `\\set place random(1, ${ticketCount})`,
  `\\set n random(1, 9000000000000000000)`,
  `\\set m random(1, 9000000000000000000)`,
  `\\set red :place % 2`,
  `begin isolation level read committed`,
  `select last_seq, ${numberedInSql(':place')} as ticket,
     case when :red::int = 1 then '${teams.red}' else '${teams.blue}' end as scope, (
     select coalesce(json_agg(json_build_object('id', mutation_id, 'outcome', outcome, 'code', code, 'fields', fields)), '[]')
     from results where first and mutation_id = any(array[lpad(to_hex(:m::bigint), 32, '0')::uuid])) as known,
     exists (select from webhooks) as observed, (select value from meta where key = 'epoch') as epoch
   from clients where client_id = ${numberedInSql(':client')} for update \\gset`,
  `with ${locked
    .map(
      (table) => `locked_${table} as materialized (select data from ${table}
     where id = any(array[lpad(to_hex(:n::bigint), 32, '0')::uuid, :ticket::uuid]) order by id for no key update)`,
    )
    .join(', ')}
   ${locked.map((table) => `select '${table}' as kind, null::uuid as id, data from locked_${table}`).join(' union all ')}
   union all select 'team', id, null from teams
   union all select 'reference', null, to_jsonb(nextval('ticket_reference')) from generate_series(1, 0::int)`,
  `with given_scopes as (select * from unnest(array[:scope::uuid], array[2::bigint]) as given (scope, count)),
   advanced as (insert into scopes (scope, version) select scope, count from given_scopes
     on conflict (scope) do update set version = scopes.version + excluded.version returning scope, version),
   spans as (select scope, version, version - count as before from advanced join given_scopes using (scope)),
   inserted_entries as (insert into entries (id, scope, version, data) select id, scope, before + place, data::jsonb
     from unnest(array[lpad(to_hex(:n::bigint), 32, '0')::uuid], array[:scope::uuid], array[1::bigint], array[${note}])
       as given (id, scope, place, data) join spans using (scope)),
   updated_tickets as (update tickets as kept set scope = given.scope, version = before + place, data = given.data::jsonb
     from unnest(array[:ticket::uuid], array[:scope::uuid], array[2::bigint], array[${ticket}]) as given (id, scope, place, data)
       join spans using (scope) where kept.id = given.id),
   recorded as (insert into results (client_id, seq, mutation_id, first, outcome, code, fields, versions)
     select ${numberedInSql(':client')}, seq, mutation_id, first, outcome, code, fields, (
       select coalesce(jsonb_object_agg(scope, before + place::bigint), '{}')
       from jsonb_each_text(places) as placed (in_scope, place) join spans on scope = in_scope::uuid)
     from jsonb_to_recordset(jsonb_build_array(jsonb_build_object('seq', :last_seq::bigint + 1,
       'mutation_id', lpad(to_hex(:m::bigint), 32, '0')::uuid, 'first', true, 'outcome', 'applied', 'code', null, 'fields', null,
       'places', jsonb_build_object(:scope::text, 2)))) as given (
       seq bigint, mutation_id uuid, first boolean, outcome text, code text, fields text[], places jsonb)),
   come_to as (update clients set last_seq = :last_seq::bigint + 1 where client_id = ${numberedInSql(':client')})
   select scope, version from spans`,
  `commit`,
]
  .map((statement) =>
    statement.startsWith('\\set') || statement.endsWith('\\gset') ? oneLine(statement) : `${oneLine(statement)};`,
  )
  .join('\n');

function oneLine(statement: string): string {
  return statement.replaceAll(/\s+/g, ' ');
}

function numberedInSql(number: string): string {
  return `('00000000-0000-7000-8000-' || lpad((${number}::bigint)::text, 12, '0'))::uuid`;
}

const database = await createTestDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'casque-bench-push-'));
const db = await connect(database.url, { connections: 2 });
await migrate(db);
await fillOrganisation(db);
const tickets = await makeTickets(db);
await makeClients(db);
const { rows: backends } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
const postmaster = parentOf(backends[0]?.pid ?? 0);
const server = new ServerProcess(['serve', '--data', folder, '--port', '0'], {
  DATABASE_URL: database.url,
  CASQUE_SECRET_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  // One session pushes for all desks here, as fast as it can: the limit of a session is an agent's, and not what is measured.
  CASQUE_REQUESTS_PER_MINUTE: '1000000',
});
try {
  const url = await server.listening();
  const { token } = await signIn(url, 'dave');
  const desks = Array.from({ length: clients }, () => ({ clientId: newId(), seq: 0 }));
  const runs: { ours: number; theirs: number }[] = [];
  const spent: ReturnType<typeof processorTime>[] = [];
  const latencies: number[] = [];
  await pushFor(url, token, desks, 2, []);
  for (let round = 0; round < rounds; round += 1) {
    const before = processorTime();
    const ours = await pushFor(url, token, desks, seconds, latencies);
    spent.push(since(before, ours * seconds));
    runs.push({ ours, theirs: pgbench() });
    process.stderr.write(`${round + 1}/${rounds} `);
  }
  const [ours, theirs] = [median(runs.map((run) => run.ours)), median(runs.map((run) => run.theirs))];
  const ratio = median(runs.map((run) => run.ours / run.theirs));
  printTable([
    ['mutations a second, one a push', 'median', 'least', 'most'],
    ['casque-server over HTTP', ours, ...ends(runs.map((run) => run.ours))],
    ['the same statements by pgbench', theirs, ...ends(runs.map((run) => run.theirs))],
  ]);
  const each = (who: 'server' | 'postgres' | 'clients'): number => median(spent.map((times) => times[who]));
  console.log(
    `  Processor time of a push, ms: server ${each('server').toFixed(2)}, PostgreSQL ${each('postgres').toFixed(2)}, clients ${each('clients').toFixed(2)}.`,
  );
  conclude({
    name: 'push',
    ratio: Number(ratio.toFixed(2)),
    must: least,
    per_second: Math.round(ours),
    pgbench_per_second: Math.round(theirs),
    p95_ms: Math.round(quantile(latencies, 0.95)),
    clients,
    rounds,
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
    pass: ratio >= least,
  });
} finally {
  await server.kill('SIGTERM');
  await db.destroy();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
}

function ends(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Seconds so far; of PostgreSQL only where it is on this machine. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  const postgres = postmaster === undefined ? Number.NaN : usageOf(postmaster).cpu + usageOfChildren(postmaster).cpu;
  return { server: usageOf(server.processId).cpu, postgres, clients: (user + system) / 1e6 };
}

/** Milliseconds for each of so many pushes. */
function since(before: ReturnType<typeof processorTime>, pushes: number): ReturnType<typeof processorTime> {
  const now = processorTime();
  const each = (was: number, is: number): number => ((is - was) / pushes) * 1000;
  return {
    server: each(before.server, now.server),
    postgres: each(before.postgres, now.postgres),
    clients: each(before.clients, now.clients),
  };
}

type Desk = { readonly clientId: Id; seq: number };

/** Every desk pushes note after note for so many seconds. Returns how many a second were applied. */
async function pushFor(
  url: string,
  token: string,
  desks: Desk[],
  duration: number,
  latencies: number[],
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: desks.length });
  const started = performance.now();
  const until = started + duration * 1000;
  let applied = 0;
  await Promise.all(
    desks.map(async (desk, place) => {
      for (let from = performance.now(); from < until; from = performance.now()) {
        desk.seq += 1;
        const ticketId = tickets[(place * 7919 + desk.seq * 104_729) % tickets.length];
        const args = { id: newId(), ticketId, text: 'Le voyant est passé au rouge après la coupure de ce matin.' };
        const at = new Date().toISOString();
        const mutations = [{ id: newId(), seq: desk.seq, name: 'note.add@1', args, at }];
        const { lastSeq } = await post(agent, url, token, { protocol: 1, clientId: desk.clientId, mutations });
        if (lastSeq !== desk.seq) throw new Error(`lastSeq ${lastSeq} after ${desk.seq}`);
        latencies.push(performance.now() - from);
        applied += 1;
      }
    }),
  );
  agent.destroy();
  return applied / ((performance.now() - started) / 1000);
}

function post(agent: Agent, url: string, token: string, body: unknown): Promise<{ lastSeq: number }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(new URL('/v1/push', url), { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text) as { lastSeq: number });
        else reject(new Error(`${answer.statusCode} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

function pgbench(): number {
  const script = path.join(folder, 'push.sql');
  writeFileSync(script, statements);
  const threads = Math.min(2, clients);
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', String(threads), '-T', String(seconds)];
  const { stdout, stderr, status } = spawnSync('pgbench', [...args, '-f', script, database.url], { encoding: 'utf8' });
  const found = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (status !== 0 || found === undefined) throw new Error(`pgbench: ${stderr}`);
  return Number(found);
}

async function makeTickets(on: Database): Promise<Id[]> {
  const rows = Array.from({ length: ticketCount }, (_, number): Ticket => ({
    // Numbered, so that pgbench can name one by chance.
    id: numbered(number + 1),
    scope: number % 2 === 0 ? teams.red : teams.blue,
    reference: 1001 + number,
    subject: `Panne ${number}`,
    state: 'open',
    pendingReason: null,
    remindAt: null,
    impact: 3,
    urgency: 3,
    major: false,
    contactId: null,
    callerNumber: null,
    assigneeId: null,
    tags: [],
    createdAt: '2026-11-19T09:00:00.000Z',
    createdBy: agents.dave.id,
    updatedAt: '2026-11-19T09:00:00.000Z',
  }));
  const writes = rows.map((row) => ({ table: 'tickets', row, scopeBefore: undefined }) as const);
  await on.transaction().execute(async (trx) => await writeRows(new PostgresRows(trx), writes));
  return rows.map(({ id }) => id);
}

/** Those that pgbench pushes for. */
async function makeClients(on: Database): Promise<void> {
  const ids = Array.from({ length: clients }, (_, number) => numbered(1_000_000 + number));
  await on
    .insertInto('clients')
    .values(ids.map((client_id) => ({ client_id, agent_id: agents.dave.id, last_seq: 0 })))
    .execute();
}

function numbered(number: number): Id {
  return `00000000-0000-7000-8000-${number.toString().padStart(12, '0')}`;
}
