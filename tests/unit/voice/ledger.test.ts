import { describe, expect, it, vi } from 'vitest';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import { noCalls, type CallEvent, type CallRecord, type CallsState } from '../../../renderer/voice/call/call-state.ts';
import { LedgerKeeper } from '../../../renderer/voice/resume/ledger-keeper.ts';
import {
  entryOf,
  longestAwayMs,
  longestRingAwayMs,
  readLedger,
  writeLedger,
  type Dialog,
  type Ignored,
  type LedgerEntry,
} from '../../../renderer/voice/resume/ledger.ts';
import { ringOf } from '../../../renderer/voice/resume/resume-steps.ts';
import { Resumptions } from '../../../renderer/voice/resume/resumptions.ts';
import { callId, phoneCall } from '../desk/phone-sample.ts';

const owner = { agentId: '01990000-0000-7000-8000-00000000000a', aor: 'sip:201@pbx.example' };
const otherId = '01990000-0000-7000-8000-000000000002';
const dialog: Dialog = { callId: 'abc@10.0.0.1', localTag: 'ours', remoteTag: 'theirs', opus: true };
const aliveAt = '2026-11-26T00:00:00.000Z';
const now = Date.parse(aliveAt) + 2_000;

function record(change: Partial<CallRecord> = {}): CallRecord {
  const call = phoneCall({ phase: 'active', answeredAt: '2026-11-25T23:59:00.000Z' });
  return { ...call, wantsHold: false, earlyMedia: false, resuming: false, ...change };
}

function entry(change: Partial<CallRecord> = {}): LedgerEntry {
  const made = entryOf(record(change), dialog, '201');
  if (made === undefined) throw new Error('no entry');
  return made;
}

const over = record({ phase: 'ended', endedAt: aliveAt, outcome: 'answered' });

describe('the ledger of calls', () => {
  it('is read as it was written, by its owner', () => {
    const entries = [entry()];
    expect(readLedger({ text: writeLedger(owner, entries), aliveAt }, owner, now)).toEqual({ entries, ignored: null });
  });

  it('keeps no digits that were dialled in a call: they may be a secret', () => {
    expect(entry({ digits: '4711' }).call.digits).toBe('');
  });

  it('dials what was dialled before, and our own line for who called us', () => {
    expect(entry({ direction: 'outgoing', number: '0261910012' }).targets).toEqual(['0261910012', '201']);
    expect(entry({ number: '+33261910012' }).targets).toEqual(['201', '+33261910012']);
    expect(entry({ number: null }).targets).toEqual(['201']);
  });

  it.each([
    ['nothing', null, null],
    ['half a file', '{"version":1,"owner":', 'malformed'],
    ['another shape', '[]', 'malformed'],
    [
      'a header in a tag',
      writeLedger(owner, [{ ...entry(), dialog: { ...dialog, localTag: 'a\r\nX: y' } }]),
      'malformed',
    ],
    ['another agent', writeLedger({ ...owner, agentId: otherId }, [entry()]), 'foreign'],
    ['another line', writeLedger({ ...owner, aor: 'sip:202@pbx.example' }, [entry()]), 'foreign'],
  ])('brings nothing back of %s', (_, text, ignored) => {
    expect(readLedger({ text, aliveAt }, owner, now)).toEqual({ entries: [], ignored });
  });

  it.each([
    [longestAwayMs, null],
    [longestAwayMs + 1, 'expired'],
    [-longestAwayMs - 1, 'expired'],
  ])('%i ms after the last beat it is %s', (away, ignored) => {
    const kept = { text: writeLedger(owner, [entry()]), aliveAt };
    expect(readLedger(kept, owner, Date.parse(aliveAt) + away).ignored).toBe(ignored);
  });

  it('without a time it is too old', () => {
    expect(readLedger({ text: writeLedger(owner, [entry()]), aliveAt: null }, owner, now).ignored).toBe('expired');
  });
});

