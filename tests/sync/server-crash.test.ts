import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { demoPassword, teamIds } from '../../server/seed/team.ts';
import { createTestDatabase, temporaryFolder } from './support/database.ts';
import { signIn, TestDesk } from './support/desk.ts';
import { ServerProcess } from './support/server-process.ts';
import { until } from './support/until.ts';

let data: string;
let environment: Readonly<Record<string, string>>;
let dropDatabase: (() => Promise<void>) | undefined;
let running: ServerProcess | undefined;

beforeAll(async () => {
  data = await temporaryFolder();
  environment = {};
  if ((process.env['DATABASE_URL'] ?? '') === '') return;
  const database = await createTestDatabase();
  dropDatabase = database.drop;
  environment = { DATABASE_URL: database.url };
});
afterAll(async () => {
  await running?.kill('SIGTERM');
  await dropDatabase?.();
  await rm(data, { recursive: true, force: true });
});

function startServer(): ServerProcess {
  running = new ServerProcess(['serve', '--data', data, '--port', '0', '--seed-demo'], environment);
  return running;
}

/** Pushes until everything is acknowledged, whatever happens to the server in between. */
async function pushAll(desk: TestDesk, url: () => string, sent: () => void): Promise<void> {
  while (desk.outbox.length > 0) {
    const portion = desk.outbox.slice(0, 7);
    try {
      const pushing = new TestDesk(url(), { token: desk.token, agent: { id: desk.agentId } }, desk.clientId).tryPush(
        portion,
      );
      sent();
      const answer = await pushing;
      if (answer.status !== 200) continue;
      const { lastSeq } = answer.body as { lastSeq: number };
      desk.outbox = desk.outbox.filter((mutation) => mutation.seq > lastSeq);
    } catch {
      // The server is gone, with or without having committed: that is what this test is about.
      const before = url();
      await until('another server', () => url() !== before || undefined).catch(() => undefined);
    }
  }
}

it('keeps every mutation once when the server is killed in the middle of pushes, again and again', async () => {
  let server = startServer();
  let url = await server.listening();
  const logins = ['lea.martin', 'karim.benali', 'thomas.girard'];
  const desks = await Promise.all(
    logins.map(async (login) => new TestDesk(url, await signIn(url, login, demoPassword))),
  );
  const notes = new Map<TestDesk, { ticketId: Id; noteIds: Id[] }>();
  for (const desk of desks) {
    const ticketId = desk.newTicket(teamIds.internet, 'Serveur tué');
    const noteIds = Array.from({ length: 150 }, (_, number) => {
      const id = newId();
      desk.mutate('note.add@1', { id, ticketId, text: `note ${number}` });
      return id;
    });
    notes.set(desk, { ticketId, noteIds });
  }

  let pushes = 0;
  const pushing = Promise.all(
    desks.map(
      async (desk) =>
        await pushAll(
          desk,
          () => url,
          () => (pushes += 1),
        ),
    ),
  );
  for (let kill = 1; kill <= 4; kill += 1) {
    const target = kill * 9;
    await until('pushes under way', () => pushes >= target || desks.every((desk) => desk.outbox.length === 0));
    await server.kill('SIGKILL');
    server = startServer();
    url = await server.listening();
  }
  await pushing;

  const reader = new TestDesk(url, await signIn(url, 'sophie.leroux', demoPassword));
  await reader.pull();
  for (const desk of desks) {
    const { ticketId, noteIds } = notes.get(desk)!;
    const kept = [...reader.rows.values()].filter((row) => 'kind' in row && row.ticketId === ticketId);
    expect(kept.map((row) => row.id).sort()).toEqual([...noteIds].sort());
    expect(reader.row('tickets', ticketId)).toBeDefined();
    const own = new TestDesk(url, { token: desk.token, agent: { id: desk.agentId } }, desk.clientId);
    await own.pull();
    expect(own.results.map((result) => result.outcome)).toEqual(Array(151).fill('applied'));
  }
});
