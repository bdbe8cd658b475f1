import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type pg from 'pg';
import { KeptStatements } from './kept-statements.ts';
import { Pipeline, type ParserOf } from './pipeline.ts';

const commit = CompiledQuery.raw('commit');

/**
 * A connection of the pool. The beginning of a transaction goes to the database with its first statement, its end with the last one if that is said
 * (`sendLast`).
 */
export class PipeliningConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #parserOf: ParserOf;
  readonly #kept = new KeptStatements();
  #beginning: CompiledQuery | undefined;
  #committed = false;

  constructor(client: pg.PoolClient, parserOf: ParserOf) {
    this.#client = client;
    this.#parserOf = parserOf;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // Without parameters it may be several, or one that cannot be kept, and is not worth it.
    if (query.parameters.length === 0) {
      const beginning = this.#takeBeginning();
      if (beginning !== undefined) await this.#client.query(beginning.sql);
      return (await this.#simple(query)) as QueryResult<R>;
    }
    const [result] = await this.send([query]);
    return (result ?? { rows: [] }) as QueryResult<R>;
  }

  /** In one write. Resolves with what each gave; rejects with the error of the first that failed, behind which none was run. */
  async send(queries: readonly CompiledQuery[]): Promise<QueryResult<unknown>[]> {
    if (this.#committed) throw new Error('a statement after the last one of its transaction');
    const beginning = this.#takeBeginning();
    const results = await this.#pipeline(beginning === undefined ? queries : [beginning, ...queries]);
    return beginning === undefined ? results : results.slice(1);
  }

  /** The same, and commits. */
  async sendLast(queries: readonly CompiledQuery[]): Promise<QueryResult<unknown>[]> {
    const results = await this.send([...queries, commit]);
    this.#committed = true;
    return results.slice(0, -1);
  }

  begin(beginning: CompiledQuery): void {
    this.#beginning = beginning;
    this.#committed = false;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const hasBegun = this.#takeBeginning() === undefined && !this.#committed;
    this.#committed = false;
    if (hasBegun) await this.#client.query(how);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not read in a stream here');
  }

  release(): void {
    this.#client.release();
  }

  #takeBeginning(): CompiledQuery | undefined {
    const beginning = this.#beginning;
    this.#beginning = undefined;
    return beginning;
  }

  async #simple({ sql }: CompiledQuery): Promise<QueryResult<unknown>> {
    if (this.#committed) throw new Error('a statement after the last one of its transaction');
    const { command, rowCount, rows } = await this.#client.query<Record<string, unknown>>(sql);
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
    return changes ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
  }

  async #pipeline(queries: readonly CompiledQuery[]): Promise<QueryResult<unknown>[]> {
    try {
      return await new Promise((answered, failed) => {
        const options = { kept: this.#kept, parserOf: this.#parserOf, answered, failed };
        this.#client.query(new Pipeline(queries, options) as unknown as pg.Submittable);
      });
    } catch (error) {
      // Born where the socket is read: it does not say who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }
}