describe('the keeper of the ledger', () => {
  function keeper() {
    const written: (string | null)[] = [];
    const ignored: Ignored[] = [];
    const kept = new LedgerKeeper({
      keep: (text) => written.push(text),
      beat: () => undefined,
      onIgnored: (why) => ignored.push(why),
    });
    return { kept, written, ignored };
  }
  /** What the line knows of the one call. */
  const at = (known: Dialog | undefined, leaving = false) => ({ dialog: () => known, isLeaving: () => leaving });

  it('writes a call when it has a dialog, again when it changes, and nothing once it has ended', () => {
    const { kept, written } = keeper();
    kept.open(owner, '201');
    kept.callsChanged([record({ phase: 'ringing', answeredAt: null })], at(undefined));
    expect(written).toEqual([]);
    kept.callsChanged([record()], at(dialog));
    kept.callsChanged([record()], at(dialog));
    kept.callsChanged([record({ muted: true })], at(dialog));
    expect(written).toHaveLength(2);
    kept.callsChanged([over], at(dialog));
    expect(written.at(-1)).toBeNull();
  });

  it('keeps a call that was hung up until the PBX has said that it knows, also when the desk has had its end', () => {
    const { kept, written } = keeper();
    const found = () => readLedger({ text: written.at(-1) ?? null, aliveAt }, owner, now).entries;
    kept.open(owner, '201');
    kept.callsChanged([record()], at(dialog));
    expect(found()).toMatchObject([{ leaving: false }]);
    kept.callsChanged([over], at(dialog, true));
    expect(found()).toMatchObject([{ leaving: true, dialog, call: { phase: 'ended', endedAt: aliveAt } }]);
    kept.callsChanged([], at({ ...dialog, localTag: 'new' }, true));
    expect(found()).toMatchObject([{ leaving: true, dialog: { localTag: 'new' } }]);
    kept.callsChanged([], at(undefined));
    expect(written.at(-1)).toBeNull();
  });

  it('has room for the calls that live whatever is still being ended', () => {
    const many = Array.from({ length: 12 }, (_, place) => ({ ...entry(), leaving: place < 10 }));
    const { entries, ignored } = readLedger({ text: writeLedger(owner, many), aliveAt }, owner, now);
    expect(ignored).toBeNull();
    expect(entries.map(({ leaving }) => leaving)).toEqual([false, false, true, true, true, true]);
  });

  it('keeps the dead dialog until there is a new one', () => {
    const { kept, written } = keeper();
    kept.useFound({ text: writeLedger(owner, [entry()]), aliveAt: new Date().toISOString() });
    expect(kept.open(owner, '201').entries).toHaveLength(1);
    kept.callsChanged([record({ muted: true })], at(undefined));
    expect(written.at(-1)).toContain('"localTag":"ours"');
    kept.callsChanged([record({ muted: true })], at({ ...dialog, localTag: 'new' }));
    expect(written.at(-1)).toContain('"localTag":"new"');
    kept.close();
  });

  it('gives what was found once, and takes away what is of no use', () => {
    const { kept, written, ignored } = keeper();
    kept.useFound({ text: 'damaged', aliveAt });
    expect(kept.open(owner, '201').entries).toEqual([]);
    expect(ignored).toEqual(['malformed']);
    expect(written).toEqual([null]);
    kept.open(owner, '201');
    expect(ignored).toHaveLength(1);
  });
});

