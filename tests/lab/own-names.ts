/**
 * A name server of the lab's own: in network and mount namespaces (`unshare --net --mount`) /etc/resolv.conf leads to it, and nobody else on
 * the machine is told other names than before.
 */
import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFolder, type LabFolder } from './folder.ts';

const resolvers = '/etc/resolv.conf';
const address = '127.0.0.1';
/** Seconds for which an answer may be remembered: longer than any test. */
const lifetime = 3_600;
/** Bytes before the question (RFC 1035 §4.1.1). */
const headerLength = 12;
const typeA = 1;
const nameError = 3;

export class OwnNames {
  readonly #folder: LabFolder;
  readonly #socket: Socket;
  readonly #names = new Map<string, string>();

  private constructor(folder: LabFolder, socket: Socket) {
    this.#folder = folder;
    this.#socket = socket;
    socket.on('message', (query, from) => socket.send(this.#answer(query), from.port, from.address));
  }

  /** To be called in namespaces that were just made for this process. */
  static async open(): Promise<OwnNames> {
    const socket = createSocket('udp4');
    socket.bind(53, address);
    await once(socket, 'listening');
    const names = new OwnNames(labFolder('names'), socket);
    const file = join(names.#folder.path, 'resolv.conf');
    writeFileSync(file, `nameserver ${address}\n`);
    await promisify(execFile)('mount', ['--bind', file, resolvers]);
    return names;
  }

  /** Whoever asks from now on is told that the name leads there. */
  lead(name: string, to: string): void {
    this.#names.set(name, to);
  }

  async stop(): Promise<void> {
    await promisify(execFile)('umount', [resolvers]);
    this.#socket.close();
    this.#folder.remove();
  }

  /** RFC 1035 §4: the question again, and the address where it asks for one. */
  #answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = headerLength;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const end = at + 5;
    const to = this.#names.get(labels.join('.').toLowerCase());
    const isAsked = to !== undefined && query.readUInt16BE(at + 1) === typeA;
    const header = Buffer.alloc(headerLength);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    // An answer, with authority, to one who wished recursion.
    header.writeUInt16BE(0x8580 | (to === undefined ? nameError : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(isAsked ? 1 : 0, 6);
    const record = Buffer.alloc(16);
    // The name of the question, type A, class IN.
    record.writeUInt16BE(0xc000 | headerLength, 0);
    record.writeUInt16BE(typeA, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(lifetime, 6);
    record.writeUInt16BE(4, 10);
    if (isAsked) record.set(to.split('.').map(Number), 12);
    return Buffer.concat([header, query.subarray(headerLength, end), ...(isAsked ? [record] : [])]);
  }
}
