import Dexie from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { Meta } from '../../../renderer/store/database/records.ts';
import { databaseName } from '../../../renderer/store/contract.ts';
import { digest } from '../../../renderer/store/rows/digest.ts';
import { TestDesk, aTeam, aTicket, anAgent, serverUrl } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { TestPlatform } from './support/test-platform.ts';

const n1 = aTeam('N1');
const anne = anAgent('Anne', [n1]);

/** The database as version 1 of the store laid it down. Frozen. */
const versionOne = {
  meta: 'key',
  pages: 'no',
  heads: 'no',
  holes: 'page',
  overlay: '[table+id]',
  pending: '[table+id]',
  outbox: 'seq',
  confirmed: 'id',
  refused: 'id',
  drafts: 'key',
};

function missedCall(minute: number) {
  const time = (seconds: number) => new Date(Date.parse('2026-11-20T07:00:00.000Z') + minute * 60_000 + seconds * 1000);
  return {
    id: newId(),
    scope: n1.id,
    agentId: anne.id,
    direction: 'incoming' as const,
    number: `+3329800${String(1000 + minute)}`,
    displayName: null,
    contactId: null,
    ticketId: null,
    queue: null,
    startedAt: time(0).toISOString(),
    answeredAt: null,
    endedAt: time(15).toISOString(),
    outcome: 'missed' as const,
  };
}

let desk: TestDesk | undefined;
afterEach(async () => await desk?.close());

it('a database of version 1 opens with its rows, its queue and its words, and knows how its calls ended and what its tickets are linked to', async () => {
  const platform = new TestPlatform();
  const { indexedDB, IDBKeyRange } = platform;
  const old = new Dexie(databaseName(serverUrl, anne.id), { indexedDB, IDBKeyRange });
  old.version(1).stores(versionOne);
  await old.open();
  const calls = [0, 1, 2].map(missedCall);
  await old.table('meta').put({
    key: 'meta',
    clientId: newId(),
    cursor: { epoch: newId(), scopes: { [n1.id]: 3 } },
    complete: true,
    bootstrapFrom: null,
    nextSeq: 2,
    confirmedSeq: 0,
    rebuiltAt: null,
  });
  // Digests of calls ended with the time of their start.
  const heads = {
    no: 1,
    table: 'calls',
    digests: JSON.stringify(calls.map((row) => digest('calls', row).slice(0, 7))),
  };
  await old.table('pages').put({ no: 1, body: calls.map((row) => JSON.stringify(row)).join('\n') });
  await old.table('heads').put(heads);
  const incident = aTicket(n1);
  const tickets = [incident, aTicket(n1, { links: [{ ticketId: incident.id, kind: 'child' }] })];
  const digests = JSON.stringify(tickets.map((row) => digest('tickets', row).slice(0, 11)));
  await old.table('pages').put({ no: 2, body: tickets.map((row) => JSON.stringify(row)).join('\n') });
  await old.table('heads').put({ no: 2, table: 'tickets', digests });
  await old.table('holes').put({ page: 1, places: [2] });
  const note = { id: newId(), ticketId: newId(), text: 'Écrite avant la mise à jour' };
  await old.table('outbox').put({ id: newId(), seq: 1, name: 'note.add@1', args: note, at: calls[0]?.startedAt });
  await old.table('drafts').put({ key: 'note:x', text: 'mots en cours', savedAt: calls[0]?.startedAt });
  old.close();

  desk = new TestDesk(anne, [n1], null, platform);
  await desk.open();
  const lines = await desk.until('missed', null, (each) => each.length === 2);
  expect(lines.map(({ number }) => number)).toEqual([calls[1]?.number, calls[0]?.number]);
  expect(await desk.until('calls', { limit: 10 })).toHaveLength(2);
  expect((await desk.until('links', { id: incident.id })).children.openIds).toEqual([tickets[1]?.id]);
  expect(await desk.until('status', null)).toMatchObject({ queued: 1 });
  expect(await desk.store.request('draft', { key: 'note:x' })).toMatchObject({ text: 'mots en cours' });
});

it('a desk that went past validations when it did not know them has them after its update, and loses nothing', async () => {
  const bruno = anAgent('Bruno', [n1]);
  const server = new ModelServer([n1], [anne, bruno]);
  const before = TestDesk.at(server, anne, [n1]);
  await before.open();
  await before.synced();
  await before.close();
  const { indexedDB, IDBKeyRange } = before.platform;
  const raw = new Dexie(databaseName(serverUrl, anne.id), { indexedDB, IDBKeyRange });
  await raw.open();
  const meta = (await raw.table('meta').get('meta')) as Meta;
  const about = { callId: null, ticketId: null, contactId: null, callerNumber: null, snapshot: null, mirrorOf: null };
  const open = { state: 'open', answeredBy: null, answeredAt: null, verdict: null, answer: null } as const;
  const asked = { kind: 'agent', id: anne.id } as const;
  const question = { askedBy: bruno.id, askedAt: '2026-11-20T08:00:00.000Z', asked, question: 'Je peux ?' };
  server.write('validations', { id: newId(), scope: n1.id, ...question, ...about, ...open });
  const passed = { epoch: server.epoch, scopes: { ...meta.cursor?.scopes, [n1.id]: 1 } };
  await raw.table('meta').put({ ...meta, tables: undefined, cursor: passed });
  raw.close();

  desk = new TestDesk(anne, [n1], server.signIn(anne), new TestPlatform(before.platform.disk));
  desk.platform.serverFetch = server.fetch;
  desk.platform.connect = server.connect;
  await desk.open();
  expect((await desk.until('validations', null, (each) => each.forMe.length > 0)).forMe).toHaveLength(1);
  expect((await desk.until('agents', null)).map(({ name }) => name)).toEqual(['Anne', 'Bruno']);
});
