import { createHash } from 'node:crypto';
import pg from 'pg';

/** Different statements that one connection has the database keep, at most; those that come later are planned each time. */
const mostKept = 250;

/**
 * A connection that has PostgreSQL keep the plan of each statement with parameters (PREPARE): to plan the pull over all tables takes
 * longer than to run it. Such a statement names its columns: PostgreSQL refuses a kept plan whose columns have become others (`select *`, or
 * a column of another type).
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();

  // The signatures are those of `pg`, which has a dozen; only that of a text with parameters is of interest here.
  override query(...call: unknown[]): never {
    const [text, values, ...rest] = call;
    const prepared =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? this.#prepared(text) : undefined;
    const forwarded = prepared === undefined ? call : [{ name: prepared, text, values: values as unknown[] }, ...rest];
    return (super.query as (...given: unknown[]) => never).apply(this, forwarded);
  }

  #prepared(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= mostKept) return undefined;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 40);
    this.#names.set(text, name);
    return name;
  }
}
