import type { DeskStart, StoredSession } from '../../bridges/desk-bridge.ts';
import { databaseName } from '../../store/contract.ts';

/** A session whose token the shell has not opened yet: `token` null, and a line without its secrets. */
export type DeskSession = Omit<StoredSession, 'token'> & { readonly token: string | null };

/** The shell's answer to `desk:start`, or what it will most likely be. */
export type ExpectedStart = Omit<DeskStart, 'session'> & { readonly session: DeskSession | null };

// The document's first script reads both by these names (electron.vite.config.ts).
const dataKey = 'casque.data';
const startKey = 'casque.start';

/** Another build may have written another shape. The name of a built script has the hash of its content. */
const build = import.meta.url;

/**
 * Notes what the next start is likely to be, so that the desk is drawn, and its data opened, while the shell still asks the system's
 * keyring who is signed in. No secret is in it.
 */
export function expectStart(start: ExpectedStart): void {
  const { session } = start;
  if (session === null) {
    localStorage.removeItem(dataKey);
    localStorage.removeItem(startKey);
    return;
  }
  const { info } = session;
  const line = info.line === null ? null : { ...info.line, password: '', iceServers: [] };
  const known: ExpectedStart = {
    ...start,
    session: { ...session, token: null, key: undefined, info: { ...info, line } },
    practiceSignIn: null,
    notices: [],
  };
  try {
    localStorage.setItem(dataKey, databaseName(session.serverUrl, info.agent.id));
    localStorage.setItem(startKey, JSON.stringify({ build, start: known }));
  } catch {
    // The disk is full, which the store tells: the next start is only slower.
  }
}

/** Taken, not read: a start that failed on it is not tried again. The shell's answer brings it back. */
export function takeExpectedStart(): (ExpectedStart & { readonly session: DeskSession }) | null {
  const text = localStorage.getItem(startKey);
  localStorage.removeItem(startKey);
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as { build: string; start: ExpectedStart };
    const { session } = kept.start;
    return kept.build === build && session !== null ? { ...kept.start, session } : null;
  } catch {
    return null;
  }
}
