import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The network between a desk and its server: stays at one address while servers come and go behind it, and can lose answers. */
export class FlakyProxy {
  readonly #server = createServer((incoming, outgoing) => void this.#forward(incoming, outgoing));
  readonly #connections = new Set<Duplex>();
  #target: URL | null;
  #held: readonly string[] = [];
  #lostAnswer: { readonly path: string; readonly lost: () => void } | null = null;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#tunnel(incoming, socket, head),
    );
  }

  static async to(target: string): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Nothing gets through any more, and what was connected is cut. */
  cut(): void {
    this.#target = null;
    for (const connection of this.#connections) connection.destroy();
  }

  mend(target: string): void {
    this.#target = new URL(target);
  }

  /** Only these paths do not get through from now on; what was connected is cut. */
  hold(...paths: string[]): void {
    this.#held = paths;
    for (const connection of this.#connections) connection.destroy();
  }

  /** The server does what the next request to this path asks, but its answer is lost. Resolves when that happened. */
  loseNextAnswer(path: string): Promise<void> {
    return new Promise((lost) => {
      this.#lostAnswer = { path, lost };
    });
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const target = this.#targetOf(incoming);
    if (target === null) return void incoming.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method, headers, url } = incoming;
    const onwards = request(new URL(url ?? '/', target), { method: method ?? 'GET', headers }, (answer) => {
      const lose = this.#lostAnswer;
      if (lose?.path === url) {
        this.#lostAnswer = null;
        answer.resume().once('end', () => {
          incoming.socket.destroy();
          lose?.lost();
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onwards.on('error', () => incoming.socket.destroy());
    onwards.end(Buffer.concat(chunks));
  }

  #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = this.#targetOf(incoming);
    if (target === null) return void socket.destroy();
    const onwards = connect(Number(target.port), target.hostname, () => {
      const headers = incoming.rawHeaders.reduce(
        (text, part, place) => text + (place % 2 === 0 ? `${part}: ` : `${part}\r\n`),
        '',
      );
      onwards.write(`${incoming.method ?? 'GET'} ${incoming.url ?? '/'} HTTP/1.1\r\n${headers}\r\n`);
      onwards.write(head);
      socket.pipe(onwards).pipe(socket);
    });
    this.#keep(onwards);
    for (const end of [socket, onwards]) {
      end.on('error', () => undefined);
      end.on('close', () => {
        socket.destroy();
        onwards.destroy();
      });
    }
  }

  #targetOf({ url = '' }: IncomingMessage): URL | null {
    return this.#held.includes(url.split('?', 1)[0] ?? '') ? null : this.#target;
  }

  #keep(connection: Duplex): void {
    this.#connections.add(connection);
    connection.on('error', () => undefined);
    connection.once('close', () => this.#connections.delete(connection));
  }
}
