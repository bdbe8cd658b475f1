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

/** How long a server may take to let the line go before the phone leaves for another one. */
export const leavePatienceMs = 2_000;

type Phase = 'idle' | 'connecting' | 'registering' | 'registered' | 'refreshing' | 'leaving' | 'waiting' | 'failed';

export type Registration = {
  readonly phase: Phase;
  readonly account: AccountState;
  readonly socketUp: boolean;
  /** Failures in a row. */
  readonly attempt: number;
  /** There is another server to go to. */
  readonly hasOthers: boolean;
  /** This machine refuses the certificate of the server that was tried last. */
  readonly badCertificate: boolean;
  /** The socket is suspected because of the network, not because of its server. */
  readonly suspectsNetwork: boolean;
};

export const notStarted: Registration = {
  phase: 'idle',
  account: { state: 'none' },
  socketUp: false,
  attempt: 0,
  hasOthers: false,
  badCertificate: false,
  suspectsNetwork: false,
};

/** `at`: milliseconds since the epoch. */
export type RegistrationEvent =
  | { readonly type: 'start'; readonly servers: number }
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
  /** Whether the server that could not be reached has a certificate that this machine refuses. */
  | { readonly type: 'certificate'; readonly refused: boolean }
  /** A better server takes connections again, and no call would suffer. */
  | { readonly type: 'betterServer' }
  /** The timer that an effect asked for has run out. */
  | { readonly type: 'due'; readonly at: number }
  /** The agent asks for it, the machine woke up, or the network changed. */
  | { readonly type: 'wake' }
  /** This machine no longer has one of its addresses. */
  | { readonly type: 'addressGone' };

export type RegistrationEffect =
  | { readonly type: 'connect' }
  /** Drops the socket, dead or alive. `failed`: its server is not tried again before the others. */
  | { readonly type: 'disconnect'; readonly failed: boolean }
  | { readonly type: 'register' }
  | { readonly type: 'unregister' }
  /** Finds out whether the certificate is why the server could not be reached. */
  | { readonly type: 'checkCertificate' }
  /** What is known of where the servers' names lead counts no more: the server may have moved. */
  | { readonly type: 'forgetAddresses' }
  /** Replaces the running timer; null stops it. */
  | { readonly type: 'timer'; readonly ms: number | null };

type Step = readonly [state: Registration, effects: readonly RegistrationEffect[]];

/** Keeps the line registered and tells its state truthfully. Pure: chance comes in as `random`, time with the events. */
export function reduceRegistration(state: Registration, event: RegistrationEvent, random: () => number): Step {
  if (state.phase === 'idle' && event.type !== 'start') return [state, []];
  switch (event.type) {
    case 'start':
      return connect({ ...state, attempt: 0, hasOthers: event.servers > 1 });
    case 'stop':
      return [notStarted, [{ type: 'timer', ms: null }]];
    case 'socketUp':
      return register({ ...state, socketUp: true, badCertificate: false });
    case 'socketDown':
      return socketDown({ ...state, socketUp: false }, event.at, random);
    case 'socketDropped':
      return [{ ...state, socketUp: false }, []];
    case 'registered':
    case 'contactMissing':
    case 'refused':
      return answered(state, event, random);
    case 'certificate':
      return [certificate(state, event.refused), []];
    case 'betterServer':
      return state.phase === 'registered' ? leave(state) : [state, []];
    case 'due':
      return due(state, event.at, random);
    case 'wake':
      return wake({ ...state, attempt: 0 });
    case 'addressGone':
      return state.socketUp ? moveOn(state) : wake({ ...state, attempt: 0 });
  }
}

function connect(state: Registration): Step {
  return [
    { ...state, phase: 'connecting', account: { state: 'connecting' }, suspectsNetwork: false },
    [{ type: 'timer', ms: connectPatienceMs }, { type: 'connect' }],
  ];
}

/** Leaves a lesser server politely, so that it does not ring a phone that is gone. */
function leave(state: Registration): Step {
  return [
    { ...state, phase: 'leaving', account: { state: 'connecting' } },
    [{ type: 'timer', ms: leavePatienceMs }, { type: 'unregister' }],
  ];
}

