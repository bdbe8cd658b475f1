import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumPoints, QualityDetails, QualityState } from '../../../../renderer/voice/contract/quality.ts';
import {
  detailsOf,
  ended,
  newRecord,
  paused,
  stateOf,
  withCounters,
} from '../../../../renderer/voice/quality/call-quality.ts';
import { readCounters } from '../../../../renderer/voice/quality/counters.ts';
import { estimateScore } from '../../../../renderer/voice/quality/e-model.ts';
import { noHistory, withPoint } from '../../../../renderer/voice/quality/history.ts';
import { countersOf, type Second } from './counters-sample.ts';

const callId = '018f4e5a-7b2c-7d3e-8f4a-000000000001';
const times = (count: number, second: Second): Second[] => Array.from({ length: count }, () => second);
const after = (seconds: readonly Second[]) => countersOf(seconds).reduce(withCounters, newRecord(callId));
const judged = (...seconds: Second[]) => stateOf(after(seconds));

/** SOFTPHONE.md, «Numbers to know». */
describe('the estimated score (E-model)', () => {
  it('is the best for a local call, and falls with delay and with loss', () => {
    expect(estimateScore({ delayMs: 60, loss: 0 })).toBeCloseTo(4.38, 1);
    // G.107 charges a delay over 177 ms much more.
    expect(estimateScore({ delayMs: 400, loss: 0 })).toBeLessThan(3.5);
    expect(estimateScore({ delayMs: 60, loss: 0.03 })).toBeCloseTo(4.08, 1);
    expect(estimateScore({ delayMs: 60, loss: 0.1 })).toBeLessThan(3.5);
  });

  it('stays between 1 and 4.5 and never rises with more delay or loss', () => {
    const impairment = {
      delayMs: fc.double({ min: 0, max: 5000, noNaN: true }),
      loss: fc.double({ min: 0, max: 1, noNaN: true }),
    };
    fc.assert(
      fc.property(
        impairment.delayMs,
        impairment.loss,
        impairment.delayMs,
        impairment.loss,
        (delayMs, loss, more, worse) => {
          const score = estimateScore({ delayMs, loss });
          expect(score).toBeGreaterThanOrEqual(1);
          expect(score).toBeLessThanOrEqual(4.5);
          const next = estimateScore({ delayMs: delayMs + more, loss: Math.min(1, loss + worse) });
          expect(next).toBeLessThanOrEqual(score + 1e-9);
        },
      ),
    );
  });
});

describe('the warnings, where Twilio Voice gives them', () => {
  it('are none in the first seconds, whatever they are like', () => {
    expect(judged(...times(2, { lost: 25, received: 25 }))).toMatchObject({ level: 'measuring', warnings: [] });
  });

  it('are none for a sound call', () => {
    expect(judged(...times(10, {}))).toMatchObject({ level: 'good', warnings: [], side: null, network: 'wifi' });
  });

  it('come for a round trip over 400 ms in three of five seconds, and go when it is over', () => {
    const slow = { roundTrip: 450 };
    const rows = (...seconds: Second[]) => {
      // Each second's own round trip, as the checks of that second took it.
      let took = 0;
      const readings = countersOf(seconds).map((reading, index) => {
        took += (seconds[index - 1]?.roundTrip ?? 20) / 1000;
        return { ...reading, checks: { answered: index, took } };
      });
      return stateOf(readings.reduce(withCounters, newRecord(callId)));
    };
    expect(rows(...times(5, {}), slow, {}, slow).warnings).not.toContain('delay');
    expect(rows(...times(5, {}), slow, {}, slow, slow)).toMatchObject({ level: 'poor', side: 'ours' });
    expect(rows(...times(5, {}), slow, {}, slow, slow).warnings).toContain('delay');
    expect(rows(...times(5, {}), slow, {}, slow, slow, {}, {}, {}).warnings).toEqual([]);
  });

  it('come for jitter over 30 ms in three of five seconds, whichever way', () => {
    expect(judged(...times(5, {}), ...times(2, { jitterIn: 45 })).warnings).toEqual([]);
    expect(judged(...times(5, {}), ...times(3, { jitterIn: 45 }))).toMatchObject({
      warnings: ['jitter'],
      side: 'theirs',
    });
    expect(judged(...times(5, {}), ...times(3, { jitterOut: 45 }))).toMatchObject({
      warnings: ['jitter'],
      side: 'ours',
    });
  });

  it('come for a mean loss over 3 % of seven seconds, counted between samples and not since the beginning', () => {
    // A good hour does not hide a bad minute.
    const bad = judged(...times(3600, {}), ...times(7, { received: 48, lost: 2 }));
    expect(bad).toMatchObject({ level: 'poor', warnings: ['loss'] });
    // And a bad minute is over when it is over.
    expect(judged(...times(60, { received: 40, lost: 10 }), ...times(7, {})).warnings).toEqual([]);
    expect(judged(...times(7, { received: 49, lost: 1 })).warnings).toEqual([]);
  });

  it('come for a score under 3.5 in three of five seconds', () => {
    expect(judged(...times(5, {}), ...times(3, { received: 43, lost: 7 })).warnings).toContain('score');
    expect(judged(...times(5, {}), ...times(2, { received: 43, lost: 7 })).warnings).not.toContain('score');
  });
});

