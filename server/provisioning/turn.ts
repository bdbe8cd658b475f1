import { createHmac } from 'node:crypto';
import type { Id } from '../../domain/ids.ts';
import type { Line } from '../../domain/wire/provisioning.ts';

/** The relays of the organisation; `secret` is shared with them and never leaves the server. */
export type TurnServers = {
  readonly urls: readonly string[];
  readonly secret: string;
  /** How long credentials are good for, in seconds; desks renew them in time. */
  readonly lifetime: number;
};

/**
 * The line with the organisation's relays, before any of its own: credentials for a limited time, as coturn (`use-auth-secret`) and
 * others check them without asking us (draft-uberti-behave-turn-rest-00).
 */
export function withRelays(line: Line, turn: TurnServers | undefined, agentId: Id, now: Date): Line {
  if (turn === undefined) return line;
  const expires = Math.floor(now.getTime() / 1000) + turn.lifetime;
  const username = `${expires}:${agentId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return {
    ...line,
    iceServers: [{ urls: [...turn.urls], username, credential }, ...line.iceServers].slice(0, 8),
    iceExpiresAt: new Date(expires * 1000).toISOString(),
  };
}
