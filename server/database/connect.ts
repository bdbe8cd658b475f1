import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { CodedError } from '../../domain/errors.ts';
import type { TypeId } from './pipeline.ts';
import { PipeliningDialect } from './pipelining-dialect.ts';
import type { Database, Schema } from './schema.ts';

/** The type's OID in every PostgreSQL (pg_type.dat). */
const int8 = 20;

/** How a value of this type is read from its text. `pg` gives int8 as text, since it may not fit a number; our counters stay far below 2^53. */
function parserOf(oid: TypeId): (text: string) => unknown {
  return (oid as number) === int8 ? parseInt8 : (pg.types.getTypeParser(oid, 'text') as (text: string) => unknown);
}

/** Nothing is asked for in binary. */
const types: pg.CustomTypesConfig = { getTypeParser: parserOf };

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of range: ${text}`);
  return value;
}

export type ConnectOptions = {
  /** Connections at most. */
  readonly connections?: number;
  /** A connection of the pool broke; the pool replaces it. */
  readonly onConnectionLost?: (error: Error) => void;
};

/** A pool on a PostgreSQL 15 or newer, proven by one query. Throws `CodedError` START_DATABASE_UNREACHABLE. */
export async function connect(databaseUrl: string, options: ConnectOptions = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types,
    max: options.connections ?? 20,
    connectionTimeoutMillis: 10_000,
    application_name: 'casque-server',
    keepAlive: true,
  });
  // The pool listens to its idle connections only: one that breaks between two statements of a transaction would otherwise
  // be an event that nobody handles, and end the process.
  pool.on('connect', (client) => client.on('error', (error) => options.onConnectionLost?.(error)));
  pool.on('error', () => undefined);
  const db = new Kysely<Schema>({ dialect: new PipeliningDialect(pool, parserOf) });
  try {
    const version = await sql<{ number: number }>`select current_setting('server_version_num')::int as number`.execute(
      db,
    );
    const number = version.rows[0]?.number ?? 0;
    if (number < 150_000)
      throw new CodedError('START_DATABASE_UNREACHABLE', `PostgreSQL ${number}: 15 or newer is needed`);
    return db;
  } catch (error) {
    await db.destroy();
    if (error instanceof CodedError) throw error;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new CodedError('START_DATABASE_UNREACHABLE', `${withoutPassword(databaseUrl)}: ${reason}`, { cause: error });
  }
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
}
