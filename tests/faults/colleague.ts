/**
 * A second agent at another desk: the store of the product on the same broken network and server, without a screen. They add to
 * the first one's tickets, and have to see everything that the first one did.
 */
import { newId, type Id } from '../../domain/ids.ts';
import type { QueryName, StoreQueries, TicketLine, TicketView } from '../../renderer/store/contract.ts';
import { demoAccounts } from '../lab/desk-steps.ts';
import { StoreDesk } from '../sync/support/store-desk.ts';
import type { Journal } from './journal.ts';

type Note = { readonly ticket: string; readonly text: string };

export class Colleague {
  readonly #desk: StoreDesk;
  readonly #journal: Journal;
  readonly #underWay = new Map<string, Promise<void>>();

  private constructor(desk: StoreDesk, journal: Journal) {
    this.#desk = desk;
    this.#journal = journal;
  }

  static async signIn(serverUrl: string, journal: Journal): Promise<Colleague> {
    const { login, password } = demoAccounts.karim;
    return new Colleague(await StoreDesk.open(serverUrl, login, { secret: password }), journal);
  }

  /** Adds this note to the ticket as soon as it has come to their desk, and is not waited for. */
  helps(ticket: string, text: string): void {
    const helped = this.#ticket(ticket).then(async (id) => {
      await this.#desk.mutate('note.add@1', { id: newId(), ticketId: id, text });
      this.#journal.show({ kind: 'note', ticket, text });
    });
    this.#underWay.set(`the ticket "${ticket}" at the colleague's desk`, helped);
    // Told by `done`.
    helped.catch(() => undefined);
  }

  /** Their work is done and has come to the server. @throws {Error} with what did not come about */
  async done(timeoutMs: number): Promise<void> {
    for (const [what, helped] of this.#underWay) await within(timeoutMs, what, helped);
    const sent = this.#first('status', null, ({ sync, queued }) => sync.state === 'online' && queued === 0);
    await within(timeoutMs, 'that all of the colleague is sent', sent);
  }

  /** Of these notes, those that stand in their tickets at the colleague's desk before the time is over. */
  async sees(notes: readonly Note[], timeoutMs: number): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    const deadline = performance.now() + timeoutMs;
    for (const { ticket, text } of notes) {
      const there = this.#ticket(ticket).then((id) => this.#first('ticket', { id }, hasNote(text)));
      const left = Math.max(100, deadline - performance.now());
      await within(left, text, there).then(
        () => seen.add(text),
        () => undefined,
      );
    }
    return seen;
  }

  async stop(): Promise<void> {
    await this.#desk.close();
  }

  /** Once it is there; it may have been solved meanwhile. */
  async #ticket(subject: string): Promise<Id> {
    const lists = (['team', 'solved'] as const).map(async (view) => {
      const has = ({ subject: each }: TicketLine): boolean => each === subject;
      const { lines } = await this.#first('tickets', { view, text: subject, limit: 20 }, (all) => all.lines.some(has));
      return lines.find(has)?.id;
    });
    const id = await Promise.race(lists);
    if (id === undefined) throw new Error(`The ticket "${subject}" went as it came.`);
    return id;
  }

  /** The first answer that is wanted, whenever it comes. */
  async #first<Q extends QueryName>(
    name: Q,
    argument: StoreQueries[Q]['argument'],
    wanted: (answer: StoreQueries[Q]['answer']) => boolean,
  ): Promise<StoreQueries[Q]['answer']> {
    return await new Promise((done) => {
      const stop = this.#desk.store.watch(name, argument, (answer) => {
        if (!wanted(answer)) return;
        queueMicrotask(() => stop());
        done(answer);
      });
    });
  }
}

function hasNote(text: string): (view: TicketView | null) => boolean {
  return (view) =>
    view?.timeline.some((item) => item.kind === 'entry' && item.entry.kind === 'note' && item.entry.text === text) ??
    false;
}

async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`In ${Math.round(ms / 1000)} s there was not ${what}.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
