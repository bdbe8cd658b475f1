import type { AgentPresence, PresenceOf } from '../../../domain/agent/presence.ts';
import type { OnTicket, TicketPresence } from '../../../domain/agent/ticket-presence.ts';
import { codeOf } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { harmfulMillis } from '../../../domain/wire/clock-offset.ts';
import type { Delta, DeskReport } from '../../../domain/wire/sync.ts';
import type { SyncState } from '../contract.ts';
import type { Platform } from '../platform.ts';
import { runCycle, type SyncSource } from './cycle.ts';
import { listenToEvents } from './events.ts';
import type { Credentials } from './http.ts';
import { initialSchedule, step, type ScheduleEffect, type ScheduleEvent } from './schedule.ts';

export type SyncClientOptions = {
  readonly platform: Platform;
  readonly source: SyncSource & {
    readonly meta: { readonly complete: boolean };
    /** Takes news that came with a poke. False: they do not follow on what is here. */
    tookDelta(delta: Delta): Promise<boolean>;
  };
  /** The state that the desk shows has changed. */
  readonly onState: () => void;
  /** What the server says of the agents; null: nothing of what it said holds any more. */
  readonly onPresence: (agents: readonly PresenceOf[] | null) => void;
  /** Who else is on the ticket that this agent has open; null: nothing of what was said holds any more. */
  readonly onTicketPresence: (said: { readonly ticketId: Id; readonly agents: readonly OnTicket[] } | null) => void;
};

/** Each time that the desk is told how many rows have come it draws itself, which those that pour in wait for. */
const countMillis = 400;

/** Runs the schedule: keeps a replica and its server together. */
export class SyncClient {
  readonly #options: SyncClientOptions;
  #schedule = initialSchedule;
  /** Null: nobody is signed in at the server. */
  #credentials: Credentials | null;
  #cancelTimer: (() => void) | null = null;
  #cancelSocketTimer: (() => void) | null = null;
  #closeSocket: (() => void) | null = null;
  #presence: AgentPresence | null = null;
  #ticket: TicketPresence | null = null;
  #report: ((said: DeskReport) => void) | null = null;
  #ahead: number | null = null;
  readonly #stopListening: () => void;
  /** Rows of the pull that is under way; null when none has more to come. */
  #pulling: number | null = null;
  #lastState = '';
  /** When the desk was last told how many rows have come. Milliseconds since 1970 UTC. */
  #countedAt = 0;
  /** News that came with pokes, to be taken in this order. */
  #deltas: Delta[] = [];
  #taking = false;

