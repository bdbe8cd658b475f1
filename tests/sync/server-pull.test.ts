import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { tableNames } from '../../domain/tables.ts';
import { linesType, readPullReply, type PulledPage } from '../../domain/wire/pull-lines.ts';
import { PullReply } from '../../domain/wire/sync.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { PostgresRows } from '../../server/sync/postgres/row-storage.ts';
import { writeRows } from '../../server/sync/write-rows.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

let server: TestServer;
let alice: TestDesk;
beforeAll(async () => {
  server = await startTestServer();
  alice = await TestDesk.signIn(server.url, 'alice');
});
afterAll(async () => await server.stop());
beforeEach(async () => {
  await setTeams(agents.bob.id, [teams.red]);
});

async function setTeams(agentId: Id, teamIds: Id[]): Promise<void> {
  await server.db
    .transaction()
    .execute(async (trx) => await changeAgent(trx, (agent) => ({ ...agent, teamIds }), agentId));
}

/** No mutation moves a ticket yet; the rule is the server's, and must hold when one does. */
async function moveTicket(id: Id, scope: Id): Promise<void> {
  await server.db.transaction().execute(async (trx) => {
    const { data } = await trx
      .selectFrom('tickets')
      .select('data')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const row = data as Ticket;
    await writeRows(new PostgresRows(trx), [{ table: 'tickets', row: { ...row, scope }, scopeBefore: row.scope }]);
  });
}

describe('pages', () => {
  it('of any size give the same rows as one', async () => {
    for (let count = 0; count < 30; count += 1) {
      const ticketId = alice.newTicket(teams.red);
      alice.mutate('note.add@1', { id: newId(), ticketId, text: `note ${count}` });
    }
    await alice.push();
    const whole = await TestDesk.signIn(server.url, 'alice');
    await whole.pull();
    for (const limit of [1, 7, 64]) {
      const paged = await TestDesk.signIn(server.url, 'alice');
      await paged.pull(limit);
      expect(paged.snapshot()).toBe(whole.snapshot());
      expect(paged.cursor).toEqual(whole.cursor);
    }
  });

  it('are as long as the client would take, where it says so beside the limit that every server knows', async () => {
    for (let count = 0; count < 30; count += 1) alice.newTicket(teams.red);
    await alice.push();
    const rows = async (limit: number, most?: number): Promise<number> => {
      const desk = await TestDesk.signIn(server.url, 'alice');
      return PullReply.parse((await desk.tryPull(limit, most)).body).changes.length;
    };
    expect(await rows(7)).toBe(7);
    expect(await rows(7, 25)).toBe(25);
    expect(await rows(2000, 25)).toBe(25);
    // More than a server gives is no mistake: it gives what it can.
    expect(await rows(7, 1_000_000)).toBeGreaterThan(30);
  });

  it('come in lines to whoever reads them, with the same in them', async () => {
    for (let pushes = 0; pushes < 2; pushes += 1) {
      for (let count = 0; count < 150; count += 1) alice.newTicket(teams.red);
      await alice.push();
    }
    const desk = await TestDesk.signIn(server.url, 'alice');
    const body = {
      protocol: 1,
      clientId: desk.clientId,
      cursor: null,
      resultsSeen: 0,
      limit: 2000,
      tables: tableNames,
    };
    const pulled = async (more: object): Promise<PulledPage> => {
      const response = await fetch(`${server.url}/v1/pull`, {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, ...more }),
      });
      expect(response.headers.get('content-type')).toContain('lines' in more ? linesType : 'application/json');
      return readPullReply(response.headers.get('content-type'), new Uint8Array(await response.arrayBuffer()));
    };
    const [whole, inLines] = [await pulled({}), await pulled({ lines: true })];
    expect(inLines.changes.length).toBeGreaterThan(300);
    expect({ ...inLines, changes: [...inLines.changes] }).toEqual(whole);
  });

  it('hold no more rows than asked for', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const page = await desk.pullPage(5);
    expect(page.changes).toHaveLength(5);
    expect(page.more).toBe(true);
  });

  it('are empty when nothing is new', async () => {
    await alice.pull();
    const page = await alice.pullPage();
    expect(page).toMatchObject({ changes: [], resetScopes: [], results: [], more: false });
  });

  it('do not acknowledge a mutation before the page that has its effect', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    await desk.pull();
    const ticketIds = Array.from({ length: 6 }, () => desk.newTicket(teams.red));
    await desk.push();
    for (;;) {
      const page = await desk.pullPage(1);
      const acknowledged = ticketIds.slice(0, desk.lastSeq);
      for (const id of acknowledged) expect(desk.row('tickets', id)).toBeDefined();
      expect(desk.results.length).toBe(desk.lastSeq);
      if (!page.more) break;
    }
    expect(desk.lastSeq).toBe(6);
  });
});

describe('results', () => {
  it('come again until the client says that it has them', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    desk.newTicket(teams.red);
    await desk.push();
    const page = await desk.pullPage();
    expect(page.results).toHaveLength(1);
    desk.results.length = 0;
    expect((await desk.pullPage()).results).toEqual(page.results);
    expect((await desk.pullPage()).results).toEqual([]);
  });
});

