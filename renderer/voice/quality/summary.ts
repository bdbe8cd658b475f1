import type { CallQuality, NetworkKind, QualityLevel } from '../../../domain/call/quality.ts';
import { isTroubled, levelOfScore, sideOf } from './judgement.ts';
import type { Sample } from './sample.ts';

type Sum = { readonly total: number; readonly count: number };
const fields = ['roundTripMs', 'jitterInMs', 'jitterOutMs', 'lossIn', 'lossOut', 'mos'] as const;
type Field = (typeof fields)[number];

/** The whole call in sums, so that its length costs nothing. */
export type Sums = {
  readonly seconds: number;
  readonly troubled: number;
  /** Troubled seconds by where the trouble was. */
  readonly ours: number;
  readonly of: Readonly<Record<Field, Sum>>;
};

const none: Sum = { total: 0, count: 0 };
export const noSums: Sums = {
  seconds: 0,
  troubled: 0,
  ours: 0,
  of: { roundTripMs: none, jitterInMs: none, jitterOutMs: none, lossIn: none, lossOut: none, mos: none },
};

/** Shares of troubled seconds from which a call was not good, and from which it was bad. */
const fairShare = 0.05;
const poorShare = 0.2;

export function withSample(sums: Sums, sample: Sample): Sums {
  const troubled = isTroubled(sample);
  const of = { ...sums.of };
  for (const field of fields) {
    const value = sample[field];
    if (value !== null) of[field] = { total: of[field].total + value, count: of[field].count + 1 };
  }
  return {
    seconds: sums.seconds + 1,
    troubled: sums.troubled + (troubled ? 1 : 0),
    ours: sums.ours + (troubled && sideOf([sample]) === 'ours' ? 1 : 0),
    of,
  };
}

/** Null when there was nothing to judge by. */
export function summaryOf(sums: Sums, network: NetworkKind | null): CallQuality | null {
  const mos = meanOf(sums.of.mos);
  if (mos === null) return null;
  const level = levelOf(sums.troubled / sums.seconds, mos);
  const jitters = [meanOf(sums.of.jitterInMs), meanOf(sums.of.jitterOutMs)].filter((jitter) => jitter !== null);
  return {
    level,
    mos: Math.round(mos * 100) / 100,
    roundTripMs: rounded(meanOf(sums.of.roundTripMs), 1),
    jitterMs: jitters.length === 0 ? null : rounded(Math.max(...jitters), 1),
    lossIn: rounded(meanOf(sums.of.lossIn), 10_000),
    lossOut: rounded(meanOf(sums.of.lossOut), 10_000),
    side: level === 'good' ? null : sums.ours * 2 >= sums.troubled ? 'ours' : 'theirs',
    network,
    seconds: sums.seconds,
  };
}

function levelOf(share: number, mos: number): QualityLevel {
  const level = levelOfScore(mos);
  if (level === 'poor' || share >= poorShare) return 'poor';
  return level === 'fair' || share >= fairShare ? 'fair' : 'good';
}

function meanOf({ total, count }: Sum): number | null {
  return count === 0 ? null : total / count;
}

function rounded(value: number | null, parts: number): number | null {
  return value === null ? null : Math.round(value * parts) / parts;
}
