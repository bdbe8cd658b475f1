import type { CallQuality } from '../../../domain/call/quality.ts';
import type { Id } from '../../../domain/ids.ts';
import type { QualityDetails, QualityPoint, QualityState } from '../contract/quality.ts';
import type { Counters } from './counters.ts';
import { noHistory, withPoint, type History } from './history.ts';
import { judge, longestWindow } from './judgement.ts';
import { sampleBetween, type Sample } from './sample.ts';
import { noSums, summaryOf, withSample, type Sums } from './summary.ts';

/** All that is known of how one call sounds. Serialisable; every step is pure. */
export type CallQualityRecord = {
  readonly callId: Id;
  /** The reading before; null at the start and after a pause, when the next one has nothing to be compared with. */
  readonly before: Counters | null;
  readonly startedAt: number | null;
  readonly window: readonly Sample[];
  readonly now: QualityPoint | null;
  readonly history: History;
  readonly sums: Sums;
  readonly network: QualityState['network'];
  readonly relayed: boolean;
  readonly summary: CallQuality | null;
};

export function newRecord(callId: Id): CallQualityRecord {
  return {
    callId,
    before: null,
    startedAt: null,
    window: [],
    now: null,
    history: noHistory,
    sums: noSums,
    network: null,
    relayed: false,
    summary: null,
  };
}

export function withCounters(record: CallQualityRecord, counters: Counters): CallQualityRecord {
  const { relayed } = counters;
  const network = counters.network ?? record.network;
  const next = { ...record, before: counters, network, relayed };
  const sample = record.before === null ? undefined : sampleBetween(record.before, counters);
  if (sample === undefined) return next;
  const startedAt = record.startedAt ?? counters.at;
  const { gaps, ...figures } = sample;
  const now: QualityPoint = {
    second: (counters.at - startedAt) / 1000,
    ...figures,
    lossIn: sample.lossIn === null ? null : Math.max(sample.lossIn, gaps ?? 0),
  };
  return {
    ...next,
    startedAt,
    window: [...record.window, sample].slice(-longestWindow),
    now,
    history: withPoint(record.history, now),
    sums: withSample(record.sums, sample),
  };
}

/** The call is on hold: what passes meanwhile is music, and the way it sounds is nobody's trouble. */
export function paused(record: CallQualityRecord): CallQualityRecord {
  return record.before === null && record.window.length === 0
    ? record
    : { ...record, before: null, window: [], now: null };
}

export function ended(record: CallQualityRecord): CallQualityRecord {
  return { ...paused(record), summary: summaryOf(record.sums, record.network) };
}

export function stateOf(record: CallQualityRecord): QualityState {
  const { callId, network, relayed, summary } = record;
  const { level, warnings, side } = judge(record.window);
  return { callId, level, warnings: [...warnings], side, network, relayed, summary };
}

export function detailsOf(record: CallQualityRecord): QualityDetails {
  return { now: record.now, points: [...record.history.points] };
}
