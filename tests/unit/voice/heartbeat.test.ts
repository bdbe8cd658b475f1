import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../../renderer/voice/sip/heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line that is registered, and whose PBX does not answer unless the test does. */
function beating() {
  const answers: (() => void)[] = [];
  const dead: number[] = [];
  const heartbeat = new Heartbeat({
    ping: (answered) => void answers.push(answered),
    isDue: () => true,
    onDead: () => dead.push(Date.now()),
  });
  heartbeat.start();
  vi.advanceTimersByTime(6_000);
  return { heartbeat, answers, dead };
}

it('a socket on which nothing is answered for four seconds is dead, one that answers is not', () => {
  const { answers, dead } = beating();
  answers[0]?.();
  vi.advanceTimersByTime(5_000);
  expect(dead).toHaveLength(0);
  vi.advanceTimersByTime(5_000);
  expect(dead).toHaveLength(1);
});

it('what the socket of before did not answer does not end the next one, on which somebody may be ringing', () => {
  const { heartbeat, answers, dead } = beating();
  vi.advanceTimersByTime(1_000);
  heartbeat.forget();
  vi.advanceTimersByTime(4_900);
  expect({ asked: answers.length, dead }).toEqual({ asked: 1, dead: [] });
});
