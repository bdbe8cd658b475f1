/**
 * A WebSocket server between a phone and the exchange, as a session border controller is: it can be gone and come back on the same
 * port, and the test sees what passes and may add messages of its own.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export type SipFrontOptions = {
  /** Keeps the exchange's side of a connection when the phone's is gone, as a network that lost the phone does. */
  readonly lingers?: boolean;
  /** What the exchange gets in place of a message of the phone; undefined: nothing. A promise holds back what comes after it, too. */
  readonly fromPhone?: Change;
  /** What the phone gets in place of a message of the exchange. */
  readonly toPhone?: (text: string) => string;
};

type Change = (text: string) => string | undefined | Promise<string | undefined>;

export class SipFront {
  /** What phones sent, oldest first. */
  readonly fromPhone: string[] = [];
  /** What the exchange sent. */
  readonly toPhone: string[] = [];
  readonly #exchange: string;
  readonly #options: SipFrontOptions;
  readonly #upstream = new Set<WebSocket>();
  readonly #silenced = new WeakSet<WebSocket>();
  #server: Server | undefined;
  #sockets: WebSocketServer | undefined;
  #port = 0;

  private constructor(exchange: string, options: SipFrontOptions) {
    this.#exchange = exchange;
    this.#options = options;
  }

  /** @param exchange the exchange's own WebSocket address */
  static async start(exchange: string, options: SipFrontOptions = {}): Promise<SipFront> {
    const front = new SipFront(exchange, options);
    await front.open();
    return front;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws`;
  }

  get phones(): number {
    return this.#sockets?.clients.size ?? 0;
  }

  /** Takes connections (again), on the port of before. */
  async open(): Promise<void> {
    const server = createServer();
    const sockets = new WebSocketServer({ server, handleProtocols: () => 'sip' });
    sockets.on('connection', (phone) => this.#join(phone));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#sockets = sockets;
  }

  /** Is gone, without a word to anybody. */
  async close(): Promise<void> {
    for (const phone of this.#sockets?.clients ?? []) phone.terminate();
    this.#sockets?.close();
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }

  /** Sends this to every phone, as the exchange would. */
  inject(message: string | Buffer): void {
    for (const phone of this.#sockets?.clients ?? []) phone.send(message);
  }

  /** From now on nothing passes on the connections that are open, and nobody is told; new ones are taken. */
  silence(): void {
    for (const phone of this.#sockets?.clients ?? []) this.#silenced.add(phone);
  }

  async stop(): Promise<void> {
    await this.close();
    for (const socket of this.#upstream) socket.terminate();
  }

  #join(phone: WebSocket): void {
    const exchange = new WebSocket(this.#exchange, 'sip');
    this.#upstream.add(exchange);
    const waiting: string[] = [];
    exchange.on('open', () => {
      for (const text of waiting.splice(0)) exchange.send(text);
    });
    const { fromPhone = (text: string) => text, toPhone = (text: string) => text } = this.#options;
    let turn = Promise.resolve();
    phone.on('message', (data: Buffer) => {
      if (this.#silenced.has(phone)) return;
      const text = data.toString('utf8');
      this.fromPhone.push(text);
      turn = turn.then(async () => {
        const changed = await fromPhone(text);
        if (changed === undefined) return;
        if (exchange.readyState === WebSocket.CONNECTING) waiting.push(changed);
        else exchange.send(changed);
      });
    });
    exchange.on('message', (data: Buffer) => {
      if (this.#silenced.has(phone)) return;
      const text = toPhone(data.toString('utf8'));
      this.toPhone.push(text);
      phone.send(text);
    });
    phone.on('close', () => {
      if (this.#options.lingers !== true) exchange.terminate();
    });
    exchange.on('close', () => {
      this.#upstream.delete(exchange);
      phone.terminate();
    });
    exchange.on('error', () => phone.terminate());
  }
}
