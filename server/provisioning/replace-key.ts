import { sql } from 'kysely';
import { CodedError } from '../../domain/errors.ts';
import { writeAudit } from '../audit/audit.ts';
import { sealedCalls } from '../carried/calls.ts';
import { sealedDrafts } from '../carried/drafts.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { sealedWebhooks } from '../webhooks/registry.ts';
import { sealedLines } from './lines.ts';
import type { SealedTable } from './sealed-table.ts';
import type { SecretBox } from './secret-box.ts';
import type { SecretKey } from './secret-key.ts';

/** Everything that is sealed. */
export const sealedTables: readonly SealedTable[] = [sealedLines, sealedWebhooks, sealedDrafts, sealedCalls];

const atOnce = 500;

export type ReplacedKey = {
  /** Fingerprints. */
  readonly from: string;
  readonly to: string;
  /** How many were sealed again, by table. */
  readonly sealed: Readonly<Record<string, number>>;
};

/**
 * Seals everything again with a new key, beside servers that run: all of it or nothing, in one transaction. Who reads goes on meanwhile; who seals waits. Throws
 * `CodedError` START_CONFIGURATION_INVALID (no other key, or nodes that do not have it) and SERVER_FAILED (something does not open).
 */
export async function replaceKey(db: Database, box: SecretBox, actor: string): Promise<ReplacedKey> {
  return await db.transaction().execute(async (trx) => {
    const { from, to } = await box.changeKey(trx);
    const sealed: Record<string, number> = {};
    for (const each of sealedTables) sealed[each.table] = await sealAgain(trx, each, box, to);
    const replaced = { from, to: to.fingerprint, sealed };
    await writeAudit(trx, { actor, action: 'secret-key.replace', detail: replaced });
    return replaced;
  });
}

type Page = readonly (Readonly<Record<string, string>> & { readonly place: string; readonly secret: Buffer })[];

async function sealAgain(trx: DatabaseTransaction, of: SealedTable, box: SecretBox, to: SecretKey): Promise<number> {
  const { table, column, keys, contextOf } = of;
  await sql`declare sealed_rows no scroll cursor for select ctid::text as place, ${sql.ref(column)} as secret,
    ${sql.join(keys.map((key) => sql`${sql.ref(key)}::text as ${sql.ref(`of ${key}`)}`))} from ${sql.table(table)}`.execute(
    trx,
  );
  let count = 0;
  for (;;) {
    const { rows } = await sql<Page[number]>`fetch forward ${sql.lit(atOnce)} from sealed_rows`.execute(trx);
    if (rows.length === 0) break;
    const again = await Promise.all(
      rows.map(async (row) => {
        const context = contextOf(...keys.map((key) => row[`of ${key}`] ?? ''));
        return to.seal(await opened(box, row.secret, context, table), context);
      }),
    );
    // Nobody else writes these columns now, so that a row which is still there is still in its place.
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = given.secret
      from unnest(${rows.map(({ place }) => place)}::tid[], ${again}::bytea[]) as given (place, secret)
      where ${sql.ref(`${table}.ctid`)} = given.place`.execute(trx);
    count += rows.length;
  }
  await sql`close sealed_rows`.execute(trx);
  return count;
}

async function opened(box: SecretBox, secret: Buffer, context: string, table: string): Promise<string> {
  try {
    return await box.open(secret, context);
  } catch (error) {
    const what = `nothing was changed: in ${table}, what is sealed for "${context}" does not open with the key in force`;
    throw new CodedError('SERVER_FAILED', what, { cause: error });
  }
}
