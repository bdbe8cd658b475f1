import type { OnTicket, TicketPresence } from '../../domain/agent/ticket-presence.ts';
import type { Id } from '../../domain/ids.ts';
import { send, type Listener } from './hub.ts';

export type OpenTicketsOptions = {
  /** The scope of each of these tickets that there is. */
  readonly scopesOf: (ticketIds: readonly Id[]) => Promise<ReadonlyMap<Id, Id>>;
  /** What is to be said of an agent and of a ticket may be something else now. */
  readonly onChange: (agentId: Id, ticketId: Id) => void;
  readonly log: { warn(context: object, message: string): void };
};

type Claim = {
  said: TicketPresence;
  /** Of the ticket, as it was looked up last; undefined: not yet, or there is no such ticket. */
  scope: Id | undefined;
  /** Whether it counted then. */
  counted: boolean;
  /** JSON of what the desk was told last; null: nothing yet. */
  told: string | null;
};

/** Looked up together: however many desks say whatever they say, the database is asked so often and no more. Milliseconds. */
const togetherMillis = 50;

/**
 * The tickets that this node's desks say that they have open. A desk counts, and is told who else is there, only while its agent may read
 * the ticket: of another one it learns nothing, not even whether there is one.
 */
export class OpenTickets {
  readonly #options: OpenTicketsOptions;
  readonly #claims = new Map<Listener, Claim>();
  #unsure = new Set<Listener>();
  #round: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: OpenTicketsOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#round);
  }

  /** @param said null: none (any more) */
  report(listener: Listener, said: TicketPresence | null): void {
    const claim = this.#claims.get(listener);
    if (said !== null && claim?.said.ticketId === said.ticketId) {
      claim.said = said;
      this.#changed(listener, claim);
      return;
    }
    this.leave(listener);
    if (said === null) return;
    this.#claims.set(listener, { said, scope: undefined, counted: false, told: null });
    this.#lookUp([listener]);
  }

  leave(listener: Listener): void {
    const claim = this.#claims.get(listener);
    if (claim === undefined) return;
    this.#claims.delete(listener);
    this.#changed(listener, claim);
  }

  /** These tickets have come into another scope, or have been made: who may read them is another question now. */
  moved(ticketIds: readonly Id[]): void {
    const moved = new Set(ticketIds);
    this.#lookUp([...this.#claims].flatMap(([listener, { said }]) => (moved.has(said.ticketId) ? [listener] : [])));
  }

  /** Tickets or agents may have gone elsewhere without a word. */
  lookAgain(): void {
    this.#lookUp([...this.#claims.keys()]);
  }

  /** The desks that say that they have one open. */
  get listeners(): Iterable<Listener> {
    return this.#claims.keys();
  }

  /** What this agent has open at this node's desks, as far as it counts. */
  of(agentId: Id): TicketPresence[] {
    return [...this.#claims].flatMap(([listener, claim]) =>
      listener.agentId === agentId && counts(listener, claim) ? [claim.said] : [],
    );
  }

  /** Tells the desks that have one of these tickets open who else has. */
  tell(ticketIds: ReadonlySet<Id>, agentsOn: (ticketId: Id) => readonly OnTicket[]): void {
    for (const [listener, claim] of this.#claims) {
      const { ticketId } = claim.said;
      if (!ticketIds.has(ticketId)) continue;
      const may = counts(listener, claim);
      // Whoever was never told anything is not told that it has ended.
      if (!may && claim.told === null) continue;
      const agents = may ? agentsOn(ticketId).filter(({ agentId }) => agentId !== listener.agentId) : [];
      const told = JSON.stringify(agents);
      if (told === claim.told) continue;
      claim.told = told;
      send(listener.socket, { type: 'ticket-presence', ticketId, agents });
    }
  }

  #changed({ agentId }: Listener, { said, counted }: Claim): void {
    if (counted) this.#options.onChange(agentId, said.ticketId);
  }

  #lookUp(listeners: readonly Listener[]): void {
    for (const listener of listeners) this.#unsure.add(listener);
    if (this.#unsure.size > 0 && !this.#stopped) this.#round ??= setTimeout(() => void this.#look(), togetherMillis);
  }

  async #look(): Promise<void> {
    const asked = [...this.#unsure].flatMap((listener) => {
      const claim = this.#claims.get(listener);
      return claim === undefined ? [] : [{ listener, claim }];
    });
    this.#unsure = new Set();
    try {
      const scopes = await this.#options.scopesOf([...new Set(asked.map(({ claim }) => claim.said.ticketId))]);
      for (const { listener, claim } of asked) {
        // It may have been left meanwhile.
        if (this.#claims.get(listener) !== claim) continue;
        claim.scope = scopes.get(claim.said.ticketId);
        const counted = counts(listener, claim);
        if (counted === claim.counted) continue;
        claim.counted = counted;
        this.#options.onChange(listener.agentId, claim.said.ticketId);
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'not looked up who may read the tickets that desks have open');
    } finally {
      this.#round = undefined;
      this.#lookUp([]);
    }
  }
}

function counts({ scopes }: Listener, { scope }: Claim): boolean {
  return scope !== undefined && scopes.has(scope);
}
