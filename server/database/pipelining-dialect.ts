import { CompiledQuery, PostgresDialect, type DatabaseConnection, type Driver, type TransactionSettings } from 'kysely';
import type pg from 'pg';
import type { ParserOf } from './pipeline.ts';
import { PipeliningConnection } from './pipelining-connection.ts';
import type { Database, DatabaseTransaction } from './schema.ts';

/** Kysely's own dialect of PostgreSQL, with connections that need fewer round trips. */
export class PipeliningDialect extends PostgresDialect {
  readonly #driver: Driver;

  constructor(pool: pg.Pool, parserOf: ParserOf) {
    super({ pool });
    this.#driver = new PipeliningDriver(pool, parserOf);
  }

  override createDriver(): Driver {
    return this.#driver;
  }
}

class PipeliningDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #parserOf: ParserOf;
  readonly #connections = new WeakMap<pg.PoolClient, PipeliningConnection>();

  constructor(pool: pg.Pool, parserOf: ParserOf) {
    this.#pool = pool;
    this.#parserOf = parserOf;
  }

  async init(): Promise<void> {
    // The pool connects when it is asked to.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const client = await this.#pool.connect();
    const connection = this.#connections.get(client) ?? new PipeliningConnection(client, this.#parserOf);
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`;
    const access = settings.accessMode === undefined ? '' : ` ${settings.accessMode}`;
    await Promise.resolve();
    pipelining(connection).begin(CompiledQuery.raw(`begin${isolation}${access}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await pipelining(connection).end('commit');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await pipelining(connection).end('rollback');
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await Promise.resolve();
    pipelining(connection).release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

function pipelining(connection: DatabaseConnection): PipeliningConnection {
  if (!(connection instanceof PipeliningConnection)) throw new TypeError('a connection of another driver');
  return connection;
}

/** Runs statements one after the other, in one round trip: in a transaction, or as one. Resolves with the rows of each. */
export async function runTogether(
  db: Database | DatabaseTransaction,
  queries: readonly CompiledQuery[],
): Promise<unknown[][]> {
  return await db.getExecutor().provideConnection(async (connection) => {
    const results = await pipelining(connection).send(queries);
    return results.map(({ rows }) => rows);
  });
}

/** The same for the last statement of a transaction, which is committed with it. Resolves with its rows. */
export async function runLast<R>(trx: DatabaseTransaction, query: CompiledQuery<R>): Promise<R[]> {
  return await trx.getExecutor().provideConnection(async (connection) => {
    const [result] = await pipelining(connection).sendLast([query]);
    return (result?.rows ?? []) as R[];
  });
}
