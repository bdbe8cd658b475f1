import { mostTelling, type AgentPresence, type PresenceOf } from '../../domain/agent/presence.ts';
import { ticketsTogether, type OnTicket, type TicketPresence } from '../../domain/agent/ticket-presence.ts';
import type { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Hub, Listener } from './hub.ts';
import type { NewsItem } from './news.ts';
import { OpenTickets, type OpenTicketsOptions } from './open-tickets.ts';
import { OtherNodes } from './other-nodes.ts';

type PresenceNews = Extract<NewsItem, { kind: 'presence' }>;
type Held = {
  readonly agentId: Id;
  readonly teamIds: readonly Id[];
  readonly presence: AgentPresence | null;
  readonly tickets: readonly TicketPresence[];
};

export type PresenceBoardOptions = Pick<OpenTicketsOptions, 'scopesOf' | 'log'> & {
  readonly hub: Pick<Hub, 'tellPresence'>;
  readonly tellOthers: (item: NewsItem) => Promise<void>;
  /** Between two signs of life to the other nodes; who gave none for three of them is gone. Milliseconds. */
  readonly beat?: number;
  /** Milliseconds since some moment. */
  readonly now?: () => number;
};

/** Changes of one moment go out together; a desk that says something else every millisecond is told of no faster. Milliseconds. */
const togetherMillis = 50;

/**
 * How available the agents are and which tickets they have open, as their desks say it: in memory only, since it is true only while a desk is
 * connected. Every node keeps what its own desks say and what the other nodes say of theirs.
 */
export class PresenceBoard {
  readonly #options: PresenceBoardOptions;
  readonly #own = new Map<Listener, AgentPresence>();
  readonly #open: OpenTickets;
  readonly #nodes: OtherNodes<Held>;
  /** As the desks of this node were told last. */
  readonly #shown = new Map<Id, Held>();
  /** To be told to this node's desks, and those of them to the other nodes too. */
  #changed = new Set<Id>();
  #changedHere = new Set<Id>();
  /** To be told to those who have them open. */
  #tickets = new Set<Id>();
  #telling: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  /** One after the other: what is said last must arrive last. */
  #sent: Promise<void> = Promise.resolve();

