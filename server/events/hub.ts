import type { WebSocket } from 'ws';
import type { Id } from '../../domain/ids.ts';
import { readableScopes } from '../../domain/row.ts';
import type { PresenceOf } from '../../domain/agent/presence.ts';
import type { EventsMessage } from '../../domain/wire/sync.ts';
import { deltaTexts, type PushDelta } from '../sync/delta.ts';
import type { NewsItem } from './news.ts';

export type Listener = {
  readonly socket: WebSocket;
  readonly agentId: Id;
  readonly sessionId: Id;
  readonly clientId: Id;
  readonly expiresAt: Date;
  scopes: ReadonlySet<Id>;
};

/** WebSocket close codes of ours (RFC 6455 §7.4.2: 4000 to 4999 are private). */
export const closeCodes = { ended: 4001, refused: 4003, tooMany: 4008 } as const;

/** The connected desks of this node. */
export class Hub {
  readonly #listeners = new Set<Listener>();
  /** How often it was asked which scopes the connected agents may read, and which of these was answered last. */
  #asked = 0;
  #answered = 0;

  get size(): number {
    return this.#listeners.size;
  }

  get agentIds(): ReadonlySet<Id> {
    return new Set([...this.#listeners].map((listener) => listener.agentId));
  }

  get sessionIds(): Id[] {
    return [...new Set([...this.#listeners].map((listener) => listener.sessionId))];
  }

  /** Returns how to take it out again. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param delta what the news are, if they are of this node */
  receive(item: NewsItem, delta?: PushDelta): void {
    switch (item.kind) {
      case 'changed': {
        const deltaFor = delta === undefined || this.#answered < this.#asked ? () => undefined : deltaTexts(delta);
        for (const listener of this.#listeners) {
          // Who pushed has a result to fetch, and the rows come with it.
          if (listener.clientId === item.clientId) poke(listener, undefined);
          else if (item.scopes.some((scope) => listener.scopes.has(scope))) poke(listener, deltaFor(listener.scopes));
        }
        return;
      }
      case 'ended': {
        const ended = new Set(item.sessionIds);
        for (const listener of this.#listeners) if (ended.has(listener.sessionId)) end(listener);
        return;
      }
      case 'presence':
      case 'presence-asked':
      case 'presence-alive':
        return;
    }
  }

  /** Who changed, as each desk may know it. */
  tellPresence(agentsFor: (scopes: ReadonlySet<Id>) => PresenceOf[]): void {
    for (const { socket, scopes } of this.#listeners) {
      send(socket, { type: 'presence', full: false, agents: agentsFor(scopes) });
    }
  }

  pokeAll(): void {
    for (const { socket } of this.#listeners) send(socket, { type: 'poke' });
  }

  endExpired(now: Date): void {
    for (const listener of this.#listeners) if (listener.expiresAt <= now) end(listener);
  }

  /**
   * Which scopes the connected agents may read is being looked up: pokes carry no rows until the returned function says that it is known. A later answer
   * makes up for one that never comes.
   */
  doubt(): () => void {
    const asked = ++this.#asked;
    return () => (this.#answered = Math.max(this.#answered, asked));
  }

  /** Teams of agents may change while they are connected. Returns whether any have. */
  setTeams(teamsOf: ReadonlyMap<Id, readonly Id[]>): boolean {
    let changed = false;
    for (const listener of this.#listeners) {
      const teamIds = teamsOf.get(listener.agentId);
      if (teamIds === undefined) continue;
      const scopes = readableScopes({ id: listener.agentId, teamIds });
      if (scopes.length === listener.scopes.size && scopes.every((scope) => listener.scopes.has(scope))) continue;
      listener.scopes = new Set(scopes);
      changed = true;
    }
    return changed;
  }
}

/** As much as a desk may have not taken yet of what it was told before news are left out of its pokes. Bytes. */
const mostWaiting = 256 * 1024;

/** @param delta JSON text */
function poke({ socket }: Listener, delta: string | undefined): void {
  // Whoever cannot follow has them in one pull, when they are ready for it.
  if (delta === undefined || socket.bufferedAmount > mostWaiting) send(socket, { type: 'poke' });
  else sendText(socket, `{"type":"poke","delta":${delta}}`);
}

export function send(socket: WebSocket, message: EventsMessage): void {
  sendText(socket, JSON.stringify(message));
}

function sendText(socket: WebSocket, text: string): void {
  // A dead connection is found by the heartbeat; what is lost here costs time only.
  if (socket.readyState === socket.OPEN) socket.send(text, () => undefined);
}

function end({ socket }: Listener): void {
  send(socket, { type: 'ended' });
  socket.close(closeCodes.ended, 'session ended');
}
