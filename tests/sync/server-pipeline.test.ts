import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect } from '../../server/database/connect.ts';
import { runLast, runTogether } from '../../server/database/pipelining-dialect.ts';
import type { Database, DatabaseTransaction } from '../../server/database/schema.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

let database: TestDatabase;
let db: Database;
/** Sees what is committed. */
let other: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await connect(database.url, { connections: 1 });
  other = await connect(database.url, { connections: 1 });
});
beforeEach(async () => {
  await sql`drop table if exists shelf`.execute(db);
  await sql`create table shelf (id int primary key, name text)`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await other.destroy();
  await database.drop();
});

function put(trx: Database | DatabaseTransaction, id: number, name: string): CompiledQuery<{ id: number }> {
  return sql<{ id: number }>`insert into shelf values (${id}, ${name}) returning id`.compile(trx);
}

async function names(on: Database | DatabaseTransaction): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from shelf where id > ${0} order by id`.execute(on);
  return rows.map(({ name }) => name);
}

it('gives the rows of each of several statements, the first time and again', async () => {
  for (const first of [1, 3]) {
    const rows = await db
      .transaction()
      .execute(
        async (trx) =>
          await runTogether(trx, [
            CompiledQuery.raw('set local lock_timeout = 1000'),
            put(trx, first, 'box'),
            put(trx, first + 1, 'switch'),
            sql`select null as nothing, count(*) as count from shelf where id >= ${first}`.compile(trx),
          ]),
      );
    expect(rows).toEqual([[], [{ id: first }], [{ id: first + 1 }], [{ nothing: null, count: 2 }]]);
  }
  expect(await names(other)).toEqual(['box', 'switch', 'box', 'switch']);
});

it('begins a transaction as it is asked to', async () => {
  const read = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  const kinds = await read.execute(async (trx) => {
    const { rows } = await sql`select current_setting('transaction_isolation') as isolation,
      current_setting('transaction_read_only') as "readOnly", ${1}::int as one`.execute(trx);
    return rows;
  });
  expect(kinds).toEqual([{ isolation: 'repeatable read', readOnly: 'on', one: 1 }]);
  const plain = await db
    .transaction()
    .execute(async (trx) => (await sql`show transaction_isolation`.execute(trx)).rows);
  expect(plain).toEqual([{ transaction_isolation: 'read committed' }]);
});

it('sees a snapshot from its first statement on', async () => {
  const read = db.transaction().setIsolationLevel('repeatable read');
  await read.execute(async (trx) => {
    expect(await names(trx)).toEqual([]);
    await other.executeQuery(put(other, 1, 'box'));
    expect(await names(trx)).toEqual([]);
  });
  expect(await names(db)).toEqual(['box']);
});

it('runs nothing behind a statement that fails, and forgets the transaction', async () => {
  const failing = db.transaction().execute(async (trx) => {
    await runTogether(trx, [put(trx, 1, 'box'), put(trx, 1, 'again'), put(trx, 2, 'behind')]);
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await names(db)).toEqual([]);
  // The same statements go on working on the same connection.
  await db.transaction().execute(async (trx) => await runTogether(trx, [put(trx, 1, 'box'), put(trx, 2, 'switch')]));
  expect(await names(db)).toEqual(['box', 'switch']);
});

it('goes on when a statement that PostgreSQL does not understand came first', async () => {
  const failing = db.transaction().execute(async (trx) => {
    await runTogether(trx, [sql`selekt ${1}`.compile(trx), put(trx, 1, 'box')]);
  });
  await expect(failing).rejects.toMatchObject({ code: '42601' });
  await db.executeQuery(put(db, 1, 'box'));
  expect(await names(db)).toEqual(['box']);
});

it('commits with the last statement', async () => {
  await db.transaction().execute(async (trx) => {
    expect(await runLast(trx, put(trx, 1, 'box'))).toEqual([{ id: 1 }]);
    expect(await names(other)).toEqual(['box']);
    await expect(sql`select ${1}::int`.execute(trx)).rejects.toThrow('after the last one');
    await expect(sql`select 1`.execute(trx)).rejects.toThrow('after the last one');
  });
  expect(await names(db)).toEqual(['box']);
});

it('commits nothing when the last statement fails, nor when the work fails before it', async () => {
  const duplicate = db.transaction().execute(async (trx) => {
    await runTogether(trx, [put(trx, 1, 'box')]);
    await runLast(trx, put(trx, 1, 'again'));
  });
  await expect(duplicate).rejects.toMatchObject({ code: '23505' });
  const broken = db.transaction().execute(async (trx) => {
    await runTogether(trx, [put(trx, 1, 'box')]);
    throw new Error('the work failed');
  });
  await expect(broken).rejects.toThrow('the work failed');
  const empty = db.transaction().execute(async () => await Promise.reject(new Error('before anything was asked')));
  await expect(empty).rejects.toThrow('before anything');
  expect(await names(db)).toEqual([]);
});

it('says which value cannot be read, and goes on', async () => {
  await expect(sql`select ${'9007199254740993'}::int8`.execute(db)).rejects.toThrow('out of range');
  expect((await sql`select ${'7'}::int8 as seven`.execute(db)).rows).toEqual([{ seven: 7 }]);
});

it('tells how many rows were changed', async () => {
  await db.executeQuery(put(db, 1, 'box'));
  const { numAffectedRows } = await sql`update shelf set name = ${'switch'}`.execute(db);
  expect(numAffectedRows).toBe(1n);
});

it('leaves nothing of one transaction to the next', async () => {
  await db.transaction().execute(async (trx) => {
    await runTogether(trx, [CompiledQuery.raw('set local plan_cache_mode = force_generic_plan')]);
  });
  expect((await sql`show plan_cache_mode`.execute(db)).rows).toEqual([{ plan_cache_mode: 'auto' }]);
});
