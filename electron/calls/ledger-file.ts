import { rm, stat, utimes } from 'node:fs/promises';
import type { KeptLedger } from '../../renderer/bridges/voice-bridge.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';
import { readTextIfThere } from '../settings/settings-file.ts';

export type LedgerFile = {
  readonly read: () => Promise<KeptLedger>;
  /** Resolves once it is on the disk. */
  readonly keep: (text: string | null) => Promise<void>;
  /** Notes that what is kept is still so. */
  readonly beat: () => Promise<void>;
};

/**
 * What the phone keeps of its calls, on the disk of this machine. The time of the last beat is that of the file: it needs no write of
 * its own, and survives the death of all our processes; a power cut may lose the last seconds of it, never the calls.
 */
export function ledgerFile(file: string): LedgerFile {
  const inOrder = oneAtATime();
  return {
    read: () =>
      inOrder(async () => {
        const text = await readTextIfThere(file);
        if (text === null) return { text, aliveAt: null };
        return { text, aliveAt: (await stat(file)).mtime.toISOString() };
      }),
    keep: (text) => inOrder(() => (text === null ? rm(file, { force: true }) : writeAtomically(file, text))),
    beat: () =>
      inOrder(async () => {
        const now = new Date();
        // The calls may have ended this very moment.
        await utimes(file, now, now).catch(ignoreMissing);
      }),
  };
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
