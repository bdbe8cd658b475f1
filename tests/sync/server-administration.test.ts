import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { restoreBackup, writeBackup } from '../../server/backup/backup.ts';
import { buildProgram } from '../../server/command/program.ts';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { contactColumns, contactOf } from '../../server/import/contacts.ts';
import { importRecords } from '../../server/import/import.ts';
import { readRecords } from '../../server/import/read-records.ts';
import { ticketColumns, ticketMaker } from '../../server/import/tickets.ts';
import { eraseContact, erased } from '../../server/privacy/erase-contact.ts';
import { deleteOld } from '../../server/privacy/retention.ts';
import { createTestDatabase, temporaryFolder } from './support/database.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { ServerProcess, type Ended } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await temporaryFolder();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function command(...args: string[]): Promise<Ended> {
  return await new ServerProcess(args, { DATABASE_URL: server.databaseUrl }).ended();
}

async function importContacts(text: string, dryRun = false) {
  const records = readRecords(text);
  return await importRecords(server.db, { records, make: contactOf('FR'), columns: contactColumns, dryRun });
}

const contacts = async () =>
  (await server.db.selectFrom('contacts').select('data').execute()).map(({ data }) => data as Contact);

const csv = `customerNumber;name;town;numbers;note
C-1;Zoé Le Goff;Brest;02 98 00 12 34|+33 6 39 98 00 01;"deux lignes,
dont une vide"
C-2;Mairie de Lannion;Lannion;;
`;

describe('contacts', () => {
  it('are imported from CSV once, however often, and the dry run writes nothing', async () => {
    expect(await importContacts(csv, true)).toEqual({ read: 2, added: 2, known: 0, problems: [] });
    expect(await contacts()).toEqual([]);
    expect(await importContacts(csv)).toMatchObject({ added: 2 });
    expect(await importContacts(csv)).toMatchObject({ added: 0, known: 2 });
    const zoe = (await contacts()).find(({ customerNumber }) => customerNumber === 'C-1');
    expect(zoe).toMatchObject({ name: 'Zoé Le Goff', numbers: ['+33298001234', '+33639980001'], town: 'Brest' });
    expect(zoe?.note).toContain('\n');
  });

  it('are told by line when something is wrong, and then nothing is written', async () => {
    const wrong = `key,name,numbers,phone\nk1,,,\nk2,Bob,pas un numéro,\nk3,Eve,,\nk3,Eve encore,,\n`;
    const { problems, added } = await importContacts(wrong);
    expect(added).toBe(0);
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 5]);
    expect(problems.map(({ problem }) => problem).join('\n')).toMatch(
      /unknown: phone.*\n.*name\n.*no telephone.*\n.*line 4/,
    );
    expect(() => readRecords('a,b\n"never ends')).toThrow(/CSV cannot be read/);
    expect(() => readRecords('[1]')).toThrow(/JSON list/);
  });
});

describe('tickets', () => {
  it('are imported from JSON with their contact, and reach the desks', async () => {
    const make = await ticketMaker(server.db, { team: 'red', author: 'erin', now: new Date() });
    const records = readRecords(
      JSON.stringify([
        {
          key: 'OLD-7',
          subject: 'Plus de son',
          state: 'closed',
          contact: 'C-1',
          createdAt: '2020-03-01',
          note: 'Appelé',
        },
        { key: 'OLD-8', subject: 'Fibre coupée', impact: 1, assignee: 'bob', team: 'blue' },
      ]),
    );
    expect(await importRecords(server.db, { records, make, columns: ticketColumns, dryRun: false })).toMatchObject({
      added: 2,
    });
    const alice = await TestDesk.signIn(server.url, 'alice');
    await alice.pull();
    const tickets = [...alice.rows.values()].filter((row): row is Ticket => 'subject' in row);
    expect(tickets).toMatchObject([{ subject: 'Plus de son', tags: ['OLD-7'], createdAt: '2020-03-01T00:00:00.000Z' }]);
    const bad = readRecords('key,subject,state\nx,y,perdu\n');
    const { problems } = await importRecords(server.db, { records: bad, make, columns: ticketColumns, dryRun: false });
    expect(problems).toMatchObject([{ line: 2 }]);
  });
});

