import type { Id } from '../ids.ts';
import type { CallDirection, CallOutcome } from './call.ts';

/** What must be known of a call to tell what is left to do. Times are milliseconds since 1970 UTC. */
export type CallFacts = {
  readonly id: Id;
  readonly agentId: Id;
  readonly number: string;
  readonly direction: CallDirection;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: CallOutcome | null;
  readonly handledAt: number | null;
};

/** Somebody who called, reached nobody and waits to be called back. */
export type MissedCaller = {
  readonly number: string;
  /** The missed calls, of whichever agents, oldest first; at most `longestGroup`, the newest ones. */
  readonly callIds: readonly Id[];
  /** How often they called, however many telephones rang each time. */
  readonly attempts: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Somebody called back and did not reach them: the last try. */
  readonly tried: { readonly agentId: Id; readonly at: number } | null;
  /** Who is calling back at this moment. */
  readonly calling: Id | null;
};

export const longestGroup = 100;

/** Older missed calls are history, not work. */
export const missedCallDays = 7;

/** A queue rings its agents again and again, with short pauses; rings closer than this are one attempt of the caller, ms. */
const oneAttempt = 45_000;

/** A call without an end is believed to be under way for so long: a desk that died may have left it open, ms. */
export const longestDialling = 3 * 60_000;

/**
 * Who is to be called back, from all the calls of a team. A caller is done with once somebody of the team has spoken to them since
 * (or was speaking to them), whoever called whom, or once somebody said so. A try that reached nobody leaves them on the list.
 */
export function missedCallers(calls: Iterable<CallFacts>, now: number): MissedCaller[] {
  const byNumber = new Map<string, CallFacts[]>();
  for (const call of calls) {
    const list = byNumber.get(call.number);
    if (list === undefined) byNumber.set(call.number, [call]);
    else list.push(call);
  }
  const waiting: MissedCaller[] = [];
  for (const list of byNumber.values()) {
    const caller = missedCaller(list, now);
    if (caller !== null) waiting.push(caller);
  }
  return waiting;
}

function missedCaller(calls: readonly CallFacts[], now: number): MissedCaller | null {
  const settled = Math.max(...calls.map(settledUntil));
  const oldest = now - missedCallDays * 86_400_000;
  const missed = calls
    .filter((call) => call.outcome === 'missed' && call.startedAt > settled && call.startedAt >= oldest)
    .sort((a, b) => a.startedAt - b.startedAt);
  const [first, last] = [missed[0], missed.at(-1)];
  if (first === undefined || last === undefined) return null;
  const back = calls
    .filter((call) => call.direction === 'outgoing' && call.answeredAt === null && call.startedAt >= first.startedAt)
    .sort((a, b) => a.startedAt - b.startedAt);
  const tried = back.findLast((call) => call.outcome !== null);
  const calling = back.findLast((call) => call.endedAt === null && now - call.startedAt < longestDialling);
  return {
    number: first.number,
    callIds: missed.slice(-longestGroup).map(({ id }) => id),
    attempts: attemptsIn(missed),
    firstAt: first.startedAt,
    lastAt: last.startedAt,
    tried: tried === undefined ? null : { agentId: tried.agentId, at: tried.startedAt },
    calling: calling?.agentId ?? null,
  };
}

/** Everything missed up to then needs nothing more, as far as this call tells. */
function settledUntil(call: CallFacts): number {
  if (call.answeredAt !== null) return call.endedAt ?? Infinity;
  return call.handledAt ?? -Infinity;
}

function attemptsIn(missed: readonly CallFacts[]): number {
  let attempts = 0;
  let until = -Infinity;
  for (const call of missed) {
    if (call.startedAt > until + oneAttempt) attempts++;
    until = Math.max(until, call.endedAt ?? call.startedAt);
  }
  return attempts;
}