  constructor(options: PresenceBoardOptions) {
    this.#options = options;
    this.#nodes = new OtherNodes(options.now ?? (() => performance.now()));
    this.#open = new OpenTickets({
      scopesOf: options.scopesOf,
      log: options.log,
      onChange: (agentId, ticketId) => {
        this.#tickets.add(ticketId);
        this.#change([agentId], true);
      },
    });
  }

  start(): void {
    const { beat = 15_000 } = this.#options;
    this.#send({ kind: 'presence-asked' });
    this.#beat = setInterval(() => {
      this.#send({ kind: 'presence-alive', gone: false });
      this.#change(this.#nodes.dropSilent(beat * 3), false);
    }, beat);
    this.#beat.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat);
    clearTimeout(this.#telling);
    this.#open.stop();
    this.#send({ kind: 'presence-alive', gone: true });
    await this.#sent;
  }

  /** What a desk says of its agent; null: nothing (any more). */
  report(listener: Listener, presence: AgentPresence | null): void {
    if (presence === null) this.#own.delete(listener);
    else this.#own.set(listener, presence);
    this.#change([listener.agentId], true);
  }

  /** What a desk has open; null: no ticket (any more). */
  reportTicket(listener: Listener, ticket: TicketPresence | null): void {
    this.#open.report(listener, ticket);
  }

  /** The desk is no longer connected. */
  leave(listener: Listener): void {
    this.#open.leave(listener);
    if (this.#own.delete(listener)) this.#change([listener.agentId], true);
  }

  /** Agents or tickets may be in other teams than before. */
  lookAgain(): void {
    this.#open.lookAgain();
  }

  /** All agents, as a desk with these scopes may know them. */
  all(scopes: ReadonlySet<Id>): PresenceOf[] {
    return [...this.#shown.values()].flatMap(({ agentId, teamIds, presence }) =>
      presence === null ? [] : [{ agentId, presence: visibleTo(teamIds, presence, scopes) }],
    );
  }

  receive(item: NewsItem, from: Id): void {
    switch (item.kind) {
      case 'presence':
        this.#take(from, item.agents);
        return;
      case 'presence-asked':
        this.#tellAll();
        return;
      case 'presence-alive':
        if (item.gone) this.#change(this.#nodes.drop(from), false);
        // It was taken for gone, or has come back from where nobody heard it.
        else if (!this.#nodes.hear(from)) this.#send({ kind: 'presence-asked' });
        return;
      case 'changed':
        this.#open.moved(item.moved ?? []);
        return;
      case 'ended':
        // Not when it has closed its side, which it may never do.
        for (const listener of this.#listeners())
          if (item.sessionIds.includes(listener.sessionId)) this.leave(listener);
        return;
    }
  }

  /** Anything may have been said while this node could not hear. */
  missed(): void {
    this.#send({ kind: 'presence-asked' });
    this.#tellAll();
  }

  #take(from: Id, agents: PresenceNews['agents']): void {
    this.#nodes.hear(from);
    for (const held of agents) {
      const saysNothing = held.presence === null && held.tickets.length === 0;
      this.#nodes.take(from, held.agentId, saysNothing ? undefined : held);
    }
    this.#change(
      agents.map(({ agentId }) => agentId),
      false,
    );
  }

  #change(agentIds: readonly Id[], here: boolean): void {
    for (const id of agentIds) {
      this.#changed.add(id);
      if (here) this.#changedHere.add(id);
    }
    if (agentIds.length > 0) this.#telling ??= setTimeout(() => this.#tell(), togetherMillis);
  }

  #tell(): void {
    this.#telling = undefined;
    const here = [...this.#changedHere];
    const changed = [...this.#changed].filter((id) => this.#show(id));
    const tickets = this.#tickets;
    this.#changedHere = new Set();
    this.#changed = new Set();
    this.#tickets = new Set();
    if (here.length > 0) this.#send({ kind: 'presence', agents: here.map((id) => this.#ofHere(id)) });
    if (tickets.size > 0) this.#tellTickets(tickets);
    if (changed.length === 0) return;
    this.#options.hub.tellPresence((scopes) =>
      changed.map((agentId) => {
        const { teamIds, presence } = this.#shown.get(agentId) ?? { teamIds: [], presence: null };
        return { agentId, presence: presence === null ? null : visibleTo(teamIds, presence, scopes) };
      }),
    );
  }

  #tellTickets(tickets: ReadonlySet<Id>): void {
    const agents = new Map<Id, OnTicket[]>();
    for (const { agentId, tickets: open } of this.#shown.values()) {
      for (const { ticketId, writing } of open) {
        if (!tickets.has(ticketId)) continue;
        agents.set(ticketId, [...(agents.get(ticketId) ?? []), { agentId, writing }]);
      }
    }
    this.#open.tell(tickets, (ticketId) => agents.get(ticketId) ?? []);
  }

  /** Whether it is another presence than was told last. What is another of the tickets is noted. */
  #show(agentId: Id): boolean {
    const before = this.#shown.get(agentId);
    const held = together([...this.#ownOf(agentId), ...this.#nodes.of(agentId)]);
    if (held === undefined) this.#shown.delete(agentId);
    else this.#shown.set(agentId, held);
    const [open, opened] = [before?.tickets ?? [], held?.tickets ?? []];
    if (JSON.stringify(open) !== JSON.stringify(opened)) {
      for (const { ticketId } of [...open, ...opened]) this.#tickets.add(ticketId);
    }
    return JSON.stringify(told(before)) !== JSON.stringify(told(held));
  }

  #ofHere(agentId: Id): PresenceNews['agents'][number] {
    const held = together(this.#ownOf(agentId)) ?? { agentId, teamIds: [], presence: null, tickets: [] };
    return { ...held, teamIds: [...held.teamIds], tickets: [...held.tickets] };
  }

  #ownOf(agentId: Id): Held[] {
    const said = [...this.#own].flatMap(([listener, presence]): Held[] =>
      listener.agentId === agentId ? [{ agentId, teamIds: teamsOf(listener), presence, tickets: [] }] : [],
    );
    const tickets = this.#open.of(agentId);
    return tickets.length === 0 ? said : [...said, { agentId, teamIds: [], presence: null, tickets }];
  }

  #tellAll(): void {
    const here = new Set([...this.#listeners()].map(({ agentId }) => agentId));
    this.#send({ kind: 'presence-alive', gone: false });
    if (here.size > 0) this.#send({ kind: 'presence', agents: [...here].map((id) => this.#ofHere(id)) });
  }

  /** The desks that have said anything. */
  #listeners(): ReadonlySet<Listener> {
    return new Set([...this.#own.keys(), ...this.#open.listeners]);
  }

  #send(item: NewsItem): void {
    this.#sent = this.#sent.then(async () => await this.#options.tellOthers(item));
  }
}

/** What the desks of one agent say, as one. */
function together(all: readonly Held[]): Held | undefined {
  const most = mostTelling(all.flatMap(({ presence }) => presence ?? []));
  const held = all.find(({ presence }) => presence === most) ?? all[0];
  return held && { ...held, presence: most, tickets: ticketsTogether(all.flatMap(({ tickets }) => tickets)) };
}

function told(held: Held | undefined): Pick<Held, 'teamIds' | 'presence'> | null {
  return held === undefined || held.presence === null ? null : { teamIds: held.teamIds, presence: held.presence };
}

function teamsOf({ scopes }: Listener): Id[] {
  return [...scopes].filter((scope) => scope !== organisationScope);
}

/** Why somebody is away is for their own teams. */
function visibleTo(teamIds: readonly Id[], presence: AgentPresence, scopes: ReadonlySet<Id>): AgentPresence {
  return teamIds.some((id) => scopes.has(id)) ? presence : { ...presence, reason: null };
}
