import type { Counters } from './counters.ts';
import { estimateScore } from './e-model.ts';

/** What happened between two readings of the counters; null: nothing can be said about it. */
export type Sample = {
  readonly roundTripMs: number | null;
  readonly jitterInMs: number | null;
  readonly jitterOutMs: number | null;
  readonly lossIn: number | null;
  readonly lossOut: number | null;
  /** Share of what was heard that was made up. Without loss on the way to us, it was missing before it came to the PBX. */
  readonly gaps: number | null;
  readonly mos: number | null;
};

/** With less than this in a second (the other side is silent and sends next to nothing) a share would mean nothing. */
const fewestPackets = 10;
/** Of a codec frame and its handling, in milliseconds. */
const frameDelayMs = 20;
/** A report of the other side counts this long, in milliseconds: they come about every five seconds (RFC 3550 §6.2). */
const reportLifeMs = 12_000;

/** No check is waited for as long (RFC 8489 §6.2.1: 39.5 s); a sum that says more was counted over a gap. */
const longestRoundTripMs = 60_000;

/** Undefined when the two readings do not belong together: the stream is another one. */
export function sampleBetween(before: Counters, after: Counters): Sample | undefined {
  const incoming = incomingBetween(before.incoming, after.incoming);
  if (incoming === undefined) return undefined;
  const { report } = after;
  const fresh = report !== null && after.at - report.at < reportLifeMs ? report : null;
  const roundTripMs = checkedRoundTripMs(before, after) ?? inMilliseconds(fresh?.roundTrip);
  const lossOut = fresh === null ? null : fresh.loss;
  const oneWayMs = (roundTripMs ?? 0) / 2 + frameDelayMs;
  const scores = [
    incoming.lossIn === null
      ? null
      : estimateScore({
          delayMs: oneWayMs + (incoming.waitedMs ?? 0),
          loss: Math.max(incoming.lossIn, incoming.gaps ?? 0),
        }),
    lossOut === null
      ? null
      : estimateScore({ delayMs: oneWayMs + (inMilliseconds(fresh?.jitter) ?? 0), loss: lossOut }),
  ].filter((score) => score !== null);
  return {
    roundTripMs,
    jitterInMs: incoming.jitterInMs,
    jitterOutMs: inMilliseconds(fresh?.jitter),
    lossIn: incoming.lossIn,
    lossOut,
    gaps: incoming.gaps,
    // A conversation is as good as its worse half.
    mos: scores.length === 0 ? null : Math.min(...scores),
  };
}

type IncomingSample = Pick<Sample, 'jitterInMs' | 'lossIn' | 'gaps'> & { readonly waitedMs: number | null };

function incomingBetween(before: Counters['incoming'], after: Counters['incoming']): IncomingSample | undefined {
  if (before === null || after === null) return undefined;
  const received = after.received - before.received;
  if (received < 0 || after.played < before.played) return undefined;
  // A packet that was late after all is taken back from the lost ones.
  const lost = Math.max(0, after.lost - before.lost);
  if (received + lost < fewestPackets) return { jitterInMs: null, lossIn: null, gaps: null, waitedMs: null };
  const played = after.played - before.played;
  const left = after.left - before.left;
  return {
    jitterInMs: after.jitter * 1000,
    lossIn: lost / (received + lost),
    gaps: played === 0 ? null : Math.min(1, Math.max(0, after.concealed - before.concealed) / played),
    waitedMs: left <= 0 ? null : ((after.waited - before.waited) / left) * 1000,
  };
}

function checkedRoundTripMs({ checks: before }: Counters, { checks: after }: Counters): number | null {
  if (before === null || after === null || after.answered <= before.answered || after.took < before.took) return null;
  const ms = ((after.took - before.took) / (after.answered - before.answered)) * 1000;
  return Math.min(ms, longestRoundTripMs);
}

function inMilliseconds(seconds: number | null | undefined): number | null {
  return seconds == null ? null : seconds * 1000;
}
