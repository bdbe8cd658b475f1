/**
 * Ports of the loopback interface that are free and stay so until the test needs them: they are below those that the kernel hands out by itself,
 * to whoever calls or connects meanwhile, and each process has a range of its own.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { PortRange } from './port-range.ts';

const ranges = { from: 11_000, size: 200, count: 45 } as const;

let range: Promise<PortRange> | undefined;
let given = 0;

export function freeTcpPort(): Promise<number> {
  return nextThat(takesTcp);
}

/** The same for UDP. */
export function freeUdpPort(): Promise<number> {
  return nextThat(takesUdp);
}

/** One that was given before comes again last. */
async function nextThat(isFree: (port: number) => Promise<boolean>): Promise<number> {
  range ??= PortRange.take(ranges);
  const { first, last } = await range;
  const count = last - first;
  for (let tried = 0; tried < count; tried++) {
    const port = first + (given++ % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} to ${last} is free.`);
}

function takesTcp(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

function takesUdp(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => socket.close(() => done(false)));
    socket.bind(port, '127.0.0.1', () => socket.close(() => done(true)));
  });
}