describe('whose trouble it is', () => {
  it('is our network when what we send is lost, even if what comes is lost too', () => {
    expect(judged(...times(7, { lossOut: 0.08 })).side).toBe('ours');
    expect(judged(...times(7, { lossOut: 0.08, received: 46, lost: 4 })).side).toBe('ours');
  });

  it('is their side when only what comes in is bad and the way to the PBX is sound', () => {
    expect(judged(...times(7, { received: 46, lost: 4 })).side).toBe('theirs');
    // Holes in the sound without a lost packet: they were there before the PBX.
    expect(judged(...times(7, { concealed: 0.15 }))).toMatchObject({ level: 'poor', side: 'theirs' });
  });
});

describe('what is measured', () => {
  it('says nothing about seconds in which next to nothing was sent', () => {
    const silent = after(times(10, { received: 3, lost: 1, jitterIn: 80 }));
    expect(stateOf(silent)).toMatchObject({ warnings: [] });
    expect(silent.now).toMatchObject({ lossIn: null, jitterInMs: null });
  });

  it('begins anew after a hold, and after a stream that began anew', () => {
    const talked = after(times(5, { lossOut: 0.2 }));
    const held = paused(talked);
    expect(stateOf(held)).toMatchObject({ level: 'measuring', warnings: [] });
    const [first, ...rest] = countersOf(times(4, {}));
    const resumed = rest.reduce(withCounters, withCounters(held, first ?? rest[0] ?? expect.fail()));
    expect(stateOf(resumed)).toMatchObject({ level: 'good' });
    // Counters that fall are another stream's: no sample of minus so many packets.
    expect(withCounters(talked, first ?? expect.fail()).window).toEqual(talked.window);
  });

  it('is kept as a summary of the whole call', () => {
    const good = ended(after(times(60, {}))).summary;
    expect(good).toMatchObject({ level: 'good', roundTripMs: 20, jitterMs: 3, lossIn: 0, side: null, network: 'wifi' });
    expect(good?.seconds).toBe(60);
    const fair = ended(after([...times(92, {}), ...times(8, { lossOut: 0.1 })])).summary;
    expect(fair).toMatchObject({ level: 'fair', side: 'ours' });
    const poor = ended(after([...times(30, {}), ...times(30, { received: 40, lost: 10 })])).summary;
    expect(poor).toMatchObject({ level: 'poor', side: 'theirs', lossIn: 0.1 });
    expect(ended(newRecord(callId)).summary).toBeNull();
  });

  it('fits what crosses to the desk, whatever the browser counts', () => {
    const second = fc.record({
      received: fc.integer({ min: 0, max: 200 }),
      lost: fc.integer({ min: -5, max: 200 }),
      concealed: fc.double({ min: -0.1, max: 1, noNaN: true }),
      jitterIn: fc.double({ min: 0, max: 3000, noNaN: true }),
      jitterOut: fc.double({ min: 0, max: 3000, noNaN: true }),
      roundTrip: fc.double({ min: 0, max: 20_000, noNaN: true }),
      waited: fc.double({ min: 0, max: 5000, noNaN: true }),
      lossOut: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(second, { maxLength: 30 }), (seconds) => {
        const record = after(seconds);
        QualityState.parse(stateOf(record));
        QualityState.parse(stateOf(ended(record)));
        QualityDetails.parse(detailsOf(record));
      }),
    );
  });
});

it('keeps the graph of a call of any length within its points, and loses no time', () => {
  const empty = { mos: 4, roundTripMs: 20, jitterInMs: 2, jitterOutMs: null, lossIn: 0, lossOut: null };
  let history = noHistory;
  for (let second = 0; second < 20_000; second++) {
    history = withPoint(history, { ...empty, second, mos: second < 10_000 ? 4 : 2 });
    expect(history.points.length).toBeLessThanOrEqual(maximumPoints);
  }
  const seconds = history.points.map((point) => point.second);
  expect(seconds[0]).toBe(0);
  expect(new Set(seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0))).size).toBe(1);
  expect(20_000 - (seconds.at(-1) ?? 0)).toBeLessThanOrEqual(history.step * 2);
  expect(history.points[0]?.mos).toBe(4);
  expect(history.points.at(-1)?.mos).toBe(2);
});

describe('the report of the browser', () => {
  const entries = [
    { id: 'T', type: 'transport', timestamp: 5000, selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', responsesReceived: 4, totalRoundTripTime: 0.2 },
    { id: 'L', type: 'local-candidate', networkType: 'cellular', candidateType: 'relay' },
    {
      id: 'I',
      type: 'inbound-rtp',
      kind: 'audio',
      timestamp: 5000,
      packetsReceived: 100,
      packetsLost: 3,
      jitter: 0.004,
      totalSamplesReceived: 96_000,
      concealedSamples: 1000,
      silentConcealedSamples: 400,
      jitterBufferDelay: 5,
      jitterBufferEmittedCount: 96_000,
    },
    {
      id: 'R',
      type: 'remote-inbound-rtp',
      kind: 'audio',
      timestamp: 4000,
      jitter: 0.01,
      fractionLost: 0.05,
      roundTripTime: 0.06,
    },
  ];

  it('is read where the figures are', () => {
    expect(readCounters(entries)).toEqual({
      at: 5000,
      incoming: { received: 100, lost: 3, jitter: 0.004, played: 96_000, concealed: 600, waited: 5, left: 96_000 },
      report: { at: 4000, jitter: 0.01, loss: 0.05, roundTrip: 0.06 },
      checks: { answered: 4, took: 0.2 },
      network: 'mobile',
      relayed: true,
    });
  });

  it('may have nothing at all', () => {
    expect(readCounters([])).toMatchObject({ incoming: null, report: null, checks: null, network: null });
    expect(readCounters([null, 3, { type: 'inbound-rtp', kind: 'audio' }])).toMatchObject({
      incoming: { received: 0 },
    });
  });
});
