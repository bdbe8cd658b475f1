import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallsElsewhere } from '../../../renderer/bridges/voice-bridge.ts';
import type { CallPhase, Elsewhere } from '../../../renderer/voice/contract/state.ts';
import { ElsewhereWatch, type LeftCalls } from '../../../renderer/voice/resume/elsewhere.ts';
import { entryOf, longestAwayMs, writeLedger, type LedgerEntry } from '../../../renderer/voice/resume/ledger.ts';
import { callId, phoneCall } from '../desk/phone-sample.ts';

const owner = { agentId: '01990000-0000-7000-8000-00000000000a', aor: 'sip:201@pbx.example' };
const otherId = '01990000-0000-7000-8000-000000000002';
const now = Date.parse('2026-11-26T09:00:00.000Z');
const dialog = { callId: 'abc', localTag: 'ours', remoteTag: 'theirs', opus: true };

function entry(answeredAt: string | null, phase: CallPhase = 'active'): LedgerEntry {
  const call = { ...phoneCall({ answeredAt, phase }), wantsHold: false, earlyMedia: false, resuming: false };
  const made = entryOf(call, dialog, '201');
  if (made === undefined) throw new Error('no entry');
  return made;
}

function left(
  awayMs: number,
  answeredAt: string | null = '2026-11-26T08:55:00.000Z',
  whose = owner,
  phase?: CallPhase,
): CallsElsewhere {
  const text = writeLedger(whose, [entry(answeredAt, phase)]);
  return { device: 'Casque, Linux', ledger: { text, aliveAt: new Date(now - awayMs).toISOString() } };
}

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

async function watching(first: CallsElsewhere) {
  const server = { calls: first };
  const told: (Elsewhere | null)[] = [];
  const held: (readonly string[])[] = [];
  const unfinished: LeftCalls[] = [];
  const watch = new ElsewhereWatch({
    ask: () => Promise.resolve(server.calls),
    onChange: (elsewhere) => told.push(elsewhere),
    onHeld: (ids) => held.push(ids),
    onUnfinished: (calls) => unfinished.push(calls),
  });
  watch.open(owner);
  await vi.advanceTimersByTimeAsync(0);
  return { server, told, held, unfinished, watch };
}

describe('a call at another desk', () => {
  it('is offered with who it is and since when, and taken once', async () => {
    const { told, watch } = await watching(left(2_000));
    expect(told).toMatchObject([
      { device: 'Casque, Linux', calls: [{ id: callId, number: '0298001234', since: '2026-11-26T08:55:00.000Z' }] },
    ]);
    expect(watch.take()).toMatchObject({ aliveAt: '2026-11-26T08:59:58.000Z', entries: [{ dialog }] });
    expect(told.at(-1)).toBeNull();
    expect(watch.take()).toBeUndefined();
  });

  it('is withdrawn when it ends there', async () => {
    const { server, told, watch } = await watching(left(2_000));
    server.calls = null;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told.at(-1)).toBeNull();
    expect(watch.state).toBeNull();
  });

  it('is known as that desk’s from the first look on, also when it is offered no more', async () => {
    const { server, held, watch } = await watching(left(2_000));
    expect(held).toEqual([[callId]]);
    expect(await watch.holds(callId)).toBe(true);
    server.calls = null;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(watch.held).toEqual([callId]);
  });

  it('is not known as anybody’s before the first look, and not at all when there is none', async () => {
    const watch = new ElsewhereWatch({
      ask: () => Promise.resolve(null),
      onChange: () => undefined,
      onHeld: () => undefined,
      onUnfinished: () => undefined,
    });
    watch.open(owner);
    expect(watch.held).toBeNull();
    expect(await watch.holds(callId)).toBe(false);
    expect(watch.held).toEqual([]);
  });

  it.each([
    ['nothing', null],
    ['one that was not confirmed for long', left(longestAwayMs + 1)],
    ['one that only rings there', left(2_000, null)],
    ['one that is being ended there', left(2_000, undefined, undefined, 'ended')],
    ['another line', left(2_000, undefined, { ...owner, aor: 'sip:202@pbx.example' })],
  ])('is not offered: %s', async (_, calls) => {
    expect((await watching(calls)).told).toEqual([]);
  });

  it('that was hung up there, and that the PBX has not heard of yet, is to be ended from here', async () => {
    const ended = await watching(left(2_000, undefined, undefined, 'ended'));
    expect(ended.unfinished).toMatchObject([
      { aliveAt: '2026-11-26T08:59:58.000Z', entries: [{ leaving: true, dialog }] },
    ]);
    expect((await watching(left(2_000))).unfinished).toEqual([]);
  });

  it('that was hung up there is taken with another one that goes on', async () => {
    const [going, over] = [entry('2026-11-26T08:55:00.000Z'), entry('2026-11-26T08:50:00.000Z', 'ended')];
    const text = writeLedger(owner, [going, { ...over, call: { ...over.call, id: otherId } }]);
    const aliveAt = new Date(now).toISOString();
    const { told, unfinished, watch } = await watching({ device: 'Casque', ledger: { text, aliveAt } });
    expect(told).toMatchObject([{ calls: [{ id: callId }] }]);
    expect(unfinished).toEqual([]);
    expect(watch.take()?.entries.map(({ leaving }) => leaving)).toEqual([false, true]);
  });

  it('that was one of this desk is asked for when it has gone, and offered back', async () => {
    const { server, told, watch } = await watching(null);
    expect(await watch.holdsNow(callId)).toBe(false);
    server.calls = left(0);
    expect(await watch.holdsNow(callId)).toBe(true);
    expect(told).toMatchObject([{ calls: [{ id: callId }] }]);
    server.calls = null;
    expect(await watch.holdsNow(callId)).toBe(false);
    watch.close();
    server.calls = left(0);
    expect(await watch.holdsNow(callId)).toBe(false);
  });

  it('is offered no more when the agent leaves it to the other desk, or signs out', async () => {
    const { told, watch } = await watching(left(2_000));
    watch.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(2);
  });
});