describe('a call that is had again', () => {
  function restored(...entries: readonly LedgerEntry[]) {
    return reduceCalls(noCalls, { type: 'restored', entries, since: aliveAt });
  }
  const call = ({ calls }: CallsState, id = callId) => calls.find((each) => each.id === id);
  const resumed: CallEvent = { type: 'resumed', id: callId, at: '2026-11-26T00:00:02.400Z' };

  it('is the same call, reconnecting, and then active after a gap', () => {
    const [state, effects] = restored(entry({ muted: true }));
    expect(call(state)).toMatchObject({ phase: 'active', reconnectingSince: aliveAt, muted: true, lastGap: null });
    const targets = ['201', '0298001234'];
    expect(effects).toEqual([
      { type: 'resume', id: callId, dialog, targets, silent: true, whenAnswered: false, unwanted: false },
    ]);
    const [after, then] = reduceCalls(state, resumed);
    expect(call(after)).toMatchObject({ phase: 'active', reconnectingSince: null, lastGap: { ms: 2400 } });
    expect(then).toEqual([
      { type: 'setMuted', id: callId, on: true },
      { type: 'setHold', id: callId, on: false },
    ]);
  });

  it('that was on hold is silent from the beginning and held again', () => {
    const [state, effects] = restored(entry({ phase: 'held', wantsHold: true }));
    expect(effects).toMatchObject([{ silent: true }]);
    const [after, then] = reduceCalls(state, resumed);
    expect(call(after)).toMatchObject({ phase: 'held', holdPending: true });
    expect(then).toContainEqual({ type: 'setHold', id: callId, on: true });
  });

  it('is held afterwards when the agent asked for it meanwhile', () => {
    const [state] = restored(entry());
    const [asked, effects] = reduceCalls(state, { type: 'holdAsked', id: callId, on: true });
    expect(effects).toEqual([]);
    expect(reduceCalls(asked, resumed)[1]).toContainEqual({ type: 'setHold', id: callId, on: true });
  });

  it('that was hung up stays over, and is had silently to be ended', () => {
    const made = entryOf(over, dialog, '201');
    if (made === undefined) throw new Error('no entry');
    const [state, effects] = restored(made);
    expect(call(state)).toMatchObject({ phase: 'ended', endedAt: aliveAt, outcome: 'answered', errorCode: null });
    expect(effects).toMatchObject([{ type: 'resume', silent: true, whenAnswered: false, unwanted: true }]);
    const late: CallEvent = { type: 'ended', id: callId, at: aliveAt, cause: 'lost' };
    expect(reduceCalls(state, late)).toEqual([state, []]);
  });

  it('that another desk has taken over is no call of this one any more, and not one that has ended', () => {
    const [state] = restored(entry());
    const [after, effects] = reduceCalls(state, { type: 'movedAway', id: callId });
    expect(after.calls).toEqual([]);
    expect(effects).toEqual([]);
  });

  it('takes no digits and no transfer meanwhile', () => {
    const [state] = restored(entry());
    const dtmf: CallEvent = { type: 'dtmfAsked', id: callId, digits: '1' };
    const transfer: CallEvent = { type: 'transferAsked', id: callId, to: { kind: 'number', number: '202' } };
    for (const event of [dtmf, transfer]) expect(reduceCalls(state, event)).toEqual([state, []]);
  });

  it('of a conference is mixed again with the other once both are there', () => {
    const [state] = restored(entry({ conference: true }), entry({ id: otherId, conference: true }));
    const [first, alone] = reduceCalls(state, resumed);
    expect(alone).not.toContainEqual(expect.objectContaining({ type: 'mix' }));
    const [, both] = reduceCalls(first, { type: 'resumed', id: otherId, at: aliveAt });
    expect(both).toContainEqual({ type: 'mix', id: otherId, otherId: callId });
  });

  it.each([
    ['gone', 'PHONE_CALL_OVER'],
    ['lost', 'PHONE_CALL_LOST'],
  ] as const)('that is %s has ended, and says so', (cause, errorCode) => {
    const [state] = restored(entry());
    const [after] = reduceCalls(state, { type: 'ended', id: callId, at: aliveAt, cause });
    expect(call(after)).toMatchObject({ phase: 'ended', outcome: 'answered', errorCode, reconnectingSince: null });
  });
});

describe('a call that rang when the phone died', () => {
  const ring = (change: Partial<CallRecord> = {}): LedgerEntry =>
    entry({ phase: 'ringing', direction: 'incoming', answeredAt: null, ...change });
  const restored = (...entries: readonly LedgerEntry[]) =>
    reduceCalls(noCalls, { type: 'restored', entries, since: aliveAt });
  const [only] = restored(ring())[0].calls;
  const caller = {
    number: only?.number ?? null,
    displayName: null,
    queue: only?.queue ?? null,
    customerNumber: null,
    divertedBy: null,
    headers: [],
  };

  it('rings again, unconfirmed, and nothing is asked of the PBX before the agent answers', () => {
    const [state, effects] = restored(ring());
    expect(state.calls).toMatchObject([{ phase: 'ringing', resuming: true, reconnectingSince: aliveAt }]);
    expect(effects).toMatchObject([{ type: 'resume', whenAnswered: true }]);
    const [answered, then] = reduceCalls(state, { type: 'answerAsked', id: callId, microphone: null });
    expect(answered.calls).toMatchObject([{ phase: 'connecting' }]);
    expect(then).toEqual([{ type: 'answer', id: callId }]);
    const [after] = reduceCalls(answered, { type: 'resumed', id: callId, at: aliveAt });
    expect(after.calls).toMatchObject([{ phase: 'active', answeredAt: aliveAt, resuming: false, lastGap: null }]);
  });

  it('is the ring that the queue offers again: the same call, and a usual one', () => {
    const [state] = restored(ring());
    expect(ringOf(state, caller)).toBe(callId);
    const [after, effects] = reduceCalls(state, { type: 'incoming', id: callId, at: aliveAt, caller });
    expect(after.calls).toMatchObject([{ phase: 'ringing', resuming: false, reconnectingSince: null }]);
    expect(effects).toEqual([]);
    expect(ringOf(after, caller)).toBeUndefined();
  });

  it.each([
    ['another caller', { number: '0298009999' }],
    ['a withheld number', { number: null }],
    ['another queue', { queue: 'other' }],
  ])('is not taken for %s', (_, change) => {
    expect(ringOf(restored(ring())[0], { ...caller, ...change })).toBeUndefined();
  });

  it.each([
    ['gone', 'PHONE_CALL_OVER'],
    ['lost', 'PHONE_CALL_LOST'],
  ] as const)('and is %s was missed, and is to be called back', (cause, errorCode) => {
    const [after] = reduceCalls(restored(ring())[0], { type: 'ended', id: callId, at: aliveAt, cause });
    expect(after.calls).toMatchObject([{ phase: 'ended', outcome: 'missed', errorCode }]);
  });

  it('cannot be sent elsewhere: what it rang with is gone', () => {
    const [state] = restored(ring());
    expect(reduceCalls(state, { type: 'divertAsked', id: callId, at: aliveAt, number: '202' })).toEqual([state, []]);
  });

  it.each([
    [longestRingAwayMs, 1],
    [longestRingAwayMs + 1, 0],
  ])('%i ms after the last beat brings back %i', (away, count) => {
    const kept = { text: writeLedger(owner, [ring()]), aliveAt };
    expect(readLedger(kept, owner, Date.parse(aliveAt) + away).entries).toHaveLength(count);
  });
});

