import type { CompiledQuery, QueryResult } from 'kysely';
import type pg from 'pg';
import utils from 'pg/lib/utils.js';
import type { KeptStatement, KeptStatements } from './kept-statements.ts';

/** The messages of PostgreSQL's protocol that are sent here (§55.7), as `pg` names them; its types have them otherwise. */
type Wire = {
  readonly stream: pg.Connection['stream'];
  parse(message: { readonly name: string; readonly text: string }): void;
  describe(message: { readonly type: 'S'; readonly name: string }): void;
  bind(message: { readonly statement: string; readonly values: readonly (string | Buffer | null)[] }): void;
  execute(message: Readonly<Record<string, never>>): void;
  sync(): void;
};

type Row = Record<string, unknown>;

type Sent = {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
  readonly statement: KeptStatement;
  /** The database does not have it yet. */
  readonly isNew: boolean;
  readonly rows: Row[];
  affected: bigint | undefined;
};

/** The OID of a type. */
export type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** How a value of this type is read from its text. */
export type ParserOf = (oid: TypeId) => (text: string) => unknown;

export type PipelineOptions = {
  readonly kept: KeptStatements;
  readonly parserOf: ParserOf;
  readonly answered: (results: QueryResult<unknown>[]) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Statements that go to the database in one write, one after the other, and are answered together (PostgreSQL §55.2.4): a write to a socket, and being woken
 * by it, costs more than most statements do. After one that fails none of those behind it is run. To be given to `query` of a client of `pg`, which calls
 * its methods.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #sent: readonly Sent[];
  /** Which of them is being answered. */
  #at = 0;
  #unreadable: { readonly error: unknown } | undefined;

  constructor(queries: readonly CompiledQuery[], options: PipelineOptions) {
    this.#options = options;
    const added = new Map<string, KeptStatement>();
    this.#sent = queries.map(({ sql: text, parameters }) => {
      const known = options.kept.get(text) ?? added.get(text);
      const statement = known ?? options.kept.add();
      if (statement.name !== '') added.set(text, statement);
      const values = parameters.map((value) => utils.prepareValue(value));
      return { text, values, statement, isNew: known === undefined, rows: [], affected: undefined };
    });
  }

  submit(wire: Wire): void {
    wire.stream.cork();
    for (const { text, values, isNew, statement } of this.#sent) {
      if (isNew) {
        wire.parse({ name: statement.name, text });
        wire.describe({ type: 'S', name: statement.name });
      }
      wire.bind({ statement: statement.name, values });
      wire.execute({});
    }
    wire.sync();
    wire.stream.uncork();
  }

  /** Comes for those that give rows, before the rows, when they are new. */
  handleRowDescription({ fields }: { readonly fields: readonly { name: string; dataTypeID: TypeId }[] }): void {
    const sent = this.#sent[this.#at];
    if (sent === undefined) return;
    sent.statement.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: this.#options.parserOf(dataTypeID),
    }));
    // It is there now, whether it succeeds or not.
    this.#options.kept.keep(sent.text, sent.statement);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const sent = this.#sent[this.#at];
    if (sent === undefined || this.#unreadable !== undefined) return;
    const row: Row = {};
    try {
      for (const [place, { name, parse }] of sent.statement.columns.entries()) {
        const text = fields[place] ?? null;
        row[name] = text === null ? null : parse(text);
      }
      sent.rows.push(row);
    } catch (error) {
      this.#unreadable = { error };
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const sent = this.#sent[this.#at];
    if (sent === undefined) return;
    const [, affected] = /^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)/.exec(text) ?? [];
    if (affected !== undefined) sent.affected = BigInt(affected);
    this.#options.kept.keep(sent.text, sent.statement);
    this.#at += 1;
  }

  handleEmptyQuery(): void {
    this.#at += 1;
  }

  handleError(error: unknown): void {
    this.#options.failed(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable !== undefined) {
      this.#options.failed(this.#unreadable.error);
      return;
    }
    this.#options.answered(
      this.#sent.map(({ rows, affected }) => (affected === undefined ? { rows } : { rows, numAffectedRows: affected })),
    );
  }
}