describe('a person who asks to be forgotten', () => {
  it('is gone from contacts, tickets, calls and texts, on the desks too', async () => {
    const zoe = (await contacts()).find(({ customerNumber }) => customerNumber === 'C-1')!;
    const alice = await TestDesk.signIn(server.url, 'alice');
    const ticketId = newId();
    const nobody = { callerNumber: '+33298001234', assigneeId: null, tags: [], callId: null };
    alice.mutate('ticket.create@1', {
      id: ticketId,
      teamId: teams.red,
      subject: 'Zoé rappelle',
      impact: 3,
      urgency: 3,
      contactId: zoe.id,
      ...nobody,
    });
    alice.mutate('note.add@1', { id: newId(), ticketId, text: 'Madame Le Goff préfère le matin' });
    alice.mutate('call.log@1', {
      id: newId(),
      teamId: teams.red,
      direction: 'incoming',
      number: '+33639980001',
      displayName: 'Zoé',
      queue: null,
      startedAt: new Date().toISOString(),
      answeredAt: null,
      endedAt: null,
      outcome: 'missed',
    });
    await alice.push();
    await alice.pull();
    expect(alice.snapshot()).toMatch(/Le Goff/);
    expect(await eraseContact(server.db, zoe.id, true)).toMatchObject({ contacts: 1, tickets: 2, calls: 1 });
    await alice.pull();
    expect(alice.snapshot()).not.toMatch(/Le Goff|Zoé|\+33298001234|\+33639980001|Brest|C-1/);
    expect(alice.row('tickets', ticketId)).toMatchObject({ subject: erased, contactId: zoe.id });
    await expect(eraseContact(server.db, newId(), false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('retention', () => {
  it('deletes old closed tickets with what belongs to them, on the desks too', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    await alice.pull();
    const before = new Date('2021-01-01');
    const old = [...alice.rows.values()].find(
      (row) => 'createdAt' in row && String(row['createdAt']).startsWith('2020'),
    )!;
    expect(await deleteOld(server.db, { before, dryRun: true })).toMatchObject({ tickets: 1, entries: 1 });
    expect(await deleteOld(server.db, { before, dryRun: false })).toMatchObject({ tickets: 1, entries: 1 });
    expect(await deleteOld(server.db, { before, dryRun: false })).toMatchObject({ tickets: 0 });
    const rows = alice.rows.size;
    await alice.pull();
    expect(alice.row('tickets', old.id)).toBeUndefined();
    expect(alice.rows.size).toBe(rows - 2);
    const note = alice.mutate('note.add@1', { id: newId(), ticketId: old.id, text: 'trop tard' });
    await alice.push();
    await alice.pull();
    expect(alice.resultOf(note)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' });
  });
});

describe('a backup', () => {
  it('is whole, private, and brings everything back but the sessions', async () => {
    const file = join(folder, 'casque.backup');
    const alice = await TestDesk.signIn(server.url, 'alice');
    await alice.pull();
    await writeBackup(server.db, file);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const other = await createTestDatabase();
    const db = await connect(other.url, { connections: 2 });
    await migrate(db);
    await restoreBackup(db, file);
    const digest = sql<{ text: string }>`select string_agg(data::text, '' order by id) as text from tickets`;
    expect((await digest.execute(db)).rows).toEqual((await digest.execute(server.db)).rows);
    const epoch = async (of: typeof db) =>
      (await of.selectFrom('meta').select('value').where('key', '=', 'epoch').execute())[0]?.value;
    expect(await epoch(db)).not.toBe(await epoch(server.db));
    expect(await db.selectFrom('sessions').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('credentials').select('agent_id').execute()).toHaveLength(5);
    const next = sql<{ value: number }>`select nextval('ticket_reference') as value`;
    expect((await next.execute(db)).rows).toEqual((await next.execute(server.db)).rows);
    await expect(restoreBackup(db, file)).rejects.toMatchObject({ code: 'MUTATION_ID_TAKEN' });
    await db.destroy();
    await other.drop();
  });

  it('that is cut short or is none is refused, and leaves nothing behind', async () => {
    const [file, cut, text] = ['casque.backup', 'cut', 'text'].map((name) => join(folder, name));
    const bytes = await readFile(file!);
    await writeFile(cut!, bytes.subarray(0, bytes.length / 2));
    await writeFile(text!, 'bonjour');
    const other = await createTestDatabase();
    const db = await connect(other.url, { connections: 2 });
    await migrate(db);
    for (const wrong of [cut!, text!, join(folder, 'nowhere')]) {
      await expect(restoreBackup(db, wrong)).rejects.toMatchObject({ code: 'REQUEST_MALFORMED' });
    }
    expect(await db.selectFrom('agents').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('meta').select('key').execute()).toHaveLength(1);
    await db.destroy();
    await other.drop();
  });
});

describe('the administrator', () => {
  it('changes and removes agents, ends sessions, and all of it is in the audit trail', async () => {
    const dave = await signIn(server.url, 'dave');
    const wrong = { login: 'dave', password: 'pas le bon', device: 'x' };
    await request(server.url, 'POST', '/v1/session', { body: wrong });
    expect(await command('agent', 'change', 'dave', '--team', 'blue', '--role', 'supervisor')).toMatchObject({
      code: 0,
    });
    const info = await request(server.url, 'GET', '/v1/session', { token: dave.token });
    expect(info).toMatchObject({ body: { agent: { role: 'supervisor', teamIds: [teams.blue], name: 'dave' } } });
    const listed = await command('session', 'list', 'dave');
    const { id } = JSON.parse(listed.stdout) as { id: string };
    expect(await command('session', 'end', 'dave', '--id', id)).toMatchObject({ code: 0, stderr: '' });
    expect((await request(server.url, 'GET', '/v1/session', { token: dave.token })).status).toBe(401);
    expect(await command('agent', 'remove', 'dave')).toMatchObject({ code: 0, stderr: '' });
    const gone = await request(server.url, 'POST', '/v1/session', {
      body: { ...wrong, password: 'un mot de passe sûr' },
    });
    expect(gone.status).toBe(401);
    const trail = (await command('audit')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = trail.filter(({ actor, subject }) => subject === agents.dave.id || actor === `agent:${agents.dave.id}`);
    expect(of.map(({ action }) => action)).toEqual([
      'session.start',
      'session.refused',
      'agent.change',
      'session.end',
      'agent.remove',
    ]);
    expect(of[2]).toMatchObject({
      actor: expect.stringMatching(/^console:./) as string,
      detail: { role: 'supervisor' },
    });
    expect(JSON.stringify(trail)).not.toMatch(/pas le bon|mot de passe/);
  }, 180_000);

  it('reads in one line per problem what is wrong with a file', async () => {
    const file = join(folder, 'contacts.csv');
    await writeFile(file, 'key,name\n,Bob\n');
    const ended = await command('import', 'contacts', file, '--dry-run');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`${file}:2: needs a key`);
    expect(ended.stderr).toContain('[REQUEST_MALFORMED]');
  });

  it('finds help for every command', () => {
    const all = (of: ReturnType<typeof buildProgram>): string[] =>
      of.commands.flatMap((each) => [each.description() === '' ? each.name() : '', ...all(each)]);
    expect(all(buildProgram()).filter((name) => name !== '')).toEqual([]);
  });
});
