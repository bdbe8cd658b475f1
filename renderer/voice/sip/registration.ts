import type { ErrorCode } from '../../../domain/errors.ts';
import type { AccountState } from '../contract/state.ts';
import { refreshDelay, retryDelay } from './backoff.ts';

/** How long a WebSocket may take to open, in milliseconds. Chromium alone would wait for minutes. */
export const connectPatienceMs = 8_000;
/** How long the PBX may take to answer a REGISTER; SIP's own timer F gives up after 32 s (RFC 3261 §17.1.2.2). */
export const answerPatienceMs = 6_000;
/** The same after sleep or a change of network, when the socket is more likely dead than slow. */
export const probePatienceMs = 3_000;
/** A line that the PBX does not know yet may be created later; a wrong password is never tried again by itself. */
export const unknownLineRetryMs = 60_000;

type Phase = 'idle' | 'connecting' | 'registering' | 'registered' | 'refreshing' | 'waiting' | 'failed';

export type Registration = {
  readonly phase: Phase;
  readonly account: AccountState;
  readonly socketUp: boolean;
  /** Failures in a row. */
  readonly attempt: number;
};

export const notStarted: Registration = { phase: 'idle', account: { state: 'none' }, socketUp: false, attempt: 0 };

/** `at`: milliseconds since the epoch. */
export type RegistrationEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'socketUp' }
  | { readonly type: 'socketDown'; readonly at: number }
  /** The same by our own effect `disconnect`. */
  | { readonly type: 'socketDropped' }
  /** A 2xx with our Contact in it; `expires` in seconds. */
  | { readonly type: 'registered'; readonly at: number; readonly expires: number }
  /** A 2xx without our Contact: the PBX does not ring us (RFC 3261 §10.2.4). */
  | { readonly type: 'contactMissing'; readonly at: number }
  /** `credentialsSent`: the refused request carried an answer to the digest challenge. */
  | { readonly type: 'refused'; readonly at: number; readonly status: number; readonly credentialsSent: boolean }
  /** The timer that an effect asked for has run out. */
  | { readonly type: 'due'; readonly at: number }
  /** The agent asks for it, the machine woke up, or the network changed. */
  | { readonly type: 'wake' };

export type RegistrationEffect =
  | { readonly type: 'connect' }
  /** Drops the socket, dead or alive. */
  | { readonly type: 'disconnect' }
  | { readonly type: 'register' }
  /** Replaces the running timer; null stops it. */
  | { readonly type: 'timer'; readonly ms: number | null };

type Step = readonly [state: Registration, effects: readonly RegistrationEffect[]];

/** Keeps the line registered and tells its state truthfully. Pure: chance comes in as `random`, time with the events. */
export function reduceRegistration(state: Registration, event: RegistrationEvent, random: () => number): Step {
  if (state.phase === 'idle' && event.type !== 'start') return [state, []];
  switch (event.type) {
    case 'start':
      return connect({ ...state, attempt: 0 });
    case 'stop':
      return [notStarted, [{ type: 'timer', ms: null }]];
    case 'socketUp':
      return register({ ...state, socketUp: true });
    case 'socketDown':
      return socketDown({ ...state, socketUp: false }, event.at, random);
    case 'socketDropped':
      return [{ ...state, socketUp: false }, []];
    case 'registered':
      return registered(state, event, random);
    case 'contactMissing':
      return wait(state, 'PHONE_PBX_REFUSED', event.at, random);
    case 'refused':
      return refused(state, event, random);
    case 'due':
      return due(state, event.at, random);
    case 'wake':
      return wake({ ...state, attempt: 0 });
  }
}

function connect(state: Registration): Step {
  return [
    { ...state, phase: 'connecting', account: { state: 'connecting' } },
    [{ type: 'timer', ms: connectPatienceMs }, { type: 'connect' }],
  ];
}

function register(state: Registration): Step {
  return [
    { ...state, phase: 'registering', account: { state: 'registering' } },
    [{ type: 'timer', ms: answerPatienceMs }, { type: 'register' }],
  ];
}

/** The binding still holds while it is refreshed: the account stays registered until the PBX says otherwise or is silent. */
function refresh(state: Registration, patienceMs: number): Step {
  return [{ ...state, phase: 'refreshing' }, [{ type: 'timer', ms: patienceMs }, { type: 'register' }]];
}

function wait(state: Registration, code: ErrorCode, at: number, random: () => number): Step {
  const ms = retryDelay(state.attempt, random());
  return [
    {
      ...state,
      phase: 'waiting',
      attempt: state.attempt + 1,
      account: { state: 'retrying', code, nextTryAt: new Date(at + ms).toISOString() },
    },
    [{ type: 'timer', ms }],
  ];
}

function fail(state: Registration, code: ErrorCode, retryMs: number | null): Step {
  return [{ ...state, phase: 'failed', account: { state: 'failed', code } }, [{ type: 'timer', ms: retryMs }]];
}

function socketDown(state: Registration, at: number, random: () => number): Step {
  // Waiting and failed already say what a person needs to know, and have their own next step.
  if (state.phase === 'waiting' || state.phase === 'failed') return [state, []];
  return wait(state, 'PHONE_PBX_UNREACHABLE', at, random);
}

function registered(
  state: Registration,
  event: Extract<RegistrationEvent, { type: 'registered' }>,
  random: () => number,
): Step {
  const since = state.account.state === 'registered' ? state.account.since : new Date(event.at).toISOString();
  return [
    { ...state, phase: 'registered', attempt: 0, account: { state: 'registered', since } },
    [{ type: 'timer', ms: refreshDelay(event.expires, random()) }],
  ];
}

function refused(
  state: Registration,
  event: Extract<RegistrationEvent, { type: 'refused' }>,
  random: () => number,
): Step {
  switch (event.status) {
    case 401:
    case 403:
    case 407:
      // A challenge that was never answered is one that we cannot answer (SHA-256 only), not a wrong password.
      return fail(state, event.credentialsSent ? 'PHONE_WRONG_PASSWORD' : 'PHONE_PBX_REFUSED', null);
    case 404:
      return fail(state, 'PHONE_LINE_UNKNOWN', unknownLineRetryMs);
    default:
      return wait(state, 'PHONE_PBX_REFUSED', event.at, random);
  }
}

function due(state: Registration, at: number, random: () => number): Step {
  switch (state.phase) {
    case 'connecting':
    case 'registering':
    case 'refreshing': {
      const [next, effects] = wait(state, 'PHONE_PBX_UNREACHABLE', at, random);
      return [next, [{ type: 'disconnect' }, ...effects]];
    }
    case 'registered':
      return refresh(state, answerPatienceMs);
    case 'waiting':
    case 'failed':
      return state.socketUp ? register(state) : connect(state);
    case 'idle':
      return [state, []];
  }
}

function wake(state: Registration): Step {
  switch (state.phase) {
    case 'registered':
    case 'refreshing':
      return refresh(state, probePatienceMs);
    case 'registering':
      return [state, [{ type: 'timer', ms: probePatienceMs }]];
    case 'connecting': {
      // The socket may be stuck on a network that is gone.
      const [next, effects] = connect(state);
      return [next, [{ type: 'disconnect' }, ...effects]];
    }
    case 'waiting':
    case 'failed':
      return state.socketUp ? register(state) : connect(state);
    case 'idle':
      return [state, []];
  }
}
