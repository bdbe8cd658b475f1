import { createServer, connect as connectTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { request, TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer } from './support/server.ts';
import { until } from './support/until.ts';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => await database.drop());

  it('run once, also when several nodes start together, and again change nothing', async () => {
    const nodes = await Promise.all(
      Array.from({ length: 4 }, async () => await connect(database.url, { connections: 2 })),
    );
    const ran = await Promise.all(nodes.map(async (db) => await migrate(db)));
    expect(ran.flat()).toEqual([
      '0001-initial',
      '0002-validations',
      '0004-search',
      '0009-audit',
      '0010-carried',
      '0011-callbacks',
      '0012-equipment',
      '0013-texts',
      '0014-organisations',
      '0015-procedures',
      '0017-of-ticket',
      '0020-webhooks',
      '0021-device-keys',
      '0022-oidc',
      '0024-files',
      '0025-outlines',
      '0026-links',
      '0027-records',
      '0028-file-room',
      '0029-signed-in-by',
    ]);
    const epoch = async () => (await nodes[0]!.selectFrom('meta').selectAll().execute())[0];
    const before = await epoch();
    expect(await migrate(nodes[0]!)).toEqual([]);
    expect(await epoch()).toEqual(before);
    for (const db of nodes) await db.destroy();
  });

  it('give counters as numbers', async () => {
    const db = await connect(database.url, { connections: 1 });
    const { version } = await db.selectFrom('scopes').select('version').executeTakeFirstOrThrow();
    expect(version).toBe(0);
    await expect(sql`select 9007199254740993::int8`.execute(db)).rejects.toThrow('out of range');
    await db.destroy();
  });
});

describe('statements with parameters', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => await database.drop());

  it('are planned once for each connection, up to a number, and outlive a column that another node adds', async () => {
    const db = await connect(database.url, { connections: 1 });
    const kept = async (): Promise<number> => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from pg_prepared_statements`.execute(db);
      return rows[0]?.count ?? 0;
    };
    await sql`create table shelf (version bigint)`.execute(db);
    await sql`insert into shelf values (7)`.execute(db);
    const read = async () => (await sql`select version from shelf where version > ${0}`.execute(db)).rows;
    await read();
    await read();
    expect(await kept()).toBe(1);
    await sql`alter table shelf add column later int`.execute(db);
    expect(await read()).toEqual([{ version: 7 }]);
    for (let column = 0; column < 300; column++) {
      await sql`select ${1}::int as ${sql.ref(`c${column}`)}`.execute(db);
    }
    expect(await kept()).toBe(250);
    await db.destroy();
  });
});

/** A way to the database that can be cut and joined again. */
class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #joined = true;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      if (!this.#joined) {
        near.destroy();
        return;
      }
      const far = connectTcp(Number(target.port || 5432), target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          near.destroy();
          far.destroy();
          this.#sockets.delete(socket);
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#joined = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  join(): void {
    this.#joined = true;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

describe('while the database is away', () => {
  it('the server says so, loses nothing, and goes on by itself when it is back', async () => {
    let cable: Cable | undefined;
    const server = await startTestServer({
      through: async (databaseUrl) => {
        const url = new URL(databaseUrl);
        cable = new Cable(new URL(databaseUrl));
        url.host = `127.0.0.1:${await cable.listen()}`;
        return url.href;
      },
    });
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    expect(await request(server.url, 'GET', '/health')).toMatchObject({ status: 200, body: { database: 'ok' } });
    cable!.cut();
    expect(await request(server.url, 'GET', '/health')).toMatchObject({
      status: 503,
      body: { code: 'SERVER_UNAVAILABLE' },
    });
    expect(await desk.tryPush()).toMatchObject({ status: 503, body: { code: 'SERVER_UNAVAILABLE' } });
    cable!.join();
    await until('health', async () => (await request(server.url, 'GET', '/health')).status === 200);
    await desk.push();
    await desk.pull();
    expect(desk.row('tickets', ticketId)).toBeDefined();
    await server.stop();
    cable!.close();
  });
});
