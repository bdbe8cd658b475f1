import type { QualityLevel, QualitySide } from '../../../domain/call/quality.ts';
import type { QualityWarning } from '../contract/quality.ts';
import type { Sample } from './sample.ts';

export type Judgement = {
  readonly level: 'measuring' | QualityLevel;
  readonly warnings: readonly QualityWarning[];
  readonly side: QualitySide | null;
};

/** Where Twilio Voice warns, over how many of the last samples; one sample is one second. */
const limits = { roundTripMs: 400, jitterMs: 30, loss: 0.03, mos: 3.5 } as const;
const some = { of: 5, atLeast: 3 } as const;
export const longestWindow = 7;
/** An estimated score under this is noticed, though nobody would complain (ITU-T G.107, annex B). */
const fairScore = 4;
/** The first seconds of a call say more about its beginning than about its sound. */
const fewestSamples = 3;

/** @param samples the last ones, oldest first; at most `longestWindow` count */
export function judge(samples: readonly Sample[]): Judgement {
  if (samples.length < fewestSamples) return { level: 'measuring', warnings: [], side: null };
  const window = samples.slice(-longestWindow);
  const last = window.slice(-some.of);
  const often = (bad: (sample: Sample) => boolean): boolean => last.filter(bad).length >= some.atLeast;
  const loss = { in: mean(window, 'lossIn') ?? 0, out: mean(window, 'lossOut') ?? 0 };
  const slow = often((sample) => over(sample.roundTripMs, limits.roundTripMs));
  const jitterIn = often((sample) => over(sample.jitterInMs, limits.jitterMs));
  const jitterOut = often((sample) => over(sample.jitterOutMs, limits.jitterMs));
  const low = often((sample) => sample.mos !== null && sample.mos < limits.mos);
  const warnings: QualityWarning[] = [
    ...(slow ? (['delay'] as const) : []),
    ...(jitterIn || jitterOut ? (['jitter'] as const) : []),
    ...(loss.in > limits.loss || loss.out > limits.loss ? (['loss'] as const) : []),
    ...(low ? (['score'] as const) : []),
  ];
  const level = warnings.length > 0 ? 'poor' : (mean(last, 'mos') ?? fairScore) < fairScore ? 'fair' : 'good';
  return { level, warnings, side: level === 'good' ? null : sideOf(window) };
}

/**
 * What goes from here to the PBX and what takes long to come back is our network's. What only comes in badly, while the way to
 * the PBX and back is sound, was most likely bad before the PBX.
 */
export function sideOf(samples: readonly Sample[]): QualitySide {
  const ours =
    over(mean(samples, 'roundTripMs'), limits.roundTripMs / 2) ||
    over(mean(samples, 'jitterOutMs'), limits.jitterMs / 2) ||
    over(mean(samples, 'lossOut'), limits.loss / 3);
  return ours ? 'ours' : 'theirs';
}

/** Of one sample alone; for the share of a call that was troubled. */
export function isTroubled(sample: Sample): boolean {
  return (
    over(sample.roundTripMs, limits.roundTripMs) ||
    over(sample.jitterInMs, limits.jitterMs) ||
    over(sample.jitterOutMs, limits.jitterMs) ||
    over(sample.lossIn, limits.loss) ||
    over(sample.lossOut, limits.loss) ||
    (sample.mos !== null && sample.mos < limits.mos)
  );
}

export function levelOfScore(mos: number): QualityLevel {
  return mos < limits.mos ? 'poor' : mos < fairScore ? 'fair' : 'good';
}

/** Of those that are known; null when none is. */
export function mean<K extends string>(
  samples: readonly Readonly<Record<K, number | null>>[],
  field: K,
): number | null {
  const known = samples.map((sample) => sample[field]).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function over(value: number | null, limit: number): boolean {
  return value !== null && value > limit;
}