describe('one snapshot', () => {
  it('holds for the rows and the acknowledgement: a push that comes in between is in neither', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const first = desk.newTicket(teams.red);
    await desk.push();
    await desk.pull();
    const second = newId();
    const pulling = await server.db.transaction().execute(async (trx) => {
      // Stops the pull where it asks for its client, after it has read the counters.
      await sql`lock table clients in access exclusive mode`.execute(trx);
      const page = desk.pullPage();
      await until('the pull waits', async () => {
        const waiting = await sql`select 1 from pg_locks join pg_database on pg_database.oid = database
          where datname = current_database() and relation = 'clients'::regclass and not granted`.execute(server.db);
        return waiting.rows.length > 0;
      });
      const row = { ...desk.row('tickets', first)!, id: second };
      await writeRows(new PostgresRows(trx), [{ table: 'tickets', row, scopeBefore: undefined }]);
      await trx.updateTable('clients').set({ last_seq: 2 }).where('client_id', '=', desk.clientId).execute();
      return { page };
    });
    expect(await pulling.page).toMatchObject({ lastSeq: 1, changes: [] });
    await desk.pull();
    expect(desk.lastSeq).toBe(2);
    expect(desk.row('tickets', second)).toBeDefined();
  });
});

describe('a scope', () => {
  it('that is gained comes whole', async () => {
    const carol = await TestDesk.signIn(server.url, 'carol');
    const ticketId = carol.newTicket(teams.blue);
    await carol.push();
    const bob = await TestDesk.signIn(server.url, 'bob');
    await bob.pull();
    expect(bob.row('tickets', ticketId)).toBeUndefined();
    await setTeams(agents.bob.id, [teams.red, teams.blue]);
    await bob.pull();
    expect(bob.row('tickets', ticketId)).toBeDefined();
    expect(bob.row('agents', agents.bob.id)?.teamIds).toContain(teams.blue);
  });

  it('that is lost is dropped', async () => {
    await setTeams(agents.bob.id, [teams.red, teams.blue]);
    const bob = await TestDesk.signIn(server.url, 'bob');
    await bob.pull();
    expect([...bob.rows.values()].some((row) => row.scope === teams.blue)).toBe(true);
    await setTeams(agents.bob.id, [teams.red]);
    const page = await bob.pullPage();
    expect(page.resetScopes).toEqual([teams.blue]);
    expect([...bob.rows.values()].some((row) => row.scope === teams.blue)).toBe(false);
    expect((await bob.pullPage()).resetScopes).toEqual([]);
  });

  it('starts again for a cursor that is older than the evictions that are kept', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    await desk.pull();
    alice.newTicket(teams.red);
    await alice.push();
    await sql`update scopes set horizon = version where scope = ${teams.red}`.execute(server.db);
    const page = await desk.pullPage();
    expect(page.resetScopes).toEqual([teams.red]);
    await desk.pull();
    const fresh = await TestDesk.signIn(server.url, 'alice');
    await fresh.pull();
    expect(desk.snapshot()).toBe(fresh.snapshot());
    await sql`update scopes set horizon = 0`.execute(server.db);
  });

  it('starts again for a cursor from the future of another history', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    await desk.pull();
    desk.cursor!.scopes[teams.red] = 1_000_000;
    expect((await desk.pullPage()).resetScopes).toEqual([teams.red]);
  });
});

describe('a row that moves', () => {
  it('leaves those who may not follow and reaches those who may', async () => {
    const carol = await TestDesk.signIn(server.url, 'carol');
    const dave = await TestDesk.signIn(server.url, 'dave');
    const id = alice.newTicket(teams.red);
    await alice.push();
    for (const desk of [alice, carol, dave]) await desk.pull();
    expect([alice, carol, dave].map((desk) => desk.row('tickets', id)?.scope)).toEqual([
      teams.red,
      undefined,
      teams.red,
    ]);
    await moveTicket(id, teams.blue);
    for (const desk of [alice, carol, dave]) await desk.pull(1);
    expect([alice, carol, dave].map((desk) => desk.row('tickets', id)?.scope)).toEqual([
      undefined,
      teams.blue,
      teams.blue,
    ]);
    await moveTicket(id, teams.red);
    for (const desk of [alice, carol, dave]) await desk.pull(1);
    expect([alice, carol, dave].map((desk) => desk.row('tickets', id)?.scope)).toEqual([
      teams.red,
      undefined,
      teams.red,
    ]);
  });

  it('never blinks for one who may see both places', async () => {
    const dave = await TestDesk.signIn(server.url, 'dave');
    const id = dave.newTicket(teams.blue);
    await dave.push();
    await dave.pull();
    await moveTicket(id, teams.red);
    for (;;) {
      const page = await dave.pullPage(1);
      expect(dave.row('tickets', id)).toBeDefined();
      if (!page.more) break;
    }
    expect(dave.row('tickets', id)?.scope).toBe(teams.red);
  });
});

describe('another epoch (a backup was restored)', () => {
  it('resets every scope and sends all of them', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    await desk.pull();
    const before = desk.snapshot();
    const scopes = Object.keys(desk.cursor!.scopes);
    await server.db.updateTable('meta').set({ value: newId() }).where('key', '=', 'epoch').execute();
    const page = await desk.pullPage();
    expect(page.resetScopes.sort()).toEqual(scopes.sort());
    await desk.pull();
    expect(desk.snapshot()).toBe(before);
  });
});
