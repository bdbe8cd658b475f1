import type { OnTicket, TicketPresence } from '../../../domain/agent/ticket-presence.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Platform } from '../platform.ts';

export type OpenTicketOptions = {
  readonly platform: Pick<Platform, 'now' | 'after'>;
  /** Tells the server, as far as it is there, what is open from now on. */
  readonly say: (ticket: TicketPresence | null) => void;
  /** Who else is on the ticket has changed. */
  readonly onChange: () => void;
};

/** So long a ticket has to be open before it is said: whoever goes through a list with the arrow keys is on none of its tickets. Milliseconds. */
const settleMillis = 700;
/** Whoever has typed nothing for so long is no longer writing. Milliseconds. */
const restMillis = 20_000;

/** The ticket that this agent has open here: what is said of it to the server, and who else is on it, as the server says. */
export class OpenTicket {
  readonly #options: OpenTicketOptions;
  /** Those who show it, by their keys: the last is on the screen. */
  readonly #watches = new Map<number, Id>();
  #ticketId: Id | null = null;
  #openedAt = 0;
  #writing = false;
  #said: TicketPresence | null = null;
  #others: { readonly ticketId: Id; readonly agents: readonly OnTicket[] } | null = null;
  #cancelSettle: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;

  constructor(options: OpenTicketOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#cancelSettle?.();
    this.#cancelRest?.();
  }

  /** @param key of the watch */
  watch(key: number, ticketId: Id): void {
    this.#watches.set(key, ticketId);
    this.#open(ticketId);
  }

  unwatch(key: number): void {
    if (this.#watches.delete(key)) this.#open([...this.#watches.values()].at(-1) ?? null);
  }

  /** What is typed as the note of a ticket was saved, or has become one (an empty text). */
  typed(ticketId: Id, text: string): void {
    if (ticketId !== this.#ticketId) return;
    this.#rest();
    this.#writing = text.trim() !== '';
    if (this.#writing) {
      this.#cancelRest = this.#options.platform.after(restMillis, () => {
        this.#writing = false;
        this.#settleSoon(0);
      });
    }
    this.#settleSoon(settleMillis);
  }

  /** What the server says of a ticket; null: it says nothing of any, for it is not there. */
  heard(said: { readonly ticketId: Id; readonly agents: readonly OnTicket[] } | null): void {
    if (said === null && this.#others === null) return;
    this.#others = said;
    this.#options.onChange();
  }

  /** Who else is on this ticket; null: nobody has said it. */
  othersOn(ticketId: Id): readonly OnTicket[] | null {
    return this.#others?.ticketId === ticketId ? this.#others.agents : null;
  }

  #open(ticketId: Id | null): void {
    if (ticketId === this.#ticketId) return;
    this.#ticketId = ticketId;
    this.#openedAt = this.#options.platform.now();
    this.#rest();
    this.#settleSoon(settleMillis);
  }

  #rest(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
    this.#writing = false;
  }

  /** Not put off by what comes meanwhile: who scrolls on has left the ticket that was said, and who types on goes on writing. */
  #settleSoon(ms: number): void {
    this.#cancelSettle ??= this.#options.platform.after(ms, () => this.#settle());
  }

  #settle(): void {
    this.#cancelSettle = null;
    const stood = this.#options.platform.now() - this.#openedAt;
    // Below nothing: the clock was put back.
    const isPassing = stood >= 0 && stood < settleMillis;
    if (isPassing && this.#ticketId !== null && this.#ticketId !== this.#said?.ticketId) {
      this.#say(null);
      this.#settleSoon(settleMillis - stood);
    } else this.#say(this.#ticketId === null ? null : { ticketId: this.#ticketId, writing: this.#writing });
  }

  #say(ticket: TicketPresence | null): void {
    const said = this.#said;
    if (said?.ticketId === ticket?.ticketId && said?.writing === ticket?.writing) return;
    this.#said = ticket;
    // The server says it anew of a ticket that is entered anew.
    if (said?.ticketId !== ticket?.ticketId) this.heard(null);
    this.#options.say(ticket);
  }
}
