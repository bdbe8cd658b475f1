import { sql } from 'kysely';
import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Database } from '../database/schema.ts';
import { PostgresRows } from '../sync/postgres/row-storage.ts';
import { writeRows, type RowWrite } from '../sync/write-rows.ts';
import { Random } from './random.ts';
import { scenarios } from './scenarios/index.ts';
import { ticketHistory } from './tickets.ts';

/** Repeatable in everything but the ids, which must not be those of another run. */
class FreshIds extends Random {
  override id(): Id {
    return newId();
  }
}

/** Rows in one transaction. */
const portion = 5000;

export type BulkOptions = {
  readonly tickets: number;
  /** Their entries and calls too. */
  readonly histories: boolean;
  /** All in one team, or undefined: each in its scenario's. */
  readonly team?: Id | undefined;
  readonly onProgress?: (tickets: number) => void;
};

/** Adds tickets like the demonstration's to a database that has it, for measurements. Returns how many rows were written. */
export async function seedBulk(db: Database, options: BulkOptions): Promise<number> {
  const contacts = (await db.selectFrom('contacts').select('data').execute()).map((row) => row.data as Contact);
  if (contacts.length === 0) throw new CodedError('NOT_FOUND', 'no contacts: start once with --seed-demo');
  const first = await takeReferences(db, options.tickets);
  const random = new FreshIds(first);
  const now = new Date();
  let written = 0;
  let rows: RowWrite[] = [];
  const flush = async () => {
    await db.transaction().execute(async (trx) => await writeRows(new PostgresRows(trx), rows));
    written += rows.length;
    rows = [];
  };
  for (let index = 0; index < options.tickets; index += 1) {
    const scenario = random.pick(scenarios);
    const history = ticketHistory({ random, scenario, contact: random.pick(contacts), reference: first + index, now });
    const place = <R extends { scope: Id }>(row: R): R => ({ ...row, scope: options.team ?? row.scope });
    rows.push({ table: 'tickets', row: place(history.ticket), scopeBefore: undefined });
    if (options.histories) {
      for (const row of history.entries) rows.push({ table: 'entries', row: place(row), scopeBefore: undefined });
      for (const row of history.calls) rows.push({ table: 'calls', row: place(row), scopeBefore: undefined });
    }
    if (rows.length >= portion) {
      await flush();
      options.onProgress?.(index + 1);
    }
  }
  await flush();
  await sql`analyze`.execute(db);
  return written;
}

/** Returns the first of `count` ticket numbers in a row. */
async function takeReferences(db: Database, count: number): Promise<number> {
  const last = await sql<{ last: number }>`
    select setval('ticket_reference', nextval('ticket_reference') + ${count} - 1) as last`.execute(db);
  return (last.rows[0]?.last ?? count) - count + 1;
}
