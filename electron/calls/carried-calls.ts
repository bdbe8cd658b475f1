import { CarriedCallsReply, type CarriedCalls as CarriedCallsRequest } from '../../domain/wire/carried.ts';
import type { StoredSession } from '../../renderer/bridges/desk-bridge.ts';
import type { CallsElsewhere } from '../../renderer/bridges/voice-bridge.ts';
import type { Log } from '../log/log.ts';
import { askingServer, type AskServer } from '../session/ask-server.ts';
import type { OpenedSession } from '../session/session-file.ts';
import { openLedger, sealLedger, type LedgerLock } from './sealed-ledger.ts';

export type CarriedCallsOptions = {
  readonly session: Pick<OpenedSession, 'current'>;
  /** UUID of this installation. */
  readonly installation: string;
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  /** Milliseconds, of a clock that never goes back. */
  readonly steady: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Log, 'warn' | 'info'>;
};

/** How often the server is told that the calls live still, in ms: what is told as the gap is wrong by no more than this. */
const beatMs = 5_000;
/** How long the server may take, in ms. */
const patience = 10_000;
/** So long, in ms, the server is told again and again that there are no calls any more: after that no desk offers those of before (ledger.ts). */
const offeredMs = 5 * 60_000;

type Wanted = { readonly session: StoredSession; readonly text: string | null };

/** Keeps at the server what it takes to have the live calls again, for the case that this machine dies; and reads what another has left. */
export class CarriedCalls {
  readonly #options: CarriedCallsOptions;
  readonly #server: AskServer;
  /** What the server should have. */
  #wanted: Wanted | undefined;
  #sending: Promise<void> | undefined;
  /** What another desk keeps is asked for: until it is known, nothing of ours takes its place. */
  #asking: Promise<unknown> | undefined;
  #sent: Wanted | undefined;
  /** The server is away: that is said once, and once when it is back. */
  #isAway = false;
  #sentAt = 0;
  /** When what is wanted was first wanted. */
  #wantedAt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CarriedCallsOptions) {
    this.#options = options;
    this.#server = askingServer(options.fetch, options.now);
  }

  /** The phone keeps this now; null: it has no call. */
  keep(text: string | null): void {
    const session = this.#options.session.current();
    // Somebody who has signed out has no calls either, and what the server has goes stale by itself.
    if (session === null) return;
    // Nothing is where nothing was.
    if (text === null && (this.#wanted?.text ?? null) === null) return;
    this.#wanted = { session, text };
    this.#wantedAt = this.#options.steady();
    this.#send();
  }

  /** They live still. */
  beat(): void {
    if (this.#wanted?.text == null) return;
    if (this.#sent === this.#wanted && this.#options.steady() - this.#sentAt < beatMs) return;
    this.#send();
  }

  /** Resolves when the server has what is kept now, or could not be told. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  /** What another desk of this agent has, or had when it died; null: nothing. */
  elsewhere(): Promise<CallsElsewhere> {
    const asked = this.#ask();
    this.#asking = asked;
    void asked.then(() => {
      if (this.#asking === asked) this.#asking = undefined;
    });
    return asked;
  }

  async #ask(): Promise<CallsElsewhere> {
    const { session, installation, now } = this.#options;
    const current = session.current();
    const lock = lockOf(current);
    if (current === null || lock === null) return null;
    try {
      const response = await this.#server(current, 'GET', '/v1/calls', { patience });
      if (!response.ok) return null;
      this.#back();
      const { calls, now: serverNow } = CarriedCallsReply.parse(await response.json());
      if (calls === null || calls.installation === installation) return null;
      const text = openLedger(calls.sealed, lock);
      if (text === undefined) return null;
      // By this machine's clock: the server's may be another.
      const age = Date.parse(serverNow) - Date.parse(calls.aliveAt);
      return { device: calls.device, ledger: { text, aliveAt: new Date(now() - age).toISOString() } };
    } catch (error) {
      this.#away('calls-elsewhere-unknown', nameOf(error));
      return null;
    }
  }

  #send(): void {
    clearTimeout(this.#again);
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      // No beat follows a call that has ended, and another desk would go on offering it.
      if (this.#wanted?.text === null && this.#sent !== this.#wanted) {
        this.#again = setTimeout(() => this.#endAgain(), beatMs).unref();
      }
    });
  }

  /** Says once more that there are no calls, in the name of whoever had them. */
  #endAgain(): void {
    const session = this.#options.session.current();
    const isTheirs = session?.info.agent.id === this.#wanted?.session.info.agent.id;
    if (session === null || !isTheirs || this.#options.steady() - this.#wantedAt > offeredMs) return;
    this.#wanted = { session, text: null };
    this.#send();
  }

  async #sendAll(): Promise<void> {
    if (this.#asking !== undefined) await this.#asking;
    // What changed meanwhile goes after it; only the last of it counts.
    do {
      const wanted = this.#wanted;
      if (wanted === undefined || !(await this.#put(wanted))) return;
      this.#sent = wanted;
      this.#sentAt = this.#options.steady();
    } while (this.#sent !== this.#wanted);
  }

  async #put({ session, text }: Wanted): Promise<boolean> {
    const { installation } = this.#options;
    const lock = lockOf(session);
    if (lock === null) return true;
    const body: CarriedCallsRequest = { installation, sealed: text === null ? null : sealLedger(text, lock) };
    try {
      const response = await this.#server(session, 'PUT', '/v1/calls', { patience, body });
      if (response.ok) this.#back();
      else this.#away('calls-not-carried', `status ${response.status}`);
      return response.ok;
    } catch (error) {
      this.#away('calls-not-carried', nameOf(error));
      return false;
    }
  }

  #away(event: string, why: string): void {
    if (!this.#isAway) this.#options.log.warn(event, why);
    this.#isAway = true;
  }

  #back(): void {
    if (this.#isAway) this.#options.log.info('calls-carried-again');
    this.#isAway = false;
  }
}

function lockOf(session: StoredSession | null): LedgerLock | null {
  const line = session?.info.line ?? null;
  return session === null || line === null ? null : { agentId: session.info.agent.id, linePassword: line.password };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
