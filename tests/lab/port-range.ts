/**
 * UDP ports that one part of the lab has to itself, whatever else runs on this machine: a packet filter on them hits nobody else's sound. Whoever
 * listens on TCP at the last one has the range; with its process it is free again.
 */
import { createServer, type Server } from 'node:net';

export type PortRanges = {
  /** The first port of the first range. */
  readonly from: number;
  /** Ports in each. */
  readonly size: number;
  readonly count: number;
};

export class PortRange {
  readonly first: number;
  readonly last: number;
  readonly #sign: Server;

  private constructor(first: number, last: number, sign: Server) {
    this.first = first;
    this.last = last;
    this.#sign = sign;
  }

  /** Takes one that nobody has. @throws {Error} when all of them are taken */
  static async take({ from, size, count }: PortRanges): Promise<PortRange> {
    const start = Math.floor(Math.random() * count);
    for (let tried = 0; tried < count; tried++) {
      const first = from + ((start + tried) % count) * size;
      const sign = await listensAt(first + size - 1);
      if (sign) return new PortRange(first, first + size - 1, sign);
    }
    throw new Error(`All ${count} ranges of ports from ${from} on are taken.`);
  }

  release(): void {
    this.#sign.close();
  }
}

function listensAt(port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    // It keeps no process from ending.
    server.listen(port, '127.0.0.1', () => done(server.unref()));
  });
}
