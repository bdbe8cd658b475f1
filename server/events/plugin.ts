import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer, type WebSocket } from 'ws';
import { codeOf } from '../../domain/errors.ts';
import { readableScopes } from '../../domain/row.ts';
import { DeskReport, EventsHello } from '../../domain/wire/sync.ts';
import { CountedWindows } from '../limits/counted-windows.ts';
import type { Gate } from '../session/gate.ts';
import { closeCodes, send, type Hub, type Listener } from './hub.ts';
import type { PresenceBoard } from './presence.ts';

export type EventsPluginOptions = {
  readonly hub: Hub;
  readonly gate: Gate;
  readonly presence: PresenceBoard;
  /** Makes up for news that got lost, at each heartbeat. */
  readonly checkConnected: () => void;
  readonly origins: readonly string[];
  /** Of whoever asks, behind whichever proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly now: () => Date;
  /** How long a new connection may wait before its hello. Milliseconds. */
  readonly helloDeadline?: number;
  /** Between two pings; a desk that did not answer the last one is let go. Milliseconds. */
  readonly heartbeat?: number;
  /** Connections that have not said hello yet, at most; the next is asked to come again. */
  readonly mostStrangers?: number;
};

const path = '/v1/events';

/** What the desks of one session may say in so many milliseconds: many times what an agent can do. Who says more is to come again. */
const mostSaid = 100;
const saidWithin = 10_000;

/** The WebSocket that says "there is news". */
export function eventsPlugin(app: FastifyInstance, options: EventsPluginOptions, done: () => void): void {
  const { hub, gate, presence, now, helloDeadline = 5000, heartbeat = 25_000, mostStrangers = 1000 } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  const strangers = new Set<WebSocket>();
  const said = new CountedWindows();

  const refused = (reason: string, address: string) => app.log.info({ reason, address }, 'events refused');

  const upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const full = strangers.size >= mostStrangers ? '503 Service Unavailable' : undefined;
    const refusal = refusalOf(request, options.origins) ?? full;
    if (refusal !== undefined) {
      refused(refusal, options.addressOf(request));
      connection.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => welcome(socket, options.addressOf(request)));
  };

  const welcome = (socket: WebSocket, address: string) => {
    strangers.add(socket);
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', (error) => app.log.debug({ err: error }, 'events connection failed'));
    const timer = setTimeout(() => socket.close(closeCodes.refused, 'no hello'), helloDeadline);
    socket.once('close', () => {
      clearTimeout(timer);
      strangers.delete(socket);
    });
    socket.once('message', (message: Buffer) => {
      clearTimeout(timer);
      void greet(socket, message.toString('utf8'), address).finally(() => strangers.delete(socket));
    });
  };

  const greet = async (socket: WebSocket, text: string, address: string) => {
    const hello = EventsHello.safeParse(parseJson(text));
    if (!hello.success) {
      refused('no hello', address);
      socket.close(closeCodes.refused, 'no hello');
      return;
    }
    try {
      const { token, proof } = hello.data;
      const { sessionId, agent, expiresAt } = await gate.open({ token, proof, method: 'GET', path }, address);
      if (socket.readyState !== socket.OPEN) return;
      const scopes = new Set(readableScopes(agent));
      const { clientId } = hello.data;
      const listener: Listener = { socket, agentId: agent.id, sessionId, clientId, expiresAt, scopes };
      const leave = hub.add(listener);
      socket.once('close', () => {
        leave();
        presence.leave(listener);
      });
      socket.on('message', (message: Buffer) => hear(listener, message));
      send(socket, { type: 'ready', now: now().toISOString() });
      send(socket, { type: 'presence', full: true, agents: presence.all(scopes) });
    } catch (error) {
      const code = codeOf(error, 'SERVER_FAILED');
      if (code === 'AUTH_SESSION_ENDED') {
        refused(code, address);
        send(socket, { type: 'ended' });
        socket.close(closeCodes.ended, 'session ended');
      } else {
        app.log.warn({ err: error }, 'hello not checked');
        socket.close(1011, 'try again later');
      }
    }
  };

  const hear = (listener: Listener, message: Buffer) => {
    const { socket, sessionId } = listener;
    // What comes after it was told to go has no desk any more that it could be true of.
    if (socket.readyState !== socket.OPEN) return;
    if (said.count(sessionId, saidWithin).current > mostSaid) {
      app.log.warn({ agentId: listener.agentId, sessionId }, 'a desk says too much');
      presence.leave(listener);
      socket.close(closeCodes.tooMany, 'too many messages');
      return;
    }
    const report = DeskReport.safeParse(parseJson(message.toString('utf8')));
    if (!report.success) app.log.debug('a message of a desk that this server does not understand');
    else if (report.data.type === 'presence') presence.report(listener, report.data.presence);
    else presence.reportTicket(listener, report.data.ticket);
  };

  const beat = setInterval(() => {
    hub.endExpired(new Date());
    options.checkConnected();
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeat);
  beat.unref();

  app.server.on('upgrade', upgrade);
  app.addHook('preClose', (closed) => {
    clearInterval(beat);
    app.server.off('upgrade', upgrade);
    for (const socket of sockets.clients) socket.close(1001, 'the server stops');
    sockets.close();
    // Desks answer the close frame at once; who does not is cut, or the server would wait for them.
    setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
    }, 500).unref();
    closed();
  });
  done();
}

/** The status line to refuse with. Programs send no Origin; a page of another origin has no business here. */
function refusalOf(request: IncomingMessage, origins: readonly string[]): string | undefined {
  if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
  const { origin } = request.headers;
  if (origin !== undefined && !origins.includes(origin)) return '403 Forbidden';
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
