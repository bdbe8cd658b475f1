/** A call without a path for its sound is kept for this long, in milliseconds; then it is over, and the agent is told. */
export const lostLimitMs = 60_000;
/** How long after its answer a call may be without its first path before that is told and mended, in milliseconds. */
export const firstPathMs = 5_000;
/** How often a path that is lost is asked for again while the PBX answers, in milliseconds. */
const againMs = 4_000;
/**
 * How long a path that was agreed on may take before another one is offered, in milliseconds. Asterisk 22 must not be offered one while it is still
 * looking for the last: it answers with new credentials and goes on with the old ones (`ice_reset_session` in res_rtp_asterisk.c), so that no
 * path is found until pjnath has given up, which takes it ten seconds. WebRTC looks for fifteen (`write_timeout` of a connection).
 */
export const agreedPathMs = 15_000;
/** The same while sound passes, and once the machine has other addresses or another connection to the PBX: what was agreed on may lead nowhere. */
const agreedBrieflyMs = 3_000;
/** A timer that comes later than this has slept with the machine, in milliseconds. */
const sleptMs = 5_000;
/** What a call still has after such a sleep, at least. */
const afterSleepMs = 15_000;

/** The path of one call's sound. Times are milliseconds since the epoch. */
export type MediaPathState = {
  /** Since when the first path is looked for; null: there has been one, or the call is not answered yet. */
  readonly soughtSince: number | null;
  /** Since when no sound can pass; null: it can. */
  readonly lostAt: number | null;
  readonly giveUpAt: number;
  /** When the running timer is due. */
  readonly dueAt: number | null;
  /** A new path is to be asked for as soon as the PBX answers. */
  readonly restartDue: boolean;
  /** Our offer of a new path is under way. */
  readonly offering: boolean;
  /** Until when the path that was agreed on last is looked for, and no other one is offered; 0: none is. */
  readonly agreedUntil: number;
};

export const pathUp: MediaPathState = {
  soughtSince: null,
  lostAt: null,
  giveUpAt: 0,
  dueAt: null,
  restartDue: false,
  offering: false,
  agreedUntil: 0,
};

export type MediaPathEvent =
  /** The call was answered, and its first path is being looked for. */
  | { readonly type: 'answered'; readonly at: number }
  /** ICE has lost its path (`disconnected` after 2.5 s without an answer, `failed` after some 15 more), or has one again. */
  | { readonly type: 'lost'; readonly at: number }
  | { readonly type: 'back' }
  /** The PBX has just answered on the line's socket. */
  | { readonly type: 'lineVerified'; readonly at: number }
  | { readonly type: 'lineDown'; readonly at: number }
  /** This machine has other addresses than before, or woke up. */
  | { readonly type: 'networkChanged'; readonly at: number }
  | { readonly type: 'offerDone'; readonly at: number }
  | { readonly type: 'offerFailed' }
  | { readonly type: 'due'; readonly at: number };

export type MediaPathEffect =
  /** Finds out whether the PBX still answers; `lineVerified` or `lineDown` follows. */
  | { readonly type: 'checkLine' }
  /** Offers a new path (ICE restart, RFC 8445 §2.4); the PBX learns our new address from it as well. */
  | { readonly type: 'restart' }
  /** `first`: there has not been one yet. */
  | { readonly type: 'tellLost'; readonly at: number; readonly first: boolean }
  | { readonly type: 'tellBack' }
  | { readonly type: 'giveUp'; readonly first: boolean }
  /** Replaces the running timer; null stops it. */
  | { readonly type: 'timer'; readonly ms: number | null };

type Step = readonly [state: MediaPathState, effects: readonly MediaPathEffect[]];

/**
 * Keeps the sound of an answered call on a path that works: a new one is offered when none has come, when the old one is lost, when the machine
 * has other addresses and after each new connection to the PBX, and only while the PBX answers. Pure.
 */
export function reduceMediaPath(state: MediaPathState, event: MediaPathEvent): Step {
  switch (event.type) {
    case 'answered':
      return [{ ...state, soughtSince: event.at, dueAt: event.at + firstPathMs }, [{ type: 'timer', ms: firstPathMs }]];
    case 'lost':
      return lost(state, event.at);
    case 'back':
      return back(state);
    case 'lineVerified':
      return verified(state, event.at);
    case 'lineDown':
    case 'networkChanged':
      return [{ ...state, restartDue: true, agreedUntil: Math.min(state.agreedUntil, event.at + agreedBrieflyMs) }, []];
    case 'offerDone':
      return [offerDone(state, event.at), []];
    case 'offerFailed':
      // A PBX that refuses another path while the sound passes is left alone.
      return [{ ...state, offering: false, restartDue: state.restartDue || state.lostAt !== null }, []];
    case 'due':
      return due(state, event.at);
  }
}

function verified(state: MediaPathState, at: number): Step {
  if (state.offering || !state.restartDue) return [state, []];
  if (at >= state.agreedUntil) return [{ ...state, restartDue: false, offering: true }, [{ type: 'restart' }]];
  // The timer of a loss, or of a first path, comes back to it by itself.
  if (state.lostAt !== null || state.soughtSince !== null) return [state, []];
  return [{ ...state, dueAt: state.agreedUntil }, [{ type: 'timer', ms: state.agreedUntil - at }]];
}

function offerDone(state: MediaPathState, at: number): MediaPathState {
  const next = { ...state, offering: false };
  // What the PBX was told first led nowhere, so that it may not have begun to look.
  if (state.soughtSince !== null) return next;
  return { ...next, agreedUntil: at + (state.lostAt === null ? agreedBrieflyMs : agreedPathMs) };
}

function lost(state: MediaPathState, at: number): Step {
  const again: MediaPathState = { ...state, restartDue: true };
  if (state.lostAt !== null) return [again, [{ type: 'checkLine' }]];
  const lostAt = state.soughtSince ?? at;
  return [
    { ...again, lostAt, giveUpAt: at + lostLimitMs, dueAt: at + againMs },
    [
      { type: 'tellLost', at: lostAt, first: state.soughtSince !== null },
      { type: 'timer', ms: againMs },
      { type: 'checkLine' },
    ],
  ];
}

function back(state: MediaPathState): Step {
  if (state.lostAt === null && state.soughtSince === null) return [state, []];
  const next: MediaPathState = { ...state, soughtSince: null, dueAt: null, agreedUntil: 0 };
  if (state.lostAt === null) return [next, [{ type: 'timer', ms: null }]];
  return [{ ...next, lostAt: null, restartDue: false }, [{ type: 'tellBack' }, { type: 'timer', ms: null }]];
}

function due(state: MediaPathState, at: number): Step {
  if (state.lostAt === null) {
    if (state.soughtSince !== null) return lost(state, at);
    return [{ ...state, dueAt: null }, state.restartDue ? [{ type: 'checkLine' }] : []];
  }
  const slept = state.dueAt !== null && at - state.dueAt > sleptMs;
  const giveUpAt = slept ? Math.max(state.giveUpAt, at + afterSleepMs) : state.giveUpAt;
  const first = state.soughtSince !== null;
  if (at >= giveUpAt) return [{ ...state, dueAt: null }, [{ type: 'giveUp', first }]];
  const ms = Math.min(againMs, giveUpAt - at);
  return [
    { ...state, giveUpAt, dueAt: at + ms, restartDue: true },
    [{ type: 'timer', ms }, ...(state.offering ? [] : [{ type: 'checkLine' } as const])],
  ];
}
