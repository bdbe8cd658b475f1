/** One set-up at a time, also when two people or programs start one on the same machine. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './paths.mjs';
import { say } from './say.mjs';

/** Waits until no other set-up runs. @returns {Promise<() => void>} lets the next one in */
export async function alone() {
  const file = join(cacheDir(), 'setup.pid');
  mkdirSync(cacheDir(), { recursive: true });
  let told = false;
  for (;;) {
    try {
      // A link appears whole, with the number in it, or not at all.
      const own = `${file}.${process.pid}`;
      writeFileSync(own, String(process.pid));
      try {
        linkSync(own, file);
      } finally {
        rmSync(own, { force: true });
      }
      const leave = () => rmSync(file, { force: true });
      process.once('exit', leave);
      return leave;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && isAlive(owner)) {
      if (!told) say(`Another set-up is at work (process ${owner}); waiting for it.`);
      told = true;
      await new Promise((done) => setTimeout(done, 500));
    } else {
      rmSync(file, { force: true });
    }
  }
}

function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