  constructor(options: SyncClientOptions, credentials: Credentials | null) {
    this.#options = options;
    this.#credentials = credentials;
    this.#stopListening = options.platform.onOnline((slept) => {
      if (slept) this.#distrustSocket();
      this.wake();
    });
  }

  start(): void {
    this.#send(this.#credentials === null ? { type: 'ended', code: 'AUTH_SESSION_ENDED' } : { type: 'renewed' });
  }

  renew(credentials: Credentials | null): void {
    this.#credentials = credentials;
    this.start();
  }

  /** There is something to push or to pull. */
  want(): void {
    this.#send({ type: 'wanted' });
  }

  /** How available the agent is, said now and after each reconnection. */
  setPresence(presence: AgentPresence | null): void {
    this.#presence = presence;
    this.#report?.({ type: 'presence', presence });
  }

  /** What the agent has open, said now and after each reconnection. */
  setTicket(ticket: TicketPresence | null): void {
    this.#ticket = ticket;
    this.#report?.({ type: 'ticket-presence', ticket });
  }

  /** Now, whatever the schedule: the network is back, or the person asks. */
  wake(): void {
    this.#send({ type: 'wake' });
  }

  stop(): void {
    this.#stopListening();
    this.#send({ type: 'stop' });
  }

  /** By how many milliseconds the server's clock is before this machine's (less than 0: behind), where that is more than harmless; else null. */
  get clockOffset(): number | null {
    return this.#ahead !== null && Math.abs(this.#ahead) >= harmfulMillis ? this.#ahead : null;
  }

  get state(): SyncState {
    const { mode, signedOutBy, failure, onlineSince } = this.#schedule;
    if (mode === 'signed-out') return { state: 'signed-out', code: signedOutBy ?? 'AUTH_SESSION_ENDED' };
    if (failure !== null) {
      return {
        state: 'offline',
        code: failure.code,
        since: instant(failure.since),
        nextTryAt: instant(failure.nextTryAt),
      };
    }
    const first = !this.#options.source.meta.complete;
    if (onlineSince === null || first || this.#pulling !== null) {
      return { state: 'syncing', rows: this.#pulling ?? 0, first };
    }
    return { state: 'online', since: instant(onlineSince) };
  }

  /** Rows pour in: a first sync, or one after a long absence. */
  get isPouring(): boolean {
    return this.#pulling !== null || !this.#options.source.meta.complete;
  }

  #send(event: ScheduleEvent): void {
    const { platform } = this.#options;
    const [next, effects] = step(this.#schedule, event, { now: platform.now(), random: platform.random() });
    this.#schedule = next;
    for (const effect of effects) this.#run(effect);
    this.#tell();
  }

  #run(effect: ScheduleEffect): void {
    const { platform } = this.#options;
    switch (effect.type) {
      case 'cycle':
        this.#clearTimer();
        void this.#cycle();
        return;
      case 'take':
        void this.#take();
        return;
      case 'timer':
        this.#clearTimer();
        this.#cancelTimer = platform.after(effect.ms, () => this.#send({ type: 'timer' }));
        return;
      case 'socket-timer':
        this.#cancelSocketTimer?.();
        this.#cancelSocketTimer = platform.after(effect.ms, () => this.#send({ type: 'socket-timer' }));
        return;
      case 'open-socket':
        return this.#openSocket();
      case 'close-socket':
        this.#closeSocket?.();
        this.#closeSocket = null;
        this.#unheard();
        return;
      case 'clear-timers':
        this.#clearTimer();
        this.#cancelSocketTimer?.();
        return;
    }
  }

  async #cycle(): Promise<void> {
    const credentials = this.#credentials;
    if (credentials === null) return this.#send({ type: 'ended', code: 'AUTH_SESSION_ENDED' });
    const { platform, source } = this.#options;
    const isStale = () => this.#schedule.mode !== 'running' || credentials.token !== this.#credentials?.token;
    try {
      await runCycle({
        platform,
        credentials,
        source,
        isStale,
        onProgress: (rows, more) => {
          this.#pulling = more ? rows : null;
          this.#send({ type: 'answered' });
        },
      });
      this.#pulling = null;
      this.#send({ type: 'done' });
    } catch (error) {
      this.#pulling = null;
      const code = codeOf(error, 'SERVER_REPLY_MALFORMED');
      platform.log('warn', `sync-failed ${code}`, error instanceof Error ? error.message : String(error));
      // An old token that was refused says nothing about the new one.
      this.#send(isStale() ? { type: 'done' } : { type: 'failed', code });
    }
  }

  #poked(delta: Delta | undefined): void {
    if (delta === undefined) return this.#send({ type: 'poke' });
    if (this.#taking) {
      this.#deltas.push(delta);
      return;
    }
    // Whatever came before is on its way with a pull.
    this.#deltas = [delta];
    this.#send({ type: 'delta' });
  }

  /** Takes the news as they came, and pulls when they are not all that is new, or when a cycle is wanted meanwhile. */
  async #take(): Promise<void> {
    const { platform, source } = this.#options;
    this.#taking = true;
    let follows = true;
    for (const delta of this.#deltas) {
      if (!follows || this.#schedule.again || this.#schedule.mode !== 'running') break;
      follows = await source.tookDelta(delta).catch((error: unknown) => {
        platform.log('warn', 'delta-not-taken', String(error));
        return false;
      });
    }
    this.#taking = false;
    if (!follows) this.#send({ type: 'poke' });
    this.#send({ type: 'done' });
  }

  /** The server may have given it up while the machine slept, and we would wait for pokes that nobody sends. */
  #distrustSocket(): void {
    if (this.#closeSocket === null) return;
    this.#closeSocket();
    this.#closeSocket = null;
    this.#unheard();
    this.#send({ type: 'socket-closed' });
  }

  #openSocket(): void {
    const credentials = this.#credentials;
    if (credentials === null) return;
    this.#closeSocket?.();
    this.#closeSocket = listenToEvents(this.#options.platform, credentials, this.#options.source.meta.clientId, {
      ready: (report, ahead) => {
        this.#report = report;
        this.#heardClock(ahead ?? null);
        if (this.#presence !== null) report({ type: 'presence', presence: this.#presence });
        if (this.#ticket !== null) report({ type: 'ticket-presence', ticket: this.#ticket });
        this.#send({ type: 'socket-ready' });
      },
      presence: (agents, full) => {
        if (full) this.#options.onPresence(null);
        this.#options.onPresence(agents);
      },
      ticketPresence: (said) => this.#options.onTicketPresence(said),
      poke: (delta) => this.#poked(delta),
      ended: () => this.#send({ type: 'ended', code: 'AUTH_SESSION_ENDED' }),
      closed: () => {
        this.#closeSocket = null;
        this.#unheard();
        this.#send({ type: 'socket-closed' });
      },
    });
  }

  #heardClock(ahead: number | null): void {
    const before = this.clockOffset;
    this.#ahead = ahead;
    if (this.clockOffset === before) return;
    if (this.clockOffset !== null) this.#options.platform.log('warn', 'clock-wrong', `${this.clockOffset} ms`);
    this.#options.onState();
  }

  /** Without the socket nobody says how available the others are, nor where. */
  #unheard(): void {
    this.#report = null;
    this.#options.onPresence(null);
    this.#options.onTicketPresence(null);
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #tell(): void {
    const { state: now } = this;
    const state = JSON.stringify(now);
    if (state === this.#lastState) return;
    const at = this.#options.platform.now();
    const counts = now.state === 'syncing' && now.rows > 0;
    if (counts && Math.abs(at - this.#countedAt) < countMillis) return;
    this.#countedAt = counts ? at : 0;
    this.#lastState = state;
    this.#options.onState();
  }
}

function instant(millis: number): string {
  return new Date(millis).toISOString();
}
