import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { createTestDatabase, runSql, temporaryFolder, type TestDatabase } from './support/database.ts';
import { FlakyProxy } from './support/flaky-proxy.ts';
import { fillOrganisation, teams } from './support/organisation.ts';
import { ServerProcess } from './support/server-process.ts';
import { StoreDesk } from './support/store-desk.ts';

const kills = 4;

let data: string;
let database: TestDatabase;
let nodes: Node[] = [];
let desks: StoreDesk[] = [];
beforeAll(async () => {
  data = await temporaryFolder();
  database = await createTestDatabase();
  const db = await connect(database.url, { connections: 1 });
  await migrate(db);
  await fillOrganisation(db);
  await db.destroy();
});
afterAll(async () => {
  for (const desk of desks) await desk.close();
  for (const node of nodes) await node.stop();
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

/** A server process behind an address that stays when it dies. */
class Node {
  readonly network: FlakyProxy;
  #process: ServerProcess;

  private constructor(network: FlakyProxy, process: ServerProcess) {
    this.network = network;
    this.#process = process;
  }

  static async start(): Promise<Node> {
    const process = serve();
    return new Node(await FlakyProxy.to(await process.listening()), process);
  }

  /** SIGKILL, in the middle of whatever it does; then another one in its place. */
  async die(): Promise<void> {
    await this.#process.kill('SIGKILL');
    this.#process = serve();
    this.network.mend(await this.#process.listening());
  }

  async stop(): Promise<void> {
    await this.network.close();
    await this.#process.kill('SIGTERM');
  }
}

function serve(): ServerProcess {
  const secret = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
  const environment = { DATABASE_URL: database.url, CASQUE_SECRET_KEY: secret };
  return new ServerProcess(['serve', '--data', data, '--port', '0'], environment);
}

/** Not much of what the desk queued still waits. */
function hasRoom(desk: StoreDesk): Promise<void> {
  return new Promise((resolve) => {
    const stop = desk.store.watch('status', null, ({ queued }) => {
      if (queued > 20) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

it('has everything that was told as kept exactly once, when two nodes are killed again and again under working desks', async () => {
  nodes = await Promise.all([Node.start(), Node.start()]);
  const [first, second] = nodes as [Node, Node];
  desks = [
    await StoreDesk.open(first.network.url, 'alice'),
    await StoreDesk.open(second.network.url, 'bob'),
    await StoreDesk.open(first.network.url, 'dave'),
  ];
  for (const desk of desks) await desk.synced();
  const ticketId = await desks[0]!.newTicket(teams.red, 'Nœud tué');
  for (const desk of desks) await desk.until('ticket', { id: ticketId }, (answer) => answer !== null);

  const notes = new Map<Id, string>();
  let told = 0;
  let isOver = false;
  let reached: (() => void) | undefined;
  let awaited = Infinity;
  const working = desks.map(async (desk, place) => {
    for (let number = 0; !isOver; number += 1) {
      await hasRoom(desk);
      const id = newId();
      const text = `note ${number} de ${place}`;
      await desk.mutate('note.add@1', { id, ticketId, text });
      notes.set(id, text);
      told += 1;
      if (told >= awaited) reached?.();
    }
  });
  for (let kill = 0; kill < kills; kill += 1) {
    // As many more words as chance wants: where in a push that falls, nobody knows.
    await new Promise<void>((resolve) => {
      reached = resolve;
      awaited = told + 3 + Math.floor(Math.random() * 30);
    });
    await nodes[kill % nodes.length]!.die();
  }
  isOver = true;
  await Promise.all(working);
  for (const desk of desks) {
    await desk.store.request('syncNow', null);
    await desk.synced();
  }

  const kept = await runSql(database.url, `select id, data->>'text' as text from entries where data->>'kind' = 'note'`);
  expect(new Map(kept.map(({ id, text }) => [id, text]))).toEqual(notes);
  const outcomes = await runSql(
    database.url,
    `select outcome, count(*)::int as count, count(distinct mutation_id)::int as distinct from results where first group by outcome`,
  );
  expect(outcomes).toEqual([{ outcome: 'applied', count: notes.size + 1, distinct: notes.size + 1 }]);
  for (const desk of desks) {
    const shown = await desk.until(
      'ticket',
      { id: ticketId },
      (answer) => (answer?.timeline.length ?? 0) >= notes.size,
    );
    expect(shown?.timeline.length).toBe(notes.size);
  }
}, 180_000);
