import type { Counters } from '../../../../renderer/voice/quality/counters.ts';

export type Second = {
  /** Packets that came and that did not, in this second. */
  readonly received?: number;
  readonly lost?: number;
  /** Share of what was played that was made up. */
  readonly concealed?: number;
  /** Milliseconds. */
  readonly jitterIn?: number;
  readonly jitterOut?: number;
  readonly roundTrip?: number;
  readonly waited?: number;
  readonly lossOut?: number;
};

/** The counters after each of these seconds, and before the first: what Chromium would have counted. */
export function countersOf(seconds: readonly Second[]): readonly Counters[] {
  const readings: Counters[] = [reading(0, { received: 0, lost: 0, played: 0, concealed: 0, waited: 0, left: 0 }, {})];
  let total = { received: 0, lost: 0, played: 0, concealed: 0, waited: 0, left: 0 };
  for (const [index, second] of seconds.entries()) {
    total = {
      received: total.received + (second.received ?? 50),
      lost: total.lost + (second.lost ?? 0),
      played: total.played + 48_000,
      concealed: total.concealed + (second.concealed ?? 0) * 48_000,
      waited: total.waited + ((second.waited ?? 40) / 1000) * 48_000,
      left: total.left + 48_000,
    };
    readings.push(reading(index + 1, total, second));
  }
  return readings;
}

type Total = Omit<NonNullable<Counters['incoming']>, 'jitter'>;

function reading(count: number, total: Total, second: Second): Counters {
  return {
    at: count * 1000,
    incoming: { ...total, jitter: (second.jitterIn ?? 3) / 1000 },
    report: { at: count * 1000, jitter: (second.jitterOut ?? 3) / 1000, loss: second.lossOut ?? 0, roundTrip: null },
    checks: { answered: count, took: (count * (second.roundTrip ?? 20)) / 1000 },
    network: 'wifi',
    relayed: false,
  };
}
