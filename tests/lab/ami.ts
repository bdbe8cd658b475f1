/** A client of the Asterisk Manager Interface: actions with their answers, and the stream of events. */
import { EventEmitter } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

/** The fields of one AMI message; a field that repeats (a command's output) is joined with line feeds. */
export type AmiMessage = Readonly<Record<string, string>>;

interface Pending {
  done(message: AmiMessage): void;
  fail(error: Error): void;
}

export class Ami {
  readonly #socket: Socket;
  readonly #events = new EventEmitter();
  readonly #pending = new Map<string, Pending>();
  #buffer = '';
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => this.#take(chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { fail } of this.#pending.values()) fail(new Error('Asterisk closed the manager connection.'));
      this.#pending.clear();
    });
  }

  /** Connects and signs in. @throws {Error} when nobody listens there or the secret is wrong */
  static async connect(port: number, username: string, secret: string): Promise<Ami> {
    const socket = createConnection({ host: '127.0.0.1', port });
    await new Promise<void>((done, fail) => {
      socket.once('connect', done);
      socket.once('error', fail);
    });
    const ami = new Ami(socket);
    const answer = await ami.action('Login', { Username: username, Secret: secret });
    if (answer.Response !== 'Success') {
      socket.destroy();
      throw new Error(`Asterisk refused the sign-in: ${answer.Message}`);
    }
    return ami;
  }

  action(name: string, fields: Readonly<Record<string, string>> = {}): Promise<AmiMessage> {
    const id = String(++this.#lastId);
    const lines = Object.entries({ Action: name, ActionID: id, ...fields }).map(
      ([key, value]) => `${key}: ${value}\r\n`,
    );
    return new Promise((done, fail) => {
      this.#pending.set(id, { done, fail });
      this.#socket.write(`${lines.join('')}\r\n`);
    });
  }

  /** Calls back for each event with this name (`*` for all), until the returned function is called. */
  on(event: string, listener: (message: AmiMessage) => void): () => void {
    this.#events.on(event, listener);
    return () => this.#events.off(event, listener);
  }

  /** The next event with this name that fits. */
  next(event: string, fits: (message: AmiMessage) => boolean = () => true, timeoutMs = 10_000): Promise<AmiMessage> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        off();
        fail(new Error(`Asterisk reported no ${event} within ${timeoutMs} ms`));
      }, timeoutMs);
      const off = this.on(event, (message) => {
        if (!fits(message)) return;
        clearTimeout(timer);
        off();
        done(message);
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#buffer += chunk;
    let end: number;
    while ((end = this.#buffer.indexOf('\r\n\r\n')) >= 0) {
      const block = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + 4);
      this.#dispatch(parse(block));
    }
  }

  #dispatch(message: AmiMessage): void {
    const id = message.ActionID;
    if (message.Response && id !== undefined) {
      this.#pending.get(id)?.done(message);
      this.#pending.delete(id);
    }
    if (message.Event) {
      this.#events.emit(message.Event, message);
      this.#events.emit('*', message);
    }
  }
}

function parse(block: string): AmiMessage {
  const fields: Record<string, string> = {};
  for (const line of block.split('\r\n')) {
    const match = /^([^:]+): ?(.*)$/s.exec(line);
    const [, key, value] = match ?? [];
    if (key === undefined || value === undefined) continue;
    fields[key] = fields[key] === undefined ? value : `${fields[key]}\n${value}`;
  }
  return fields;
}
