import { CodedError } from '../../domain/errors.ts';
import type { QueryName, StoreQueries } from './contract.ts';
import { answerQuery, isQueryTouched } from './queries/answer.ts';
import type { View } from './queries/view.ts';
import type { Touched } from './touched.ts';

export type Watched = {
  readonly key: number;
  readonly name: QueryName;
  readonly argument: StoreQueries[QueryName]['argument'];
  /** Nobody is shown the answer yet: it comes after the others. */
  readonly ahead: boolean;
  readonly answered: (answer: unknown) => void;
};

type Watch = Watched & {
  /** The last answer, and as text to see whether it changed. */
  last: unknown;
  lastText: string | null;
  stale: boolean;
  /** Stale, and to be answered now. */
  due: boolean;
};

export type LiveQueryOptions = {
  /** Runs the job between two changes of the replica, with its view of that moment. */
  readonly ask: <T>(job: (view: View) => Promise<T>) => Promise<T>;
  readonly after: (ms: number, run: () => void) => () => void;
  /** To what is shown. */
  readonly onAnswer: (name: QueryName, argument: unknown, answer: unknown) => void;
  readonly onFailure: (error: unknown) => void;
};

/** While a first sync pours in, lists are asked again after this long, and then after twice as long each time, until `mostPouringMillis`. */
const pouringMillis = 250;
const mostPouringMillis = 2_000;

/** The questions that the desk watches: answered at once, and again when a change touches them and the answer differs. */
export class LiveQueries {
  readonly #options: LiveQueryOptions;
  readonly #watches = new Map<number, Watch>();
  #flushing = false;
  #cancelDelay: (() => void) | null = null;
  #delay = pouringMillis;

  constructor(options: LiveQueryOptions) {
    this.#options = options;
  }

  add(watched: Watched): void {
    this.#watches.set(watched.key, { ...watched, last: null, lastText: null, stale: true, due: true });
    this.#flushSoon();
  }

  remove(key: number): void {
    this.#watches.delete(key);
  }

  /** `pouring`: many such changes follow each other, and what they touch is asked again from time to time. */
  changed(touched: Touched, pouring: boolean): void {
    for (const watch of this.#watches.values()) {
      const { name, argument, last } = watch;
      if (!isQueryTouched(touched, name, argument as never, last as never)) continue;
      watch.stale = true;
      watch.due ||= !pouring;
    }
    if (pouring) this.#cancelDelay ??= this.#options.after(this.#delay, () => this.#pourOn());
    else this.#flushSoon();
  }

  /** Nothing pours in any more. */
  catchUp(): void {
    this.#allDue(pouringMillis);
  }

  /** Each answer takes time from the rows that it waits for, and more the more there are. */
  #pourOn(): void {
    this.#allDue(Math.min(this.#delay * 2, mostPouringMillis));
  }

  #allDue(nextDelay: number): void {
    this.#cancelDelay?.();
    this.#cancelDelay = null;
    this.#delay = nextDelay;
    for (const watch of this.#watches.values()) watch.due = watch.stale;
    this.#flushSoon();
  }

  stop(): void {
    this.#watches.clear();
    this.#cancelDelay?.();
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    // Several changes of one turn of the event loop give one round of answers.
    queueMicrotask(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    try {
      await this.#options.ask(async (view) => {
        this.#flushing = false;
        await this.#answerStale(view);
      });
    } catch (error) {
      this.#flushing = false;
      this.#options.onFailure(error);
    }
  }

  async #answerStale(view: View): Promise<void> {
    const stale = [...this.#watches.values()].filter((watch) => watch.due);
    const unanswered = new Set(stale.sort((a, b) => Number(a.ahead) - Number(b.ahead)));
    // Before any answer: who is available, or how the sync is, may change while they are made, and is not in this view any more.
    for (const watch of unanswered) watch.stale = watch.due = false;
    try {
      for (const watch of unanswered) {
        await this.#answer(watch, view);
        unanswered.delete(watch);
      }
    } finally {
      for (const watch of unanswered) watch.stale = watch.due = true;
    }
  }

  async #answer(watch: Watch, view: View): Promise<void> {
    try {
      this.#give(watch, await answerQuery(view, watch.name, watch.argument as never));
    } catch (error) {
      // A damaged database concerns all; a row that one question cannot read must not silence the others.
      if (error instanceof CodedError) throw error;
      this.#options.onFailure(error);
    }
  }

  #give(watch: Watch, answer: unknown): void {
    const text = JSON.stringify(answer);
    watch.last = answer;
    if (text === watch.lastText) return;
    watch.lastText = text;
    watch.answered(answer);
    if (!watch.ahead) this.#options.onAnswer(watch.name, watch.argument, answer);
  }
}