function moveOn(state: Registration): Step {
  const [next, effects] = connect({ ...state, attempt: 0 });
  return [next, [{ type: 'disconnect', failed: false }, ...effects]];
}

function certificate(state: Registration, isRefused: boolean): Registration {
  const next = { ...state, badCertificate: isRefused };
  if (state.phase !== 'waiting' || state.account.state !== 'retrying' || state.socketUp) return next;
  return { ...next, account: { ...state.account, code: unreachable(next) } };
}

function unreachable(state: Registration): ErrorCode {
  return state.badCertificate ? 'PHONE_CERTIFICATE_INVALID' : 'PHONE_PBX_UNREACHABLE';
}

/** This server does not take the line now; another one may. */
function refusedHere(state: Registration, at: number, random: () => number): Step {
  const [next, effects] = wait(state, 'PHONE_PBX_REFUSED', at, random);
  return state.hasOthers ? [next, [{ type: 'disconnect', failed: true }, ...effects]] : [next, effects];
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
  if (state.phase === 'leaving') return connect(state);
  return lost(state, at, random);
}

function lost(state: Registration, at: number, random: () => number): Step {
  const isConnecting = state.phase === 'connecting';
  // What was found out about the certificate holds until something else is known, or the sentence would change with every try.
  const [next, effects] = wait(state, isConnecting ? unreachable(state) : 'PHONE_PBX_UNREACHABLE', at, random);
  return [
    next,
    [...effects, { type: 'forgetAddresses' }, ...(isConnecting ? ([{ type: 'checkCertificate' }] as const) : [])],
  ];
}

type Answer = Extract<RegistrationEvent, { type: 'registered' | 'contactMissing' | 'refused' }>;

function answered(state: Registration, event: Answer, random: () => number): Step {
  // Whatever the lesser server says to the farewell.
  if (state.phase === 'leaving') return moveOn(state);
  switch (event.type) {
    case 'registered':
      return registered(state, event, random);
    case 'contactMissing':
      return refusedHere(state, event.at, random);
    case 'refused':
      return refused(state, event, random);
  }
}

function registered(
  state: Registration,
  event: Extract<RegistrationEvent, { type: 'registered' }>,
  random: () => number,
): Step {
  const since = state.account.state === 'registered' ? state.account.since : new Date(event.at).toISOString();
  return [
    { ...state, phase: 'registered', attempt: 0, suspectsNetwork: false, account: { state: 'registered', since } },
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
      if (event.credentialsSent) return fail(state, 'PHONE_WRONG_PASSWORD', null);
      return event.status === 403
        ? fail(state, 'PHONE_PBX_REFUSED', unknownLineRetryMs)
        : fail(state, 'PHONE_DIGEST_UNSUPPORTED', null);
    case 404:
      return fail(state, 'PHONE_LINE_UNKNOWN', unknownLineRetryMs);
    default:
      return refusedHere(state, event.at, random);
  }
}

function due(state: Registration, at: number, random: () => number): Step {
  switch (state.phase) {
    case 'connecting':
    case 'registering':
    case 'refreshing': {
      const [next, effects] = lost({ ...state, suspectsNetwork: false }, at, random);
      return [next, [{ type: 'disconnect', failed: !state.suspectsNetwork }, ...effects]];
    }
    case 'registered':
      return refresh(state, answerPatienceMs);
    case 'leaving':
      return moveOn(state);
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
      return refresh({ ...state, suspectsNetwork: true }, probePatienceMs);
    case 'registering':
      return [state, [{ type: 'timer', ms: probePatienceMs }]];
    case 'connecting': {
      // The socket may be stuck on a network that is gone.
      const [next, effects] = connect(state);
      return [next, [{ type: 'disconnect', failed: false }, ...effects]];
    }
    case 'waiting':
    case 'failed':
      return state.socketUp ? register(state) : connect(state);
    case 'leaving':
    case 'idle':
      return [state, []];
  }
}
