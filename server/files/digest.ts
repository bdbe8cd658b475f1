import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isMissing } from '../data-folder.ts';

/** How many bytes a file of this machine has, and their SHA-256; undefined: it is not there. */
export async function digest(path: string): Promise<{ readonly size: number; readonly sha256: string } | undefined> {
  try {
    const content = createReadStream(path);
    const hash = createHash('sha256');
    await pipeline(content, hash);
    return { size: content.bytesRead, sha256: hash.digest('hex') };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
