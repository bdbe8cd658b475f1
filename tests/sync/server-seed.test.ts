import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Contact } from '../../domain/contact/contact.ts';
import { tables, type TableName } from '../../domain/tables.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { seedBulk } from '../../server/seed/bulk.ts';
import { demoRows, seedDemo } from '../../server/seed/demo.ts';
import { scenarios } from '../../server/seed/scenarios/index.ts';
import { demoPassword } from '../../server/seed/team.ts';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { lineOf } from '../../server/provisioning/lines.ts';
import { openSecretBox } from '../../server/provisioning/secret-box.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import type { Database } from '../../server/database/schema.ts';
import { verifyPassword } from '../../server/session/passwords.ts';
import { demoAgents } from '../../server/seed/team.ts';

const now = new Date('2026-03-10T14:00:00.000Z');
const rows = demoRows(now);

function rowsOf<T extends TableName>(table: T) {
  return rows.filter((write) => write.table === table).map((write) => write.row);
}

describe('the demonstration data', () => {
  it('is the same each time', () => {
    expect(JSON.stringify(demoRows(now))).toBe(JSON.stringify(rows));
  });

  it('is well-formed, row by row, with every word filled in', () => {
    for (const { table, row } of rows) tables[table].parse(row);
    // What is in braces in a canned text is filled in at the desk.
    expect(JSON.stringify(rows.filter(({ table }) => table !== 'texts'))).not.toMatch(/\{\w+\}|undefined/);
    expect(new Set(rows.map(({ row }) => row.id)).size).toBe(rows.length);
  });

  it('has the sizes that were promised, and every state', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(40);
    expect(rowsOf('contacts')).toHaveLength(200);
    const tickets = rowsOf('tickets') as Ticket[];
    expect(tickets).toHaveLength(500);
    expect(new Set(tickets.map((ticket) => ticket.state))).toEqual(
      new Set(['new', 'open', 'pending', 'solved', 'closed']),
    );
    expect(tickets.map((ticket) => ticket.reference)).toEqual(tickets.map((_, index) => 1001 + index));
  });

  it('has only numbers that Arcep keeps for fiction', () => {
    const numbers = (rowsOf('contacts') as Contact[]).flatMap((contact) => contact.numbers);
    for (const number of numbers) {
      expect(number).toMatch(/^\+33(19900|26191|35301|46571|53649|63998)\d{4}$/);
      expect(parsePhoneNumberFromString(number)?.isPossible()).toBe(true);
    }
  });

  it('has families and companies that share a number', () => {
    const numbers = (rowsOf('contacts') as Contact[]).flatMap((contact) => contact.numbers);
    expect(numbers.length - new Set(numbers).size).toBeGreaterThan(20);
    expect((rowsOf('contacts') as Contact[]).some((contact) => contact.organisation !== null)).toBe(true);
  });

  it('tells nothing of the future, and every story in order', () => {
    const dates = /"(?:at|createdAt|updatedAt|startedAt|answeredAt|endedAt)":"([^"]+)"/g;
    for (const [, date] of JSON.stringify(rows).matchAll(dates)) expect(date! <= now.toISOString()).toBe(true);
    for (const ticket of rowsOf('tickets') as Ticket[]) expect(ticket.createdAt <= ticket.updatedAt).toBe(true);
  });
});

describe('seeding', () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = await connect(database.url);
    await migrate(db);
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  it('fills an empty database once, also when two nodes try together, and gives the lines that are named', async () => {
    const box = await openSecretBox(db, { secretKey: 'd'.repeat(64), dataFolder: '/nowhere' });
    const lines = { server: 'ws://127.0.0.1:8088/ws', domain: '127.0.0.1', passwordPrefix: 'pw-' };
    const filled = await Promise.all([seedDemo(db, box, undefined), seedDemo(db, box, undefined)]);
    expect(filled.sort()).toEqual([false, true]);
    const lea = demoAgents[0]!;
    expect(await lineOf(db, box, lea.id)).toBeNull();
    expect(await seedDemo(db, box, lines)).toBe(false);
    expect(await lineOf(db, box, lea.id)).toMatchObject({
      aor: 'sip:201@127.0.0.1',
      password: 'pw-201',
      servers: [lines.server],
    });
    const { password_hash: hash } = await db
      .selectFrom('credentials')
      .selectAll()
      .where('login_key', '=', 'lea.martin')
      .executeTakeFirstOrThrow();
    expect(await verifyPassword(hash, demoPassword)).toBe(true);
  });

  it('adds as many tickets as a measurement needs', async () => {
    expect(await seedBulk(db, { tickets: 6000, histories: false })).toBe(6000);
    const more = await seedBulk(db, { tickets: 50, histories: true });
    expect(more).toBeGreaterThan(150);
    const { count } = await db
      .selectFrom('tickets')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(6550);
  });
});
