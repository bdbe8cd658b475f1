import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { getCountries, type CountryCode } from 'libphonenumber-js';
import { CodedError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import { consoleUser, writeAudit, type AuditAction } from '../audit/audit.ts';
import { restoreBackup, writeBackup } from '../backup/backup.ts';
import type { CommandLineOptions } from '../configuration.ts';
import type { Database } from '../database/schema.ts';
import { announce } from '../events/news.ts';
import { contactColumns, contactOf } from '../import/contacts.ts';
import { importRecords } from '../import/import.ts';
import { readRecords } from '../import/read-records.ts';
import { ticketColumns, ticketMaker } from '../import/tickets.ts';
import { eraseContact } from '../privacy/erase-contact.ts';
import { deleteOld } from '../privacy/retention.ts';
import { print, withDatabase } from './with-database.ts';

/** Commands about the data as a whole: import, backup, erasure, retention, and what the audit trail says. */

async function audit(db: Database, action: AuditAction, detail: Readonly<Record<string, unknown>>, subject?: Id) {
  await writeAudit(db, { actor: consoleUser(), action, subject, detail });
}

async function tellEverybody(db: Database): Promise<void> {
  const scopes = await db.selectFrom('scopes').select('scope').execute();
  await announce(db, { kind: 'changed', scopes: scopes.map(({ scope }) => scope) });
}

export type ImportCommandOptions = CommandLineOptions & {
  readonly dryRun?: boolean;
  readonly country?: string;
  readonly team?: string;
  readonly author?: string;
};

export async function importCommand(
  what: 'contacts' | 'tickets',
  file: string,
  options: ImportCommandOptions,
): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CodedError('REQUEST_MALFORMED', `${file} cannot be read`, { cause: error });
  });
  const records = readRecords(text);
  await withDatabase(options, async (db) => {
    const make =
      what === 'contacts'
        ? contactOf(countryOf(options.country))
        : await ticketMaker(db, { team: options.team, author: options.author ?? '', now: new Date() });
    const columns = what === 'contacts' ? contactColumns : ticketColumns;
    const dryRun = options.dryRun === true;
    const { problems, ...summary } = await importRecords(db, { records, make, columns, dryRun });
    for (const { line, problem } of problems) process.stderr.write(`${file}:${line}: ${problem}\n`);
    if (problems.length > 0)
      throw new CodedError('REQUEST_MALFORMED', `${problems.length} problems, nothing was written`);
    if (!dryRun) {
      await audit(db, 'import', { what, ...summary });
      await tellEverybody(db);
    }
    print(JSON.stringify({ ...summary, dryRun }));
  });
}

function countryOf(text = 'FR'): CountryCode {
  const country = getCountries().find((known) => known === text.toUpperCase());
  if (country === undefined)
    throw new CodedError('REQUEST_MALFORMED', `${text} is no country (ISO 3166-1, two letters)`);
  return country;
}

export async function backupCommand(file: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const summary = await writeBackup(db, file);
    await audit(db, 'backup', { rows: summary.rows });
    print(JSON.stringify({ file, ...summary }));
  });
}

export async function restoreCommand(file: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const summary = await restoreBackup(db, file);
    await audit(db, 'restore', summary);
    await tellEverybody(db);
    print(JSON.stringify({ file, ...summary }));
  });
}

export async function eraseContactCommand(
  id: string,
  options: CommandLineOptions & { readonly texts?: boolean },
): Promise<void> {
  const contactId = Id.safeParse(id);
  if (!contactId.success) throw new CodedError('REQUEST_MALFORMED', `${id} is no id of a contact`);
  await withDatabase(options, async (db) => {
    const rows = await eraseContact(db, contactId.data, options.texts === true);
    await audit(db, 'contact.erase', { ...rows, texts: options.texts === true }, contactId.data);
    await tellEverybody(db);
    print(JSON.stringify({ id: contactId.data, ...rows }));
  });
}

export async function findContactsCommand(words: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const found = await sql<{ data: unknown }>`select data from contacts where scope = ${organisationScope}
      and position(lower(${words}) in lower(data::text)) > 0 order by data ->> 'name' limit 100`.execute(db);
    for (const { data } of found.rows) print(JSON.stringify(data));
  });
}

export async function retentionCommand(
  options: CommandLineOptions & { readonly days: number; readonly dryRun?: boolean },
): Promise<void> {
  const dryRun = options.dryRun === true;
  await withDatabase(options, async (db) => {
    const before = new Date(Date.now() - options.days * 86_400_000);
    const deleted = await deleteOld(db, { before, dryRun });
    if (!dryRun) {
      await sql`delete from audit where at < ${before}`.execute(db);
      await audit(db, 'retention', { ...deleted, days: options.days });
      await tellEverybody(db);
    }
    print(JSON.stringify({ ...deleted, dryRun }));
  });
}

export async function auditCommand(options: CommandLineOptions & { readonly days: number }): Promise<void> {
  await withDatabase(options, async (db) => {
    const found = await sql<Record<string, unknown>>`select at, actor, action, subject, detail from audit
      where at > now() - make_interval(days => ${options.days}) order by id`.execute(db);
    for (const row of found.rows) print(JSON.stringify(row));
  });
}
