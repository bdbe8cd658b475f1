/** A call without a path for its sound is kept for this long, in milliseconds; then it is over, and the agent is told. */
export const lostLimitMs = 60_000;
/** How long after its answer a call may be without its first path before that is told and mended, in milliseconds. */
export const firstPathMs = 5_000;
/** How often a path that is lost is asked for again while the PBX answers, in milliseconds. */
const againMs = 4_000;
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
};

export const pathUp: MediaPathState = {
  soughtSince: null,
  lostAt: null,
  giveUpAt: 0,
  dueAt: null,
  restartDue: false,
  offering: false,
};

export type MediaPathEvent =
  /** The call was answered, and its first path is being looked for. */
  | { readonly type: 'answered'; readonly at: number }
  /** ICE has lost its path (`disconnected` after 2.5 s without an answer, `failed` after some 15 more), or has one again. */
  | { readonly type: 'lost'; readonly at: number }
  | { readonly type: 'back' }
  /** The PBX has just answered on the line's socket. */
  | { readonly type: 'lineVerified' }
  | { readonly type: 'lineDown' }
  /** This machine has other addresses than before, or woke up. */
  | { readonly type: 'networkChanged' }
  | { readonly type: 'offerDone' }
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
      if (state.offering || !state.restartDue) return [state, []];
      return [{ ...state, restartDue: false, offering: true }, [{ type: 'restart' }]];
    case 'lineDown':
    case 'networkChanged':
      return [{ ...state, restartDue: true }, []];
    case 'offerDone':
      return [{ ...state, offering: false }, []];
    case 'offerFailed':
      // A PBX that refuses another path while the sound passes is left alone.
      return [{ ...state, offering: false, restartDue: state.restartDue || state.lostAt !== null }, []];
    case 'due':
      return due(state, event.at);
  }
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
  const next: MediaPathState = { ...state, soughtSince: null, dueAt: null };
  if (state.lostAt === null) return [next, [{ type: 'timer', ms: null }]];
  return [{ ...next, lostAt: null, restartDue: false }, [{ type: 'tellBack' }, { type: 'timer', ms: null }]];
}

function due(state: MediaPathState, at: number): Step {
  if (state.lostAt === null) return state.soughtSince === null ? [state, []] : lost(state, at);
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
