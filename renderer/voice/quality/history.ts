import { maximumPoints, type QualityPoint } from '../contract/quality.ts';
import { mean } from './judgement.ts';

/** The graph of a call: so many points at most, however long it lasts. */
export type History = {
  readonly points: readonly QualityPoint[];
  /** Seconds that a point stands for. */
  readonly step: number;
  /** Those that do not make a point yet. */
  readonly rest: readonly QualityPoint[];
};

export const noHistory: History = { points: [], step: 1, rest: [] };

export function withPoint(history: History, point: QualityPoint): History {
  const rest = [...history.rest, point];
  if (rest.length < history.step) return { ...history, rest };
  const points = [...history.points, merged(rest)];
  if (points.length < maximumPoints) return { ...history, points, rest: [] };
  const pairs: QualityPoint[] = [];
  for (let at = 0; at < points.length; at += 2) pairs.push(merged(points.slice(at, at + 2)));
  return { points: pairs, step: history.step * 2, rest: [] };
}

function merged(points: readonly QualityPoint[]): QualityPoint {
  const field = (name: keyof QualityPoint): number | null => mean(points, name);
  return {
    second: points[0]?.second ?? 0,
    mos: field('mos'),
    roundTripMs: field('roundTripMs'),
    jitterInMs: field('jitterInMs'),
    jitterOutMs: field('jitterOutMs'),
    lossIn: field('lossIn'),
    lossOut: field('lossOut'),
  };
}
