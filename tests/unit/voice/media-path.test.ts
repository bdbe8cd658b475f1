import { describe, expect, it } from 'vitest';
import {
  agreedPathMs,
  firstPathMs,
  lostLimitMs,
  pathUp,
  reduceMediaPath,
  type MediaPathEffect,
  type MediaPathEvent,
} from '../../../renderer/voice/call/media-path.ts';

function play(...events: readonly MediaPathEvent[]) {
  let state = pathUp;
  let effects: readonly MediaPathEffect[] = [];
  for (const event of events) [state, effects] = reduceMediaPath(state, event);
  return { state, effects: effects.map(({ type }) => type) };
}

const at = 1_000_000;
const lost: MediaPathEvent = { type: 'lost', at };
const answered: MediaPathEvent = { type: 'answered', at };
const back: MediaPathEvent = { type: 'back' };
const verified: MediaPathEvent = { type: 'lineVerified', at };
const lineDown: MediaPathEvent = { type: 'lineDown', at };
const networkChanged: MediaPathEvent = { type: 'networkChanged', at };
const done: MediaPathEvent = { type: 'offerDone', at };
const failed: MediaPathEvent = { type: 'offerFailed' };
const verifiedAfter = (ms: number): MediaPathEvent => ({ type: 'lineVerified', at: at + ms });
const due = (ms: number): MediaPathEvent => ({ type: 'due', at: at + ms });

/** The timer of a lost path, run down to this moment. */
function waited(toMs: number): MediaPathEvent[] {
  const events: MediaPathEvent[] = [];
  for (let ms = 4_000; ms <= toMs; ms += 4_000) events.push(due(ms));
  return events;
}

/** SOFTPHONE.md, «ICE failure». */
describe('the path of a call’s sound (ICE failure, Reconnect)', () => {
  it('a path that is lost is told, and offered anew only when the PBX has answered', () => {
    expect(play(lost).effects).toEqual(['tellLost', 'timer', 'checkLine']);
    expect(play(lost, verified).effects).toEqual(['restart']);
    expect(play(lost, verified, back).effects).toEqual(['tellBack', 'timer']);
  });

  it('a first path that comes in time is not told, and one that does not is: since the answer, and other paths are offered', () => {
    expect(play(answered).effects).toEqual(['timer']);
    expect(play(answered, back).effects).toEqual(['timer']);
    expect(play(answered, back, due(firstPathMs)).effects).toEqual([]);
    const [, effects] = reduceMediaPath(play(answered).state, due(firstPathMs));
    expect(effects).toContainEqual({ type: 'tellLost', at, first: true });
    expect(play(answered, due(firstPathMs), verified).effects).toEqual(['restart']);
    expect(play(answered, due(firstPathMs), verified, done, back).effects).toEqual(['tellBack', 'timer']);
  });

  it('what is lost after the first path was there is a loss, and what never came is not', () => {
    const [, later] = reduceMediaPath(play(answered, back).state, lost);
    expect(later).toContainEqual({ type: 'tellLost', at, first: false });
    const limit = firstPathMs + lostLimitMs;
    const { state } = play(answered, due(firstPathMs), ...waited(limit));
    expect(reduceMediaPath(state, due(limit))[1]).toEqual([{ type: 'giveUp', first: true }]);
  });

  it('with the path in order, the PBX’s answer to a refresh offers nothing', () => {
    expect(play(verified).effects).toEqual([]);
    expect(play(lost, verified, done, back, verified).effects).toEqual([]);
  });

  it('after each new connection and each change of the network a new path is offered, though sound passes', () => {
    expect(play(lineDown, verified).effects).toEqual(['restart']);
    expect(play(networkChanged, verified).effects).toEqual(['restart']);
  });

  it('one offer at a time: what comes meanwhile is offered next', () => {
    const two = play(lineDown, verified, networkChanged, verified);
    expect(two.effects).toEqual([]);
    const early = play(lineDown, verified, networkChanged, done, verified);
    expect(early.effects).toEqual(['timer']);
    const [state, effects] = reduceMediaPath(early.state, due(3_000));
    expect(effects).toEqual([{ type: 'checkLine' }]);
    expect(reduceMediaPath(state, verifiedAfter(3_000))[1]).toEqual([{ type: 'restart' }]);
  });

  it('an offer that did not bring the sound back is made again', () => {
    expect(play(lost, verified, done, due(4_000)).effects).toEqual(['timer', 'checkLine']);
    expect(play(lost, verified, failed, due(4_000), verified).effects).toEqual(['restart']);
    expect(play(lost, verified, done, ...waited(16_000), verifiedAfter(agreedPathMs)).effects).toEqual(['restart']);
  });

  it('while a path that was agreed on is looked for no other is offered, whatever ICE says of the one before it', () => {
    const again: MediaPathEvent = { type: 'lost', at: at + 200 };
    expect(play(lost, verified, done, again, verifiedAfter(300)).effects).toEqual([]);
    expect(play(lost, verified, again, done, verifiedAfter(300)).effects).toEqual([]);
    expect(play(lost, verified, done, due(4_000), verifiedAfter(4_100)).effects).toEqual([]);
    expect(play(lost, verified, done, again, back, verifiedAfter(400)).effects).toEqual([]);
  });

  it('what was agreed on before another network or connection came is waited for briefly only', () => {
    expect(play(lost, verified, done, networkChanged, verifiedAfter(100)).effects).toEqual([]);
    expect(play(lost, verified, done, networkChanged, due(4_000), verifiedAfter(4_000)).effects).toEqual(['restart']);
    expect(play(lost, verified, done, lineDown, due(4_000), verifiedAfter(4_000)).effects).toEqual(['restart']);
  });

  it('a first path that was agreed on and does not come is offered anew with the next look', () => {
    const next = play(answered, due(firstPathMs), verified, done, due(9_000), verifiedAfter(9_000));
    expect(next.effects).toEqual(['restart']);
  });

  it('a PBX that refuses another path while sound passes is left alone', () => {
    expect(play(lineDown, verified, failed, verified).effects).toEqual([]);
  });

  it('`failed` after `disconnected` is no other loss: the minute runs on', () => {
    const { state, effects } = play(lost, { type: 'lost', at: at + 15_000 });
    expect(state.lostAt).toBe(at);
    expect(effects).toEqual(['checkLine']);
  });

  it('is given up after a minute, and not before', () => {
    expect(play(lost, ...waited(lostLimitMs - 4_000)).effects).toEqual(['timer', 'checkLine']);
    expect(play(lost, ...waited(lostLimitMs)).effects).toEqual(['giveUp']);
    expect(play(lost, back, ...waited(lostLimitMs)).effects).toEqual([]);
  });

  it('a minute that the machine slept through does not count', () => {
    expect(play(lost, due(600_000)).effects).toEqual(['timer', 'checkLine']);
    expect(play(lost, due(600_000), due(604_000), due(608_000), due(612_000), due(615_000)).effects).toEqual([
      'giveUp',
    ]);
  });
});
