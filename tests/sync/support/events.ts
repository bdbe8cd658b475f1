import { once } from 'node:events';
import WebSocket from 'ws';
import { newId, type Id } from '../../../domain/ids.ts';
import { EventsMessage } from '../../../domain/wire/sync.ts';
import { until } from './until.ts';

/** A desk's event socket, as it hears it. */
export type EventsConnection = {
  readonly socket: WebSocket;
  readonly messages: EventsMessage[];
  /** The close code. */
  readonly closed: Promise<number>;
};

/** Says hello; what comes then is for the caller to wait for. */
export async function greet(url: string, token: string, clientId: Id = newId()): Promise<EventsConnection> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/events`);
  const messages: EventsMessage[] = [];
  socket.on('message', (data: Buffer) => messages.push(EventsMessage.parse(JSON.parse(data.toString('utf8')))));
  const closed = new Promise<number>((done) => socket.on('close', done));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', token, clientId }));
  return { socket, messages, closed };
}

export async function hear(url: string, token: string, clientId: Id = newId()): Promise<EventsConnection> {
  const connection = await greet(url, token, clientId);
  await until('ready', () => connection.messages.some(({ type }) => type === 'ready'));
  return connection;
}

export function pokesOf({ messages }: EventsConnection): number {
  return messages.filter(({ type }) => type === 'poke').length;
}
