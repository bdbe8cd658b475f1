import { SessionInfo } from '../../domain/wire/session.ts';
import type { Log } from '../log/log.ts';
import { askingServer, type AskServer } from './ask-server.ts';
import type { OpenedSession } from './session-file.ts';

export type RelayRenewalOptions = {
  readonly session: Pick<OpenedSession, 'current' | 'save'>;
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The session has new credentials for the relays. */
  readonly onRenewed: () => void;
  readonly log: Log;
};

/** Between two tries at least, and to the next look at most, in milliseconds. */
const shortestPause = 30_000;
const longestPause = 6 * 3600_000;
/** How long the server may take, in milliseconds. */
const patience = 15_000;

/** When to renew credentials, in milliseconds from now: when half of the time that they still have is over. */
export function renewalPause(expiresAt: string, now: number): number {
  return Math.min(longestPause, Math.max(0, (Date.parse(expiresAt) - now) / 2));
}

/**
 * Asks the server for new TURN credentials before the old ones expire. The shell does it: it outlives the desk, and the phone has no
 * business with the server. Nothing else of the line changes, which would end its calls.
 */
export class RelayRenewal {
  readonly #options: RelayRenewalOptions;
  readonly #ask: AskServer;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RelayRenewalOptions) {
    this.#options = options;
    this.#ask = askingServer(options.fetch, options.now);
  }

  /** To be called when somebody signed in or out, and when the machine woke up. */
  follow(shortest = 0): void {
    clearTimeout(this.#timer);
    const expiresAt = this.#options.session.current()?.info.line?.iceExpiresAt ?? null;
    if (expiresAt === null) return;
    const pause = Math.max(shortest, renewalPause(expiresAt, this.#options.now()));
    this.#timer = setTimeout(() => void this.#renew(), pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #renew(): Promise<void> {
    const { session, log, onRenewed } = this.#options;
    try {
      if (await this.#fetchAndSave()) onRenewed();
    } catch (error) {
      // Without the server the old ones may still be good; a call without a relay may still find its way.
      log.warn('relay-renewal', error instanceof Error ? error.name : typeof error);
    }
    if (session.current() !== null) this.follow(shortestPause);
  }

  async #fetchAndSave(): Promise<boolean> {
    const { session } = this.#options;
    const before = session.current();
    if (before === null) return false;
    const response = await this.#ask(before, 'GET', '/v1/session', { patience });
    if (!response.ok) return false;
    const { line } = SessionInfo.parse(await response.json());
    // Somebody else may have signed in meanwhile.
    const now = session.current();
    if (line === null || now?.token !== before.token || now.info.line === null) return false;
    const { iceServers, iceExpiresAt } = line;
    await session.save({ ...now, info: { ...now.info, line: { ...now.info.line, iceServers, iceExpiresAt } } });
    return true;
  }
}
