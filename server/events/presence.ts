import { mostTelling, type AgentPresence, type PresenceOf } from '../../domain/agent/presence.ts';
import type { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Hub, Listener } from './hub.ts';
import type { NewsItem } from './news.ts';

type Held = { readonly agentId: Id; readonly teamIds: readonly Id[]; readonly presence: AgentPresence };
type Node = { heardAt: number; readonly agents: Map<Id, Held> };

export type PresenceBoardOptions = {
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
 * How available the agents are, as their desks say it: in memory only, since it is true only while a desk is connected. Every node keeps
 * what its own desks say and what the other nodes say of theirs.
 */
export class PresenceBoard {
  readonly #options: PresenceBoardOptions;
  readonly #now: () => number;
  readonly #own = new Map<Listener, Held>();
  readonly #nodes = new Map<Id, Node>();
  /** As the desks of this node were told last. */
  readonly #shown = new Map<Id, Held>();
  /** To be told to this node's desks, and those of them to the other nodes too. */
  #changed = new Set<Id>();
  #changedHere = new Set<Id>();
  #telling: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  /** One after the other: what is said last must arrive last. */
  #sent: Promise<void> = Promise.resolve();

  constructor(options: PresenceBoardOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  start(): void {
    const { beat = 15_000 } = this.#options;
    this.#send({ kind: 'presence-asked' });
    this.#beat = setInterval(() => {
      this.#send({ kind: 'presence-alive', gone: false });
      this.#dropSilent(beat * 3);
    }, beat);
    this.#beat.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat);
    clearTimeout(this.#telling);
    this.#send({ kind: 'presence-alive', gone: true });
    await this.#sent;
  }

  /** What a desk says of its agent; null: nothing (any more). */
  report(listener: Listener, presence: AgentPresence | null): void {
    if (presence === null) this.#own.delete(listener);
    else {
      const { agentId, scopes } = listener;
      const teamIds = [...scopes].filter((scope) => scope !== organisationScope);
      this.#own.set(listener, { agentId, teamIds, presence });
    }
    this.#change([listener.agentId], true);
  }

  /** The desk is no longer connected. */
  leave(listener: Listener): void {
    if (this.#own.delete(listener)) this.#change([listener.agentId], true);
  }

  /** All agents, as a desk with these scopes may know them. */
  all(scopes: ReadonlySet<Id>): PresenceOf[] {
    return [...this.#shown.values()].map((held) => ({ agentId: held.agentId, presence: visibleTo(held, scopes) }));
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
        if (item.gone) this.#drop(from);
        else if (this.#nodes.has(from)) this.#node(from);
        else {
          // It was taken for gone, or has come back from where nobody heard it.
          this.#node(from);
          this.#send({ kind: 'presence-asked' });
        }
        return;
      case 'changed':
      case 'ended':
        return;
    }
  }

  /** Anything may have been said while this node could not hear. */
  missed(): void {
    this.#send({ kind: 'presence-asked' });
    this.#tellAll();
  }

  #take(from: Id, agents: Extract<NewsItem, { kind: 'presence' }>['agents']): void {
    const node = this.#node(from);
    for (const { agentId, teamIds, presence } of agents) {
      if (presence === null) node.agents.delete(agentId);
      else node.agents.set(agentId, { agentId, teamIds, presence });
    }
    this.#change(
      agents.map(({ agentId }) => agentId),
      false,
    );
  }

  #node(id: Id): Node {
    const node = this.#nodes.get(id) ?? { heardAt: 0, agents: new Map<Id, Held>() };
    node.heardAt = this.#now();
    this.#nodes.set(id, node);
    return node;
  }

  #drop(id: Id): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    this.#nodes.delete(id);
    this.#change([...node.agents.keys()], false);
  }

  #dropSilent(patience: number): void {
    const oldest = this.#now() - patience;
    for (const [id, { heardAt }] of this.#nodes) if (heardAt < oldest) this.#drop(id);
  }

  #change(agentIds: readonly Id[], here: boolean): void {
    for (const id of agentIds) {
      this.#changed.add(id);
      if (here) this.#changedHere.add(id);
    }
    this.#telling ??= setTimeout(() => this.#tell(), togetherMillis);
  }

  #tell(): void {
    this.#telling = undefined;
    const here = [...this.#changedHere];
    const changed = [...this.#changed].filter((id) => this.#show(id));
    this.#changedHere = new Set();
    this.#changed = new Set();
    if (here.length > 0) this.#send({ kind: 'presence', agents: here.map((id) => this.#ofHere(id)) });
    if (changed.length === 0) return;
    this.#options.hub.tellPresence((scopes) =>
      changed.map((agentId) => {
        const held = this.#shown.get(agentId);
        return { agentId, presence: held === undefined ? null : visibleTo(held, scopes) };
      }),
    );
  }

  /** Whether it is another than was told last. */
  #show(agentId: Id): boolean {
    const before = this.#shown.get(agentId);
    const remote = [...this.#nodes.values()].map(({ agents }) => agents.get(agentId));
    const held = telling([...this.#ownOf(agentId), ...remote.filter((each) => each !== undefined)]);
    if (held === undefined) this.#shown.delete(agentId);
    else this.#shown.set(agentId, held);
    return JSON.stringify(before) !== JSON.stringify(held);
  }

  #ofHere(agentId: Id): { agentId: Id; teamIds: Id[]; presence: AgentPresence | null } {
    const held = telling(this.#ownOf(agentId));
    return { agentId, teamIds: [...(held?.teamIds ?? [])], presence: held?.presence ?? null };
  }

  #ownOf(agentId: Id): Held[] {
    return [...this.#own.values()].filter((held) => held.agentId === agentId);
  }

  #tellAll(): void {
    const here = new Set([...this.#own.values()].map(({ agentId }) => agentId));
    this.#send({ kind: 'presence-alive', gone: false });
    if (here.size > 0) this.#send({ kind: 'presence', agents: [...here].map((id) => this.#ofHere(id)) });
  }

  #send(item: NewsItem): void {
    this.#sent = this.#sent.then(async () => await this.#options.tellOthers(item));
  }
}

function telling(all: readonly Held[]): Held | undefined {
  const most = mostTelling(all.map(({ presence }) => presence));
  return all.find(({ presence }) => presence === most);
}

/** Why somebody is away is for their own teams. */
function visibleTo({ teamIds, presence }: Held, scopes: ReadonlySet<Id>): AgentPresence {
  return teamIds.some((id) => scopes.has(id)) ? presence : { ...presence, reason: null };
}
