import type { Id } from '../../domain/ids.ts';

type Node<T> = { heardAt: number; readonly agents: Map<Id, T> };

/** What the other nodes say of their agents, as long as they give signs of life. */
export class OtherNodes<T> {
  readonly #now: () => number;
  readonly #nodes = new Map<Id, Node<T>>();

  /** @param now milliseconds since some moment */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param said undefined: nothing (any more) */
  take(from: Id, agentId: Id, said: T | undefined): void {
    const { agents } = this.#heard(from);
    if (said === undefined) agents.delete(agentId);
    else agents.set(agentId, said);
  }

  /** A sign of life. Returns whether the node was known. */
  hear(from: Id): boolean {
    const known = this.#nodes.has(from);
    this.#heard(from);
    return known;
  }

  /** Returns the agents that it had said something of. */
  drop(id: Id): Id[] {
    const agentIds = [...(this.#nodes.get(id)?.agents.keys() ?? [])];
    this.#nodes.delete(id);
    return agentIds;
  }

  /** Drops those that were not heard for so many milliseconds; returns the agents that they had said something of. */
  dropSilent(patience: number): Id[] {
    const oldest = this.#now() - patience;
    return [...this.#nodes].flatMap(([id, { heardAt }]) => (heardAt < oldest ? this.drop(id) : []));
  }

  of(agentId: Id): T[] {
    return [...this.#nodes.values()].flatMap(({ agents }) => agents.get(agentId) ?? []);
  }

  #heard(id: Id): Node<T> {
    const node = this.#nodes.get(id) ?? { heardAt: 0, agents: new Map<Id, T>() };
    node.heardAt = this.#now();
    this.#nodes.set(id, node);
    return node;
  }
}
