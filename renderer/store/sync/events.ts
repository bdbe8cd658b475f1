import type { PresenceOf } from '../../../domain/agent/presence.ts';
import type { OnTicket } from '../../../domain/agent/ticket-presence.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import { EventsMessage, type Delta, type DeskReport, type EventsHello } from '../../../domain/wire/sync.ts';
import type { Platform, Socket } from '../platform.ts';
import type { Credentials } from './http.ts';

export type EventsListener = {
  /**
   * `report` says how available the agent is, and what they have open. `ahead`: by how many milliseconds the server's clock is before this
   * machine's (less than 0: behind); undefined when it does not say.
   */
  ready(report: (said: DeskReport) => void, ahead: number | undefined): void;
  /** `full`: of all agents that the server knows anything of. */
  presence(agents: readonly PresenceOf[], full: boolean): void;
  /** Everybody else who is on the ticket. */
  ticketPresence(said: { readonly ticketId: Id; readonly agents: readonly OnTicket[] }): void;
  /** `delta`: what the news are, as far as the server says it. */
  poke(delta: Delta | undefined): void;
  ended(): void;
  /** Once. */
  closed(): void;
};

/** A socket that says nothing for this long after opening is not ours. */
const readyMillis = 15_000;

/** Listens to `/v1/events` until it closes; returns how to close it (then `closed` is not called). */
export function listenToEvents(
  platform: Pick<Platform, 'openSocket' | 'after' | 'now'>,
  { serverUrl, token, prover }: Credentials,
  clientId: Id,
  listener: EventsListener,
): () => void {
  const url = new URL('/v1/events', serverUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let over = false;
  let socket: Socket | null = null;
  let greetedAt = 0;
  const finish = (tell: boolean) => {
    if (over) return;
    over = true;
    cancel();
    socket?.close();
    if (tell) listener.closed();
  };
  const report = (said: DeskReport) => {
    if (!over) socket?.send(JSON.stringify(said));
  };
  const cancel = platform.after(readyMillis, () => finish(true));
  socket = platform.openSocket(url.href, {
    opened: () => {
      const hello: EventsHello = { type: 'hello', token, clientId };
      const say = (said: EventsHello) => {
        greetedAt = platform.now();
        if (!over) socket?.send(JSON.stringify(said));
      };
      if (prover === null) return say(hello);
      // The proof is of what a page would ask for; a socket's address is another only in its scheme.
      prover.prove(token, 'GET', new URL('/v1/events', serverUrl).href, platform.now()).then(
        (proof) => say({ ...hello, proof }),
        () => finish(true),
      );
    },
    message: (data) => {
      const message = read(data);
      if (over || message === null) return;
      switch (message.type) {
        case 'ready':
          cancel();
          return listener.ready(report, aheadOf(message.now, greetedAt, platform.now()));
        case 'presence':
          return listener.presence(message.agents, message.full);
        case 'ticket-presence':
          return listener.ticketPresence(message);
        case 'poke':
          return listener.poke(message.delta);
        case 'ended':
          return listener.ended();
      }
    },
    closed: () => finish(true),
  });
  return () => finish(false);
}

/** It was said about halfway between the greeting and its answer. */
function aheadOf(said: Instant | undefined, greetedAt: number, heardAt: number): number | undefined {
  return said === undefined ? undefined : Math.round(Date.parse(said) - (greetedAt + heardAt) / 2);
}

/** Null for what a newer server may say that we do not know. */
function read(data: unknown): EventsMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message = EventsMessage.safeParse(JSON.parse(data));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
