import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { OnTicket } from '../../../domain/agent/ticket-presence.ts';
import type { Id } from '../../../domain/ids.ts';
import type { DeskReport } from '../../../domain/wire/sync.ts';
import { hear, type EventsConnection } from './events.ts';
import { until } from './until.ts';

/** A desk as far as open tickets go. */
export class TicketDesk {
  readonly connection: EventsConnection;
  /** This is its ticket, as far as it said. */
  #ticketId: Id | null = null;

  private constructor(connection: EventsConnection) {
    this.connection = connection;
  }

  static async connect(url: string, token: string): Promise<TicketDesk> {
    return new TicketDesk(await hear(url, token));
  }

  opens(ticketId: Id | null, writing = false): void {
    this.#ticketId = ticketId;
    this.says({ type: 'ticket-presence', ticket: ticketId === null ? null : { ticketId, writing } });
  }

  says(report: DeskReport): void {
    this.connection.socket.send(JSON.stringify(report));
  }

  /** Everything that it was told of a ticket, the last first. */
  toldOf(ticketId: Id): (readonly OnTicket[])[] {
    return this.connection.messages
      .flatMap((message) =>
        message.type === 'ticket-presence' && message.ticketId === ticketId ? [message.agents] : [],
      )
      .reverse();
  }

  /** Waits until it has been told that these agents, and no others, are on its ticket; those who write with a star. */
  async sees(...expected: readonly string[]): Promise<void> {
    const wanted = [...expected].sort().join();
    await until(`on the ticket: ${wanted}`, () => {
      const [agents] = this.#ticketId === null ? [] : this.toldOf(this.#ticketId);
      return (
        agents
          ?.map(({ agentId, writing }) => `${agentId}${writing ? '*' : ''}`)
          .sort()
          .join() === wanted
      );
    });
  }

  /** The server has all that it said. */
  async heard(): Promise<void> {
    const { socket } = this.connection;
    const answer = once(socket, 'pong');
    socket.ping();
    await answer;
  }

  async close(): Promise<void> {
    const { socket } = this.connection;
    if (socket.readyState === WebSocket.CLOSED) return;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }
}

/**
 * Waits until its node has looked up what a desk said, and has told everybody what came of it: looking up goes in rounds. `watch` and `guest`, of two
 * agents who may read `ticketId` where nobody else is, are desks at the same node.
 */
export async function lookedUp(desk: TicketDesk, watch: TicketDesk, guest: TicketDesk, ticketId: Id): Promise<void> {
  await desk.heard();
  watch.opens(ticketId);
  await watch.sees();
  guest.opens(ticketId);
  await until('the guest to be seen', () => watch.toldOf(ticketId)[0]?.length === 1);
}
