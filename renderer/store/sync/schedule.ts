import type { ErrorCode } from '../../../domain/errors.ts';

/** When to talk to the server: a pure reducer. Times are milliseconds since 1970 UTC. */
export type Schedule = {
  readonly mode: 'running' | 'signed-out' | 'stopped';
  readonly signedOutBy: ErrorCode | null;
  readonly busy: boolean;
  /** Something came up while a cycle was running: another one follows. */
  readonly again: boolean;
  /** Cycles failed in a row. */
  readonly failures: number;
  readonly failure: { readonly code: ErrorCode; readonly since: number; readonly nextTryAt: number } | null;
  /** Since when the server answers; null before the first answer. */
  readonly onlineSince: number | null;
  readonly socket: 'none' | 'connecting' | 'ready';
  readonly socketFailures: number;
  /** A socket has been ready: nothing on the way to this server forbids them. */
  readonly takesSockets: boolean;
};

export type ScheduleEvent =
  /** Something to push or to pull. While the server is away it waits for the next try: typing must not lengthen the waits. */
  | { readonly type: 'wanted' }
  /** The network is back, or the person asks: now, and the waits begin short again. */
  | { readonly type: 'wake' }
  /** The timer of the next try or of the safety net rang. */
  | { readonly type: 'timer' }
  | { readonly type: 'answered' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | { readonly type: 'socket-timer' }
  | { readonly type: 'socket-ready' }
  | { readonly type: 'poke' }
  /** News that came whole: taken while nothing else is asked of the server, or else a poke like any other. */
  | { readonly type: 'delta' }
  | { readonly type: 'socket-closed' }
  | { readonly type: 'ended'; readonly code: ErrorCode }
  | { readonly type: 'renewed' }
  | { readonly type: 'stop' };

export type ScheduleEffect =
  | { readonly type: 'cycle' }
  /** Takes the news that came whole; ends as a cycle does. */
  | { readonly type: 'take' }
  /** Replaces the timer that runs, if any. */
  | { readonly type: 'timer'; readonly ms: number }
  | { readonly type: 'open-socket' }
  | { readonly type: 'close-socket' }
  | { readonly type: 'socket-timer'; readonly ms: number }
  | { readonly type: 'clear-timers' };

export type ScheduleContext = { readonly now: number; readonly random: number };

/** Without a poke: pokes can be lost, a proxy may forbid WebSockets. */
const safetyNetMillis = 60_000;
const firstRetryMillis = 500;
/** So that a desk is there again soon after the server is, even late in a long outage. */
const longestRetryMillis = 10_000;

export const initialSchedule: Schedule = {
  mode: 'stopped',
  signedOutBy: null,
  busy: false,
  again: false,
  failures: 0,
  failure: null,
  onlineSince: null,
  socket: 'none',
  socketFailures: 0,
  takesSockets: false,
};

/** Doubles from half a second; the random half keeps two hundred desks from returning in one instant. */
export function retryDelay(failures: number, random: number): number {
  const full = Math.min(longestRetryMillis, firstRetryMillis * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

export function step(
  state: Schedule,
  event: ScheduleEvent,
  context: ScheduleContext,
): readonly [Schedule, readonly ScheduleEffect[]] {
  if (event.type === 'stop')
    return [{ ...initialSchedule, busy: state.busy }, [{ type: 'clear-timers' }, { type: 'close-socket' }]];
  if (event.type === 'renewed') {
    return startCycle({ ...initialSchedule, mode: 'running', busy: state.busy, onlineSince: state.onlineSince }, [
      { type: 'clear-timers' },
      { type: 'close-socket' },
    ]);
  }
  if (event.type === 'ended') return signOut(state, event.code);
  if (state.mode !== 'running') {
    const idle = event.type === 'done' || event.type === 'failed' ? { ...state, busy: false } : state;
    return [idle, []];
  }
  switch (event.type) {
    case 'wanted':
      return state.failure === null ? startCycle(state, []) : [state, []];
    case 'wake':
      return startCycle({ ...state, failures: 0 }, []);
    case 'timer':
    case 'poke':
      return startCycle(state, []);
    case 'delta':
      // While the server is away for requests, what is queued must not be forgotten for what it says.
      if (state.busy || state.failure !== null) return startCycle(state, []);
      return [{ ...state, busy: true, again: false }, [{ type: 'take' }]];
    case 'answered':
      return answered(state, context);
    case 'done':
      return done(state, context);
    case 'failed':
      return failed(state, event.code, context);
    case 'socket-timer':
      return openSocket(state);
    case 'socket-ready':
      // What happened while it was down was poked to nobody.
      return startCycle({ ...state, socket: 'ready', socketFailures: 0, takesSockets: true }, []);
    case 'socket-closed':
      return socketClosed(state, context);
  }
}

function startCycle(
  state: Schedule,
  before: readonly ScheduleEffect[],
): readonly [Schedule, readonly ScheduleEffect[]] {
  if (state.busy) return [{ ...state, again: true }, before];
  return [{ ...state, busy: true, again: false }, [...before, { type: 'cycle' }]];
}

function answered(state: Schedule, { now }: ScheduleContext): readonly [Schedule, readonly ScheduleEffect[]] {
  const next = {
    ...state,
    failures: 0,
    failure: null,
    onlineSince: state.failure === null ? (state.onlineSince ?? now) : now,
  };
  // A server that answers is worth a socket at once.
  return state.failure === null && state.onlineSince !== null ? [next, []] : openSocket(next);
}

function done(state: Schedule, context: ScheduleContext): readonly [Schedule, readonly ScheduleEffect[]] {
  const [online, effects] = answered({ ...state, busy: false }, context);
  if (state.again) return startCycle(online, effects);
  return [online, [...effects, { type: 'timer', ms: safetyNetMillis }]];
}

function failed(
  state: Schedule,
  code: ErrorCode,
  { now, random }: ScheduleContext,
): readonly [Schedule, readonly ScheduleEffect[]] {
  if (code === 'AUTH_SESSION_ENDED') return signOut({ ...state, busy: false }, code);
  const failures = state.failures + 1;
  const ms = retryDelay(failures, random);
  const failure = { code, since: state.failure?.since ?? now, nextTryAt: now + ms };
  return [{ ...state, busy: false, again: false, failures, failure, onlineSince: null }, [{ type: 'timer', ms }]];
}

function signOut(state: Schedule, code: ErrorCode): readonly [Schedule, readonly ScheduleEffect[]] {
  return [
    { ...initialSchedule, mode: 'signed-out', signedOutBy: code, busy: state.busy },
    [{ type: 'clear-timers' }, { type: 'close-socket' }],
  ];
}

function openSocket(state: Schedule): readonly [Schedule, readonly ScheduleEffect[]] {
  if (state.socket !== 'none' || state.failure !== null) return [state, []];
  return [{ ...state, socket: 'connecting' }, [{ type: 'open-socket' }]];
}

function socketClosed(state: Schedule, { random }: ScheduleContext): readonly [Schedule, readonly ScheduleEffect[]] {
  const wasReady = state.socket === 'ready';
  const socketFailures = wasReady ? 0 : state.socketFailures + 1;
  const closed: Schedule = { ...state, socket: 'none', socketFailures };
  // With the server gone, its next answer opens the socket; until then the cycle's own retries are enough.
  if (state.failure !== null) return [closed, []];
  const again: ScheduleEffect = { type: 'socket-timer', ms: retryDelay(socketFailures + 1, random) };
  // A server that is going down answers the last requests and takes no socket any more: whether it is there at all is asked each time,
  // unless it has never taken any.
  const isSign = wasReady || state.takesSockets || socketFailures === 1;
  return isSign ? startCycle(closed, [again]) : [closed, [again]];
}
