import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import { CallRules, FeatureCodes, type Line } from '../../domain/wire/provisioning.ts';
import type { DemoLines } from '../configuration.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { addAgent, addTeam } from '../directory/directory.ts';
import { setLine } from '../provisioning/lines.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import { PostgresRows } from '../sync/postgres/row-storage.ts';
import { writeRows, type RowWrite } from '../sync/write-rows.ts';
import { People } from './contacts.ts';
import { Random } from './random.ts';
import { annickRoussel, regularTickets } from './regulars.ts';
import { scenarios } from './scenarios/index.ts';
import { demoAgents, demoPassword, demoTeams } from './team.ts';
import { linkDemo } from './links.ts';
import { demoOrganisations } from './organisations.ts';
import { demoProcedures } from './procedures.ts';
import { demoTexts } from './texts.ts';
import { ticketHistory } from './tickets.ts';

/** The queue of docs/administration.md, and how its Asterisk is told of agents who come, go and pause. */
const demoQueues = [{ id: 'helpdesk', name: 'Assistance' }];
const demoCodes = FeatureCodes.parse({
  signIn: '*45{queue}',
  signOut: '*46{queue}',
  pause: '*47{reason}',
  unpause: '*48',
  signedInHint: '{queue}_in_{line}',
  pausedHint: '{queue}_paused_{line}',
});

const contactCount = 200;
const ticketCount = 500;

/** "seed" in ASCII: nodes that start together do not both seed. */
const seedLock = '1936024932';

/**
 * Fills an empty database with the demonstration: a fictional operator's helpdesk, the same each time but for its dates, which
 * lead up to now. Gives the demonstration agents their lines (again) in any case, so that another PBX can be named later.
 * Returns whether it filled.
 */
export async function seedDemo(
  db: Database,
  box: SecretBox,
  lines: DemoLines | undefined,
  now = new Date(),
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${seedLock}::bigint)`.execute(trx);
    const empty = await isEmpty(trx);
    if (empty) await fill(trx, now);
    await giveLines(trx, box, lines);
    return empty;
  });
}

async function isEmpty(trx: DatabaseTransaction): Promise<boolean> {
  const found = await trx.selectFrom('agents').select('id').limit(1).execute();
  return found.length === 0;
}

async function fill(trx: DatabaseTransaction, now: Date): Promise<void> {
  for (const team of demoTeams) await addTeam(trx, team);
  for (const agent of demoAgents) await addAgent(trx, agent, demoPassword);
  await writeRows(new PostgresRows(trx), demoRows(now));
  await sql`select setval('ticket_reference', ${1000 + ticketCount})`.execute(trx);
}

/** Contacts, tickets, entries, calls and what the teams work with, in the order in which they would have come. */
export function demoRows(now: Date): RowWrite[] {
  const random = new Random(20_250_917);
  const contacts = [annickRoussel, ...new People(random).contacts(contactCount - 1)];
  const companies = contacts.filter((contact) => contact.organisation !== null);
  const histories = Array.from({ length: ticketCount - regularTickets.length }, (_, index) => {
    const scenario = scenarios[index % scenarios.length];
    if (scenario === undefined) throw new RangeError('no scenarios');
    const callers = scenario.tags.includes('pro') ? companies : contacts;
    return ticketHistory({ random, scenario, contact: random.pick(callers), reference: 1, now });
  });
  for (const { contact, state, team, about } of regularTickets) {
    const scenario = scenarios.find(
      // One that stays with the team, so that the agents of the guides see it.
      (told) =>
        told.team === team && told.handOver === undefined && told.subjects.some((subject) => about.test(subject)),
    );
    if (scenario !== undefined) histories.push(ticketHistory({ random, scenario, contact, state, reference: 1, now }));
  }
  // References are given in the order of birth.
  histories.sort((a, b) => a.ticket.createdAt.localeCompare(b.ticket.createdAt));
  linkDemo(histories.map(({ ticket }) => ticket));
  const writes: RowWrite[] = contacts.map((row) => ({ table: 'contacts', row, scopeBefore: undefined }));
  histories.forEach(({ ticket, entries, calls }, index) => {
    writes.push({ table: 'tickets', row: { ...ticket, reference: 1001 + index }, scopeBefore: undefined });
    for (const row of entries) writes.push({ table: 'entries', row, scopeBefore: undefined });
    for (const row of calls) writes.push({ table: 'calls', row, scopeBefore: undefined });
  });
  for (const row of demoOrganisations()) writes.push({ table: 'organisations', row, scopeBefore: undefined });
  for (const row of demoProcedures(now)) writes.push({ table: 'procedures', row, scopeBefore: undefined });
  for (const row of demoTexts()) writes.push({ table: 'texts', row, scopeBefore: undefined });
  return writes;
}

async function giveLines(trx: DatabaseTransaction, box: SecretBox, lines: DemoLines | undefined): Promise<void> {
  if (lines === undefined) return;
  const present = await trx.selectFrom('agents').select('id').where('scope', '=', organisationScope).execute();
  const ids = new Set<Id>(present.map((row) => row.id));
  for (const agent of demoAgents) {
    if (!ids.has(agent.id) || agent.extension === null) continue;
    const line: Line = {
      aor: `sip:${agent.extension}@${lines.domain}`,
      authorizationUser: agent.extension,
      password: `${lines.passwordPrefix}${agent.extension}`,
      displayName: agent.name,
      servers: [lines.server],
      iceServers: [],
      relayOnly: false,
      iceExpiresAt: null,
      registerExpires: 600,
      country: 'FR',
      // As in the exchange that the tests run, and in many others.
      echoNumber: '600',
      calls: CallRules.parse({ messages: '*98' }),
      queues: demoQueues,
      featureCodes: demoCodes,
    };
    await setLine(trx, box, agent.id, line);
  }
}
