import { Migrator, type Migration } from 'kysely';
import { CodedError } from '../../domain/errors.ts';
import type { Database } from './schema.ts';
import * as initial from './migrations/0001-initial.ts';
import * as validations from './migrations/0002-validations.ts';
import * as search from './migrations/0004-search.ts';
import * as audit from './migrations/0009-audit.ts';
import * as carried from './migrations/0010-carried.ts';
import * as callbacks from './migrations/0011-callbacks.ts';
import * as equipment from './migrations/0012-equipment.ts';
import * as texts from './migrations/0013-texts.ts';
import * as organisations from './migrations/0014-organisations.ts';
import * as procedures from './migrations/0015-procedures.ts';
import * as ofTicket from './migrations/0017-of-ticket.ts';
import * as webhooks from './migrations/0020-webhooks.ts';
import * as deviceKeys from './migrations/0021-device-keys.ts';
import * as oidc from './migrations/0022-oidc.ts';
import * as files from './migrations/0024-files.ts';
import * as outlines from './migrations/0025-outlines.ts';
import * as links from './migrations/0026-links.ts';
import * as records from './migrations/0027-records.ts';
import * as fileRoom from './migrations/0028-file-room.ts';
import * as signedInBy from './migrations/0029-signed-in-by.ts';

/** In the order of their names; a released one never changes. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-validations': validations,
  '0004-search': search,
  '0009-audit': audit,
  '0010-carried': carried,
  '0011-callbacks': callbacks,
  '0012-equipment': equipment,
  '0013-texts': texts,
  '0014-organisations': organisations,
  '0015-procedures': procedures,
  '0017-of-ticket': ofTicket,
  '0020-webhooks': webhooks,
  '0021-device-keys': deviceKeys,
  '0022-oidc': oidc,
  '0024-files': files,
  '0025-outlines': outlines,
  '0026-links': links,
  '0027-records': records,
  '0028-file-room': fileRoom,
  '0029-signed-in-by': signedInBy,
};

/**
 * Brings the database to this server's schema, all in one transaction and under an advisory lock (Kysely's PostgreSQL adapter),
 * so that several nodes may start together. Returns the names of the migrations that ran.
 */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    if (error instanceof Error && error.message.includes('previously executed migration')) {
      throw new CodedError('START_DATABASE_NEWER', error.message, { cause: error });
    }
    throw error instanceof Error ? error : new Error('the migrations failed', { cause: error });
  }
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}