describe('asking the PBX for it', () => {
  async function asking({ isUp = true, opus = true, whenAnswered = false, unwanted = false } = {}) {
    const line = { isUp, isRinging: false };
    const invites: { target: string; headers: string[] }[] = [];
    const plain: boolean[] = [];
    const events: CallEvent[] = [];
    const ended: string[] = [];
    const left: boolean[] = [];
    const resumptions: Resumptions = new Resumptions({
      isUp: () => line.isUp,
      ready: () => Promise.resolve(),
      invite: (_, target, headers, manner) => {
        invites.push({ target, headers });
        plain.push(manner.plain);
      },
      end: (id) => ended.push(id),
      isRinging: () => line.isRinging,
      emit: (event) => events.push(event),
      onWaiting: () => undefined,
      onUnwanted: () => left.push(resumptions.isUnwanted(callId)),
    });
    resumptions.begin({
      type: 'resume',
      id: callId,
      dialog: { ...dialog, opus },
      targets: ['201', '0298001234'],
      silent: false,
      whenAnswered,
      unwanted,
    });
    await Promise.resolve();
    return { line, invites, plain, events, ended, left, resumptions };
  }
  const fails = (cause: Extract<CallEvent, { type: 'ended' }>['cause']): CallEvent => ({
    type: 'ended',
    id: callId,
    at: aliveAt,
    cause,
  });
  const accepted: CallEvent = { type: 'accepted', id: callId, at: aliveAt };

  it('waits for the line, then names the dialog as the PBX sees it and insists on it', async () => {
    const { line, invites, events, resumptions } = await asking({ isUp: false });
    expect(invites).toEqual([]);
    line.isUp = true;
    resumptions.lineUp();
    expect(invites).toEqual([
      { target: '201', headers: ['Replaces: abc@10.0.0.1;to-tag=theirs;from-tag=ours', 'Require: replaces'] },
    ]);
    resumptions.lineUp();
    expect(invites).toHaveLength(1);
    expect(resumptions.take(accepted)).toBe(true);
    expect(events).toEqual([{ type: 'resumed', id: callId, at: aliveAt }]);
    expect(resumptions.take(fails('hung-up'))).toBe(false);
  });

  it('tries the next address where the first one is not dialled', async () => {
    const { invites, events, resumptions } = await asking();
    resumptions.take(fails('number-unknown'));
    expect(invites.map(({ target }) => target)).toEqual(['201', '0298001234']);
    resumptions.take(fails('number-unknown'));
    expect(events).toMatchObject([{ type: 'ended', cause: 'lost' }]);
  });

  it('tries again when the line went away meanwhile', async () => {
    const { line, invites, events, resumptions } = await asking();
    line.isUp = false;
    resumptions.take(fails('connection-lost'));
    line.isUp = true;
    resumptions.lineUp();
    expect(invites).toHaveLength(2);
    expect(events).toEqual([]);
    resumptions.take(accepted);
  });

  it('offers another codec than the dead dialog had, so that the PBX makes its transcoders anew', async () => {
    expect((await asking({ opus: true })).plain).toEqual([true]);
    expect((await asking({ opus: false })).plain).toEqual([false]);
  });

  it('offers Opus after all to a PBX that has nothing else', async () => {
    const { plain, events, resumptions } = await asking();
    resumptions.take(fails('media-failed'));
    expect(plain).toEqual([true, false]);
    resumptions.take(fails('media-failed'));
    expect(events).toMatchObject([{ type: 'ended', cause: 'lost' }]);
  });

  it.each([
    ['gone', 'gone'],
    ['rejected', 'gone'],
    ['busy', 'lost'],
    ['refused', 'lost'],
  ] as const)('a PBX that says %s has the last word', async (cause, told) => {
    const { events, resumptions } = await asking();
    resumptions.take(fails(cause));
    expect(events).toMatchObject([{ type: 'ended', cause: told }]);
    expect(resumptions.has(callId)).toBe(false);
  });

  it('one that only rang is had when the agent answers', async () => {
    const { invites, resumptions, events } = await asking({ whenAnswered: true });
    resumptions.lineUp();
    expect(invites).toEqual([]);
    expect(resumptions.waiting).toEqual([callId]);
    resumptions.lineRings(true);
    expect(events).toMatchObject([{ type: 'lineRings', id: callId, rings: true }]);
    expect(resumptions.answer(callId)).toBe(true);
    expect(resumptions.waiting).toEqual([]);
    expect(invites).toHaveLength(1);
    resumptions.lineRings(false);
    resumptions.take(accepted);
    expect(events.at(-1)).toEqual({ type: 'resumed', id: callId, at: aliveAt });
  });

  it('one that only rang is over soon after the PBX says that nothing rings, unless it is offered again', async () => {
    vi.useFakeTimers();
    const { resumptions, events } = await asking({ whenAnswered: true });
    resumptions.lineRings(false);
    expect(events).toMatchObject([{ type: 'lineRings', rings: false }]);
    vi.advanceTimersByTime(6_000);
    expect(events).toMatchObject([{ type: 'lineRings' }, { type: 'ended', cause: 'gone' }]);
    expect(resumptions.answer(callId)).toBe(false);

    const again = await asking({ whenAnswered: true });
    again.resumptions.lineRings(false);
    again.resumptions.forget(callId);
    vi.advanceTimersByTime(60_000);
    expect(again.events).toMatchObject([{ type: 'lineRings' }]);
    vi.useRealTimers();
  });

  it('one that only rang is not shown for ever once the line has another call, of which the PBX may speak', async () => {
    vi.useFakeTimers();
    const { line, resumptions, events } = await asking({ whenAnswered: true });
    resumptions.lineRings(true);
    vi.advanceTimersByTime(60_000);
    expect(events).toMatchObject([{ type: 'lineRings', rings: true }]);
    resumptions.doubt();
    line.isRinging = true;
    resumptions.lineRings(true);
    vi.advanceTimersByTime(30_000);
    expect(events.slice(1)).toMatchObject([{ type: 'ended', cause: 'lost' }]);

    const sure = await asking({ whenAnswered: true });
    sure.resumptions.doubt();
    // The other call is over, and the line rings still.
    sure.resumptions.lineRings(true);
    vi.advanceTimersByTime(60_000);
    expect(sure.events).toMatchObject([{ type: 'lineRings' }]);
    vi.useRealTimers();
  });

  it('a call that the agent hung up meanwhile is had again only to be ended', async () => {
    const { events, ended, resumptions } = await asking();
    expect(resumptions.hangUp(callId)).toBe(true);
    resumptions.take(accepted);
    expect(ended).toEqual([callId]);
    expect(events).toEqual([]);
  });

  it('a call that was being ended when the phone died is had again only to be ended', async () => {
    const { invites, events, ended, left, resumptions } = await asking({ unwanted: true });
    expect(invites).toHaveLength(1);
    expect(resumptions.isUnwanted(callId)).toBe(true);
    expect(left).toEqual([]);
    resumptions.take(accepted);
    expect(ended).toEqual([callId]);
    expect(left).toEqual([false]);
    expect(events).toEqual([]);
  });

  it('a call that was being ended and that the PBX knows no more is remembered no longer', async () => {
    const { left, resumptions } = await asking({ unwanted: true });
    resumptions.take(fails('gone'));
    expect(left).toEqual([false]);
    expect(resumptions.isUnwanted(callId)).toBe(false);
  });
});
