import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OwnOffers, type Offer } from '../../../renderer/voice/sip/own-offers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Told = Offer & { readonly log: string[]; answer: () => void };

function offer(name: string, log: string[], starts: ('sent' | 'busy' | 'needless')[] = []): Told {
  const told: Told = {
    log,
    answer: () => undefined,
    start: (done) => {
      told.answer = done;
      log.push(name);
      return starts.shift() ?? 'sent';
    },
    undo: () => log.push(`${name} undone`),
    onDone: () => log.push(`${name} done`),
    onFailed: () => log.push(`${name} failed`),
  };
  return told;
}

it('are made one after the other', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  const first = offer('hold', log);
  offers.add(first);
  offers.add(offer('unhold', log));
  expect(log).toEqual(['hold']);
  first.answer();
  expect(log).toEqual(['hold', 'hold done', 'unhold']);
});

it('never leave while the line is down, and are made when it is back', () => {
  const log: string[] = [];
  let up = false;
  const offers = new OwnOffers(() => up);
  offers.add(offer('hold', log));
  vi.advanceTimersByTime(60_000);
  expect(log).toEqual([]);
  up = true;
  offers.lineBack();
  expect(log).toEqual(['hold']);
});

it('one whose line died under way is made again when the line is back, after a new path', () => {
  const log: string[] = [];
  let up = true;
  const offers = new OwnOffers(() => up);
  const hold = offer('hold', log);
  offers.add(hold);
  up = false;
  offers.failed();
  vi.advanceTimersByTime(60_000);
  expect(log).toEqual(['hold', 'hold undone']);
  up = true;
  const restart = offer('restart', log);
  offers.addFirst(restart);
  restart.answer();
  expect(log.slice(2)).toEqual(['restart', 'restart done', 'hold']);
  hold.answer();
  expect(log.at(-1)).toBe('hold done');
});

/** SOFTPHONE.md, «491». */
it('one that collides with the other side’s (491) is tried three times in all (JsSIP #771)', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  offers.add(offer('hold', log));
  for (let round = 0; round < 3; round++) {
    offers.failed();
    vi.advanceTimersByTime(1_000);
  }
  expect(log.filter((line) => line === 'hold')).toHaveLength(3);
  expect(log.at(-1)).toBe('hold failed');
});

it('one that cannot leave, since the machine has no address, is made again for ten seconds and counts as no try', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  const hold = offer('hold', log);
  offers.add(hold);
  for (let round = 0; round < 10; round++) {
    offers.failed(true);
    vi.advanceTimersByTime(500);
  }
  expect(log.filter((line) => line === 'hold')).toHaveLength(11);
  hold.answer();
  expect(log.at(-1)).toBe('hold done');

  const never: string[] = [];
  const others = new OwnOffers(() => true);
  others.add(offer('hold', never));
  for (let round = 0; round < 21; round++) {
    others.failed(true);
    vi.advanceTimersByTime(500);
  }
  expect(never.at(-1)).toBe('hold failed');
});

it('an answer that comes after its offer was given up says nothing about the next one', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  const hold = offer('hold', log);
  offers.add(hold);
  const late = hold.answer;
  offers.failed();
  vi.advanceTimersByTime(1_000);
  late();
  expect(log).toEqual(['hold', 'hold undone', 'hold']);
});

it('wait while another offer is under way, for ten seconds', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  offers.add(offer('hold', log, ['busy', 'busy']));
  vi.advanceTimersByTime(500);
  expect(log).toEqual(['hold', 'hold', 'hold']);
  const stuck: string[] = [];
  const others = new OwnOffers(() => true);
  others.add(
    offer(
      'hold',
      stuck,
      Array.from({ length: 100 }, () => 'busy'),
    ),
  );
  vi.advanceTimersByTime(11_000);
  expect(stuck.at(-1)).toBe('hold failed');
});

it('one of which nothing is heard any more is given up, so that what waits behind it is not stuck', () => {
  const log: string[] = [];
  const offers = new OwnOffers(() => true);
  // It never comes to be sent: whoever makes it says for good that one is under way.
  offers.add(offer('hold', log, ['sent', ...Array.from({ length: 100 }, () => 'busy' as const)]));
  const unhold = offer('unhold', log);
  offers.add(unhold);
  vi.advanceTimersByTime(44_000);
  expect(log).toEqual(['hold']);
  vi.advanceTimersByTime(2_000);
  expect(log).toEqual(['hold', 'hold undone', 'hold', 'hold failed', 'unhold']);
  unhold.answer();
  expect(log.at(-1)).toBe('unhold done');
});

it('one that the line died with is not given up for the time that the line is away', () => {
  const log: string[] = [];
  let up = true;
  const offers = new OwnOffers(() => up);
  offers.add(offer('hold', log));
  up = false;
  offers.failed();
  vi.advanceTimersByTime(60_000);
  up = true;
  offers.lineBack();
  vi.advanceTimersByTime(44_000);
  expect(log).toEqual(['hold', 'hold undone', 'hold']);
});
