import type { Kept, QueryName } from './contract.ts';
import type { StoreDatabase } from './database/database.ts';

/** What a desk paints first. Their last answers are kept, and given to it before the rows are loaded. */
const keptQueries: ReadonlySet<QueryName> = new Set<QueryName>([
  'tickets',
  'ticket',
  'agents',
  'teams',
  'calls',
  'missed',
]);

/** Written this long after an answer changed, so that typing does not write it again and again. */
const settleMillis = 400;

export class FirstScreenKeeper {
  readonly #database: StoreDatabase;
  readonly #after: (ms: number, run: () => void) => () => void;
  readonly #answers: Record<string, { argument: string; answer: string }>;
  #cancel: (() => void) | null = null;

  constructor(database: StoreDatabase, after: (ms: number, run: () => void) => () => void, kept: Kept['answers']) {
    this.#database = database;
    this.#after = after;
    this.#answers = { ...kept };
  }

  keep(name: QueryName, argument: unknown, answer: unknown): void {
    if (!keptQueries.has(name)) return;
    const [question, text] = [JSON.stringify(argument), JSON.stringify(answer)];
    const kept = this.#answers[name];
    if (kept?.argument === question && kept.answer === text) return;
    this.#answers[name] = { argument: question, answer: text };
    this.#cancel ??= this.#after(settleMillis, () => {
      this.#cancel = null;
      // A convenience: when it cannot be written, the next start is only slower.
      this.#database
        .commit({ put: { meta: [{ key: 'first-screen', answers: this.#answers }] } })
        .catch(() => undefined);
    });
  }

  stop(): void {
    this.#cancel?.();
  }
}
