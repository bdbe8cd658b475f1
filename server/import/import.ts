import { sql } from 'kysely';
import { v5 } from 'uuid';
import { z } from 'zod';
import type { Id } from '../../domain/ids.ts';
import { tables, type Row } from '../../domain/tables.ts';
import type { Database } from '../database/schema.ts';
import { PostgresRows } from '../sync/postgres/row-storage.ts';
import { writeRows, type RowWrite } from '../sync/write-rows.ts';
import type { SourceRecord } from './read-records.ts';

export type ImportProblem = { readonly line: number; readonly problem: string };

export type ImportSummary = {
  readonly read: number;
  readonly added: number;
  /** Were imported before, by the same key. */
  readonly known: number;
  readonly problems: readonly ImportProblem[];
};

/** What one record becomes: its rows, the first of which has an id that is the same at every import of it. */
export type Made = { readonly rows: readonly NewRow[] } | { readonly problem: string };
export type NewRow = { readonly table: 'contacts' | 'tickets' | 'entries'; readonly row: Row };

export type ImportOptions = {
  readonly records: readonly SourceRecord[];
  readonly make: (record: SourceRecord) => Made | Promise<Made>;
  /** Headings that `make` knows; another one is a problem, since it would be left out in silence. */
  readonly columns: readonly string[];
  readonly dryRun: boolean;
};

const portion = 2000;

/** The same id for the same key, so that an import can be run again. */
export function importedId(kind: string, key: string): Id {
  return v5(`casque:import:${kind}:${key}`, v5.URL);
}

/** All or nothing: with one problem nothing is written, and every problem is told by its line. */
export async function importRecords(db: Database, options: ImportOptions): Promise<ImportSummary> {
  const problems: ImportProblem[] = [];
  const strange = Object.keys(options.records[0]?.fields ?? {}).filter((name) => !options.columns.includes(name));
  if (strange.length > 0) {
    problems.push({ line: 1, problem: `unknown: ${strange.join(', ')}; there are ${options.columns.join(', ')}` });
  }
  const made: (readonly NewRow[])[] = [];
  const lines = new Map<Id, number>();
  for (const record of options.records) {
    const result = await options.make(record);
    const problem = 'problem' in result ? result.problem : problemOf(result.rows);
    const id = 'rows' in result ? result.rows[0]?.row.id : undefined;
    const twin = id === undefined ? undefined : lines.get(id);
    if (id !== undefined) lines.set(id, record.line);
    if (problem !== undefined) problems.push({ line: record.line, problem });
    else if (twin !== undefined) problems.push({ line: record.line, problem: `the same as line ${twin}` });
    else if ('rows' in result) made.push(result.rows);
  }
  const known = await knownOf(db, made);
  const fresh = made.filter(([first]) => first !== undefined && !known.has(first.row.id));
  const summary = { read: options.records.length, added: fresh.length, known: known.size, problems };
  if (problems.length > 0 || options.dryRun) return problems.length > 0 ? { ...summary, added: 0 } : summary;
  const writes = fresh.flat().map(({ table, row }): RowWrite => ({ table, row, scopeBefore: undefined }));
  await db.transaction().execute(async (trx) => {
    for (let start = 0; start < writes.length; start += portion)
      await writeRows(new PostgresRows(trx), writes.slice(start, start + portion));
  });
  return summary;
}

function problemOf(rows: readonly NewRow[]): string | undefined {
  for (const { table, row } of rows) {
    const parsed = tables[table].safeParse(row);
    if (!parsed.success) {
      return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    }
  }
  return undefined;
}

async function knownOf(db: Database, made: readonly (readonly NewRow[])[]): Promise<ReadonlySet<Id>> {
  const first = made.flatMap(([row]) => (row === undefined ? [] : [row]));
  const known = new Set<Id>();
  for (const table of new Set(first.map((each) => each.table))) {
    const ids = first.filter((each) => each.table === table).map(({ row }) => row.id);
    const found = await sql<{ id: Id }>`select id from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(db);
    for (const { id } of found.rows) known.add(id);
  }
  return known;
}

export const Instant = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: 'custom', message: `"${text}" is no date` });
  return z.NEVER;
});
