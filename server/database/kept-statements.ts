/** A column of an answer, and how its text is read. */
export type Column = { readonly name: string; readonly parse: (text: string) => unknown };

export type KeptStatement = {
  /** '': kept until the next one without a name. */
  readonly name: string;
  /** Empty: it gives no rows. */
  columns: readonly Column[];
};

/** Different statements that one connection has the database keep, at most; those that come later are planned each time. */
const mostKept = 250;

/**
 * The statements whose plan PostgreSQL keeps for one connection (PREPARE): to plan the pull over all tables takes longer than to run it. Such a statement
 * names its columns: PostgreSQL refuses a kept plan whose columns have become others (`select *`, or a column of another type).
 */
export class KeptStatements {
  readonly #kept = new Map<string, KeptStatement>();
  #named = 0;

  get(text: string): KeptStatement | undefined {
    return this.#kept.get(text);
  }

  /** One that is to be sent for the first time; `keep` it once the database has it. */
  add(): KeptStatement {
    if (this.#kept.size >= mostKept) return { name: '', columns: [] };
    this.#named += 1;
    return { name: `s${this.#named}`, columns: [] };
  }

  keep(text: string, statement: KeptStatement): void {
    if (statement.name !== '' && this.#kept.size < mostKept) this.#kept.set(text, statement);
  }
}
