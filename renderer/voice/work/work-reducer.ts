import type { AgentState } from '../../../domain/agent/presence.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import type { Known } from '../contract/work-state.ts';

/** The rules that the machine needs; the codes themselves are the adapter's. */
export type WorkRules = {
  /** 0: no wrap-up. */
  readonly wrapUpSeconds: number;
  readonly extensionSeconds: number;
  /** The PBX can be told of a pause. */
  readonly canPause: boolean;
};

type Pause = { readonly reason: string | null; readonly since: Instant; readonly until: Instant | null };

/** Why the PBX is to pause this agent: what the code for it depends on. */
export type PauseFor =
  | { readonly kind: 'pause'; readonly reason: string | null }
  | { readonly kind: 'doNotDisturb' }
  | { readonly kind: 'wrapUp' };

/** All that decides about the state of an agent. Serialisable; times are those of the events. */
export type Work = {
  readonly registered: boolean;
  readonly ringing: boolean;
  readonly talking: boolean;
  /** What the agent has chosen. */
  readonly pause: Pause | null;
  readonly quiet: { readonly since: Instant; readonly until: Instant | null } | null;
  readonly afterCall: { readonly reason: string | null } | null;
  readonly wrapUp: { readonly callId: Id; readonly startedAt: Instant; readonly endsAt: Instant } | null;
  readonly lastWrapUp: { readonly callId: Id; readonly startedAt: Instant; readonly endedAt: Instant } | null;
  /** What the PBX says, over all queues. */
  readonly signedIn: Known;
  readonly paused: Known;
  /** The code that is being dialled. */
  readonly asked: 'pause' | 'unpause' | null;
  /** What the PBX was last paused for by us, whether it took it or not; null when nothing of ours is left to undo. */
  readonly settled: PauseFor | null;
  /** It took it: ours to undo. */
  readonly holds: boolean;
  /** The PBX did not take the code that undoes it: tried again when the line is back, or when the agent asks. */
  readonly stuck: boolean;
  readonly state: AgentState;
  readonly since: Instant;
};

export type WorkEvent = { readonly at: Instant } & (
  | { readonly type: 'account'; readonly registered: boolean }
  /** `ended`: the answered call that has just ended, where it is one to wrap up. */
  | { readonly type: 'calls'; readonly ringing: boolean; readonly talking: boolean; readonly ended: Id | null }
  | { readonly type: 'queues'; readonly signedIn: Known; readonly paused: Known }
  | { readonly type: 'pauseAsked'; readonly reason: string | null; readonly until: Instant | null }
  | { readonly type: 'resumeAsked' }
  | { readonly type: 'quietAsked'; readonly until: Instant | null }
  | { readonly type: 'afterCallAsked'; readonly on: boolean; readonly reason: string | null }
  | { readonly type: 'wrapUpExtended' }
  | { readonly type: 'wrapUpEnded' }
  | { readonly type: 'codeDone'; readonly taken: boolean }
  /** A time that `nextDue` told has come. */
  | { readonly type: 'due' }
);

export type WorkEffect = { readonly type: 'dialPause'; readonly for: PauseFor } | { readonly type: 'dialUnpause' };

type Step = readonly [work: Work, effects: readonly WorkEffect[]];

/** Later than any wrap-up ends, however often it is extended, in ms. */
const longestWrapUpMs = 3_600_000;

export function firstWork(at: Instant): Work {
  return {
    registered: false,
    ringing: false,
    talking: false,
    pause: null,
    quiet: null,
    afterCall: null,
    wrapUp: null,
    lastWrapUp: null,
    signedIn: 'unknown',
    paused: 'unknown',
    asked: null,
    settled: null,
    holds: false,
    stuck: false,
    state: 'offline',
    since: at,
  };
}

/**
 * The availability of one agent. The PBX has the last word on pauses: what was asked of it is dialled one code at a time, shown as
 * unconfirmed meanwhile, and given up when it says otherwise.
 */
export function reduceWork(before: Work, event: WorkEvent, rules: WorkRules): Step {
  const [changed, forced] = apply(before, event, rules);
  const [settled, effects] = settle(changed, rules, forced);
  const state = stateOf(settled);
  return [state === settled.state ? settled : { ...settled, state, since: event.at }, effects];
}

/** When something ends by itself; null: nothing does. */
export function nextDue({ pause, quiet, wrapUp }: Work): Instant | null {
  const times = [pause?.until, quiet?.until, wrapUp?.endsAt].filter((time) => time != null);
  return times.length === 0
    ? null
    : times.reduce((first, time) => (Date.parse(time) < Date.parse(first) ? time : first));
}

/** What is shown as confirmed by the PBX. */
export function isConfirmed(work: Work): boolean {
  if (work.state === 'paused') return work.paused === 'yes' || work.signedIn === 'no';
  if (work.state === 'available') return work.asked === null && work.paused !== 'yes';
  return true;
}

export function reasonOf(work: Work): string | null {
  return work.state === 'paused' ? (work.pause?.reason ?? null) : null;
}

export function untilOf(work: Work): Instant | null {
  switch (work.state) {
    case 'paused':
      return work.pause?.until ?? null;
    case 'doNotDisturb':
      return work.quiet?.until ?? null;
    case 'wrapUp':
      return work.wrapUp?.endsAt ?? null;
    case 'available':
    case 'ringing':
    case 'onCall':
    case 'offline':
      return null;
  }
}

