/** A small reader of ZIP archives (APPNOTE 6.3), since a minimal system has no `unzip`. */
import {
  chmodSync,
  closeSync,
  createWriteStream,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
  writeFileSync,
  fstatSync,
} from 'node:fs';
import { createReadStream } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/**
 * Unpacks an archive.
 * @param {string} archive path of the ZIP file, up to 4 GiB (no ZIP64)
 * @param {string} target directory, made when absent
 * @param {{ rename?: (name: string) => string | undefined, onEntry?: (done: number, total: number) => void }} [options]
 *   `rename` gives the path below `target` for an entry's name, or `undefined` to leave it out
 * @throws {Error} on a damaged archive or a name that leads out of `target`
 */
export async function unzip(archive, target, { rename = (name) => name, onEntry } = {}) {
  const file = openSync(archive, 'r');
  try {
    const entries = readDirectory(file);
    for (const [index, entry] of entries.entries()) {
      onEntry?.(index, entries.length);
      const name = rename(entry.name);
      if (name) await extract(archive, file, entry, safePath(target, name));
    }
  } finally {
    closeSync(file);
  }
}

function safePath(target, name) {
  const path = resolve(target, name);
  if (path !== resolve(target) && !path.startsWith(resolve(target) + sep)) {
    throw new Error(`The archive holds a name that leads out of its folder: ${name}`);
  }
  return path;
}

function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const count = readSync(file, buffer, read, length - read, position + read);
    if (count === 0) break;
    read += count;
  }
  return buffer.subarray(0, read);
}

function readDirectory(file) {
  const { size } = fstatSync(file);
  const tailLength = Math.min(size, 65_557);
  const tail = readAt(file, size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error('This is not a complete ZIP file.');
  const count = tail.readUInt16LE(end + 10);
  const directory = readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0, index = 0; index < count; index++) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('The ZIP file’s directory is damaged.');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      header: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function extract(archive, file, entry, path) {
  if (entry.name.endsWith('/')) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const local = readAt(file, entry.header, 30);
  const start = entry.header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const isLink = (entry.mode & 0o170000) === 0o120000;
  if (isLink) {
    symlinkSync(readAt(file, start, entry.packed).toString('utf8'), path);
    return;
  }
  if (entry.packed === 0) {
    writeFileSync(path, '');
  } else {
    const source = createReadStream(archive, { start, end: start + entry.packed - 1 });
    const sink = createWriteStream(path);
    if (entry.method === 8) await pipeline(source, createInflateRaw(), sink);
    else if (entry.method === 0) await pipeline(source, sink);
    else throw new Error(`${join(entry.name)} is packed in a way that is not supported (${entry.method}).`);
  }
  const permissions = entry.mode & 0o777;
  if (permissions && process.platform !== 'win32') chmodSync(path, permissions);
}
