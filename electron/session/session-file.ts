import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { StoredSession } from '../../renderer/bridges/desk-bridge.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';
import { readTextIfThere } from '../settings/settings-file.ts';
import type { Secrets } from './secrets.ts';

/** `sealed` holds a StoredSession as JSON; the whole of it is secret (token, line password). */
const SessionFileContent = z.object({ version: z.literal(1), backend: z.string(), data: z.base64() });

export type OpenedSession = {
  readonly current: () => StoredSession | null;
  /** False: the current session is only in memory, or the one of the last run could not be opened. */
  readonly isKept: () => boolean;
  /** Resolves once it is on the disk; false when it stays in memory, for want of a keyring or of a folder to write to. */
  readonly save: (session: StoredSession) => Promise<boolean>;
  readonly clear: () => Promise<void>;
};

export type SessionFileOptions = {
  readonly file: string;
  readonly secrets: Secrets;
  /** A code for the log, without anything secret. */
  readonly onProblem: (event: string, detail: string) => void;
};

/** The signed-in session of this installation, sealed by the system's keyring. */
export async function openSession(options: SessionFileOptions): Promise<OpenedSession> {
  const { file, secrets, onProblem } = options;
  const inOrder = oneAtATime();
  let { session: current, kept } = await read(options);
  return {
    current: () => current,
    isKept: () => kept,
    save: (session) =>
      inOrder(async () => {
        current = session;
        kept = false;
        try {
          const sealed = await secrets.seal(JSON.stringify(session));
          if (sealed === undefined) {
            await rm(file, { force: true });
            return false;
          }
          await writeAtomically(file, JSON.stringify({ version: 1, ...sealed }));
          kept = true;
          return true;
        } catch (error) {
          onProblem('SHELL_SECRETS_NOT_KEPT', nameOf(error));
          return false;
        }
      }),
    clear: () =>
      inOrder(async () => {
        current = null;
        kept = true;
        await rm(file, { force: true });
      }),
  };
}

async function read(options: SessionFileOptions): Promise<{ session: StoredSession | null; kept: boolean }> {
  const { file, secrets, onProblem } = options;
  try {
    const text = await readTextIfThere(file);
    if (text === null) return { session: null, kept: true };
    const opened = await secrets.open(SessionFileContent.parse(JSON.parse(text)));
    if (opened !== undefined) return { session: StoredSession.parse(JSON.parse(opened)), kept: true };
    onProblem('SHELL_SECRETS_NOT_KEPT', 'the keyring that sealed the session is not the one here');
  } catch (error) {
    onProblem('SHELL_SECRETS_NOT_KEPT', nameOf(error));
  }
  return { session: null, kept: false };
}

/** A message may quote what was parsed: only the kind of error is told. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