/** Second: the PBX is to be told even if nothing of ours seems to hold. */
function apply(work: Work, event: WorkEvent, rules: WorkRules): readonly [Work, boolean] {
  switch (event.type) {
    case 'account':
      return [{ ...work, registered: event.registered, stuck: work.stuck && work.registered }, false];
    case 'calls':
      return [calls(work, event, rules), false];
    case 'queues':
      return [queues(work, event), false];
    case 'pauseAsked':
      return [
        {
          ...withoutWrapUp(work, event.at),
          quiet: null,
          pause: { reason: event.reason, since: event.at, until: event.until },
          // Asked again, it is told again.
          settled: work.pause === null ? work.settled : null,
        },
        false,
      ];
    case 'resumeAsked':
      return [{ ...withoutWrapUp(work, event.at), pause: null, quiet: null, afterCall: null }, true];
    case 'quietAsked':
      return [{ ...withoutWrapUp(work, event.at), pause: null, quiet: { since: event.at, until: event.until } }, false];
    case 'afterCallAsked':
      return [{ ...work, afterCall: event.on && work.talking ? { reason: event.reason } : null }, false];
    case 'wrapUpExtended':
      return [extended(work, rules), false];
    case 'wrapUpEnded':
      return [withoutWrapUp(work, event.at), false];
    case 'codeDone':
      return [codeDone(work, event.taken), false];
    case 'due':
      return [due(work, event.at), false];
  }
}

function calls(work: Work, event: Extract<WorkEvent, { type: 'calls' }>, rules: WorkRules): Work {
  const { ringing, talking, ended, at } = event;
  const next: Work = { ...work, ringing, talking };
  // The next conversation ends the work after the one before.
  if (talking) return withoutWrapUp(next, at);
  if (!work.talking) return next;
  const paused: Work =
    next.afterCall === null
      ? next
      : { ...next, afterCall: null, pause: { reason: next.afterCall.reason, since: at, until: null } };
  if (ended === null || rules.wrapUpSeconds === 0) return paused;
  return { ...paused, wrapUp: { callId: ended, startedAt: at, endsAt: later(at, rules.wrapUpSeconds) } };
}

function queues(work: Work, event: Extract<WorkEvent, { type: 'queues' }>): Work {
  const next: Work = { ...work, signedIn: event.signedIn, paused: event.paused };
  if (work.asked !== null) return next;
  // Whoever comes back into a queue is not paused there.
  if (work.signedIn === 'no' && event.signedIn === 'yes') return { ...next, settled: null, holds: false };
  // Somebody else has ended the pause.
  if (work.holds && work.paused === 'yes' && event.paused === 'no') return { ...next, holds: false, pause: null };
  return next;
}

function extended(work: Work, rules: WorkRules): Work {
  const { wrapUp } = work;
  if (wrapUp === null) return work;
  const wanted = Date.parse(wrapUp.endsAt) + rules.extensionSeconds * 1000;
  const endsAt = Math.min(wanted, Date.parse(wrapUp.startedAt) + longestWrapUpMs);
  return { ...work, wrapUp: { ...wrapUp, endsAt: new Date(endsAt).toISOString() } };
}

function codeDone(work: Work, taken: boolean): Work {
  if (work.asked === 'unpause') {
    return { ...work, asked: null, settled: null, holds: !taken && work.holds, stuck: !taken };
  }
  const refused = !taken && work.settled?.kind === 'pause';
  return { ...work, asked: null, holds: taken, ...(refused ? { pause: null, settled: null } : {}) };
}

function due(work: Work, at: Instant): Work {
  const isOver = (until: Instant | null | undefined): boolean => until != null && Date.parse(until) <= Date.parse(at);
  let next = work;
  if (isOver(next.pause?.until)) next = { ...next, pause: null };
  if (isOver(next.quiet?.until)) next = { ...next, quiet: null };
  if (isOver(next.wrapUp?.endsAt)) next = withoutWrapUp(next, at);
  return next;
}

function withoutWrapUp(work: Work, at: Instant): Work {
  if (work.wrapUp === null) return work;
  const { callId, startedAt } = work.wrapUp;
  return { ...work, wrapUp: null, lastWrapUp: { callId, startedAt, endedAt: at } };
}

/** Has the PBX do what is wanted, one code at a time. */
function settle(work: Work, rules: WorkRules, forced: boolean): Step {
  if (work.asked !== null || !work.registered || !rules.canPause) return [work, []];
  const wanted = wantedOf(work);
  const out = work.signedIn === 'no';
  if (wanted !== null) {
    if (out || isSame(wanted, work.settled)) return [work, []];
    return [{ ...work, asked: 'pause', settled: wanted }, [{ type: 'dialPause', for: wanted }]];
  }
  // Ours is undone wherever the agent is: the exchange may have queues that this phone is not told of.
  if ((work.holds && !work.stuck) || (forced && !out && work.paused !== 'no')) {
    return [{ ...work, asked: 'unpause' }, [{ type: 'dialUnpause' }]];
  }
  return [work.settled === null ? work : { ...work, settled: null }, []];
}

function wantedOf({ pause, quiet, wrapUp }: Work): PauseFor | null {
  if (pause !== null) return { kind: 'pause', reason: pause.reason };
  if (quiet !== null) return { kind: 'doNotDisturb' };
  return wrapUp === null ? null : { kind: 'wrapUp' };
}

function isSame(a: PauseFor, b: PauseFor | null): boolean {
  return b?.kind === a.kind && (a.kind !== 'pause' || (b.kind === 'pause' && a.reason === b.reason));
}

function stateOf(work: Work): AgentState {
  if (work.talking) return 'onCall';
  if (work.ringing) return 'ringing';
  if (!work.registered) return 'offline';
  if (work.quiet !== null) return 'doNotDisturb';
  if (work.wrapUp !== null) return 'wrapUp';
  if (work.pause !== null) return 'paused';
  // Nothing of ours, and not being undone: somebody else has paused this agent.
  return work.paused === 'yes' && work.asked !== 'unpause' ? 'paused' : 'available';
}

function later(at: Instant, seconds: number): Instant {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
