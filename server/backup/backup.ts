import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

/**
 * A backup is a gzip file of JSON lines: a header, then every row of every table as of one moment, then a line that says how many there
 * were, without which it is not whole. SIP passwords in it are sealed with the key, which is not in it. Sessions, and the live calls that
 * hang on them, are left out: after a restore everybody signs in again, also those whose session had been ended since. So is what webhooks were still
 * to be told: it was, since.
 */
const Header = z.object({ casqueBackup: z.literal(1), at: z.string(), migrations: z.array(z.string()) });
const Row = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
const Sequence = z.object({ sequence: z.string(), value: z.number() });
const End = z.object({ end: z.number() });
const Line = z.union([Row, Sequence, End]);

const leftOut = new Set([
  'sessions',
  'carried_calls',
  'webhook_deliveries',
  'kysely_migration',
  'kysely_migration_lock',
]);
/** Others refer to these. */
const firstTables = ['agents', 'teams', 'clients'];
const atOnce = 1000;

export type BackupSummary = { readonly rows: number; readonly at: string };

/** Beside a server that works: what it writes meanwhile is not in it. The file is there whole or not at all. */
export async function writeBackup(db: Database, file: string, now = new Date()): Promise<BackupSummary> {
  const partial = `${file}.partial`;
  let rows = 0;
  const at = now.toISOString();
  async function* lines(trx: DatabaseTransaction): AsyncGenerator<string> {
    yield line({ casqueBackup: 1, at, migrations: await migrationsOf(trx) });
    for (const table of await tablesOf(trx)) {
      await sql`declare backup_rows no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} as t`.execute(
        trx,
      );
      for (;;) {
        const page = await sql<{ row: string }>`fetch forward ${sql.lit(atOnce)} from backup_rows`.execute(trx);
        if (page.rows.length === 0) break;
        for (const { row } of page.rows) yield `{"table":${JSON.stringify(table)},"row":${row}}\n`;
        rows += page.rows.length;
      }
      await sql`close backup_rows`.execute(trx);
    }
    for (const { name, value } of await sequencesOf(trx)) yield line({ sequence: name, value });
    yield line({ end: rows });
  }
  try {
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        await pipeline(
          Readable.from(lines(trx)),
          createGzip(),
          createWriteStream(partial, { mode: 0o600, flush: true }),
        );
      });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { rows, at };
}

/**
 * Into an empty database of the same version; all of it or nothing. Makes a new epoch, so that every desk fetches its data again and pushes what
 * the backup does not have. Throws `CodedError` REQUEST_MALFORMED for a file that is none or not whole, MUTATION_ID_TAKEN for a database in use.
 */
export async function restoreBackup(db: Database, file: string): Promise<BackupSummary> {
  await (await open(file, 'r').catch((error: unknown) => refuse(`${file} cannot be read`, error))).close();
  return await db.transaction().execute(async (trx) => {
    const taken = await sql`select 1 from agents union all select 1 from tickets limit 1`.execute(trx);
    if (taken.rows.length > 0) throw new CodedError('MUTATION_ID_TAKEN', 'the database is not empty');
    await sql`delete from meta`.execute(trx);
    await sql`delete from scopes`.execute(trx);
    const summary = await readInto(trx, file);
    await sql`update meta set value = ${newId()} where key = 'epoch'`.execute(trx);
    return summary;
  });
}

async function readInto(trx: DatabaseTransaction, file: string): Promise<BackupSummary> {
  const tables = new Set(await tablesOf(trx));
  // From here to the reading nothing is awaited: a damaged file may fail at once, and its error must be heard.
  const input = createReadStream(file).pipe(createGunzip());
  const text = createInterface({ input, crlfDelay: Infinity });
  let header: z.infer<typeof Header> | undefined;
  let waiting: { readonly table: string; readonly rows: unknown[] } | undefined;
  let rows = 0;
  let ended: number | undefined;
  const flush = async () => {
    if (waiting !== undefined) await insert(trx, waiting.table, waiting.rows);
    waiting = undefined;
  };
  // Nothing of it may still be inserted once the transaction is given up: the reading ends first, and then tells why.
  let failure: unknown;
  input.once('error', (error) => {
    failure = error;
    text.close();
  });
  try {
    for await (const content of text) {
      if (header === undefined) {
        header = parsed(Header, content, file);
        await requireSameVersion(trx, header.migrations);
        continue;
      }
      const next = parsed(Line, content, file);
      if ('end' in next) ended = next.end;
      else if ('sequence' in next) await setSequence(trx, next.sequence, next.value);
      else {
        if (!tables.has(next.table)) throw new CodedError('REQUEST_MALFORMED', `table ${next.table} is not known`);
        if (waiting?.table !== next.table || waiting.rows.length >= atOnce) await flush();
        waiting ??= { table: next.table, rows: [] };
        waiting.rows.push(next.row);
        rows += 1;
      }
    }
  } catch (error) {
    throw error === failure ? asRefusal(file, error) : error;
  }
  await flush();
  if (failure !== undefined) throw asRefusal(file, failure);
  if (header === undefined || ended !== rows) throw new CodedError('REQUEST_MALFORMED', `${file} is not whole`);
  return { rows, at: header.at };
}

async function insert(trx: DatabaseTransaction, table: string, rows: readonly unknown[]): Promise<void> {
  await sql`insert into ${sql.table(table)}
    select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
}

async function tablesOf(trx: DatabaseTransaction): Promise<string[]> {
  const found = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name`.execute(trx);
  const names = found.rows.map(({ name }) => name).filter((name) => !leftOut.has(name));
  return [
    ...firstTables.filter((name) => names.includes(name)),
    ...names.filter((name) => !firstTables.includes(name)),
  ];
}

async function sequencesOf(trx: DatabaseTransaction): Promise<{ readonly name: string; readonly value: number }[]> {
  const found = await sql<{ name: string; value: number }>`select sequencename as name, last_value as value
    from pg_sequences where schemaname = current_schema() and last_value is not null`.execute(trx);
  return found.rows;
}

async function setSequence(trx: DatabaseTransaction, name: string, value: number): Promise<void> {
  const known = (
    await sql<{ name: string }>`select sequencename as name from pg_sequences
    where schemaname = current_schema() and sequencename = ${name}`.execute(trx)
  ).rows;
  if (known.length > 0) await sql`select setval(quote_ident(${name})::regclass, ${value})`.execute(trx);
}

async function migrationsOf(trx: DatabaseTransaction): Promise<string[]> {
  const found = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(trx);
  return found.rows.map(({ name }) => name);
}

async function requireSameVersion(trx: DatabaseTransaction, migrations: readonly string[]): Promise<void> {
  const own = await migrationsOf(trx);
  if (own.join() === migrations.join()) return;
  throw new CodedError(
    'REQUEST_MALFORMED',
    `the backup is of a database at ${migrations.at(-1) ?? 'nothing'}, this casque-server makes ${own.at(-1) ?? 'nothing'}: restore with the version that made it, then update`,
  );
}

function parsed<S extends z.ZodType>(schema: S, text: string, file: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw asRefusal(file, error);
  }
}

function asRefusal(file: string, error: unknown): CodedError {
  return new CodedError('REQUEST_MALFORMED', `${file} is no backup of Casque, or is damaged`, { cause: error });
}

function refuse(detail: string, cause: unknown): never {
  throw new CodedError('REQUEST_MALFORMED', detail, { cause });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
