import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeepAwake } from '../../../electron/power/keep-awake.ts';
import { watchSleep } from '../../../electron/power/watch-sleep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const power = new EventEmitter();
  const told: (number | 'sleep')[] = [];
  const stop = watchSleep({
    power,
    now: () => Date.now(),
    onSleep: () => told.push('sleep'),
    onWake: (ms) => told.push(ms),
  });
  return { power, told, stop };
}

describe('the sleep of the machine', () => {
  it('is told once, whether the system or the clock says it first', () => {
    const { power, told, stop } = watch();
    vi.advanceTimersByTime(10_000);
    power.emit('suspend');
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(1_000);
    power.emit('resume');
    expect(told).toEqual(['sleep', 601_000]);
    vi.advanceTimersByTime(60_000);
    power.emit('suspend');
    vi.setSystemTime(Date.now() + 2_000);
    power.emit('resume');
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(['sleep', 601_000, 'sleep', 2_000]);
    stop();
    expect(power.listenerCount('resume')).toBe(0);
  });

  it('is seen by the clock alone where the system says nothing', () => {
    const { told, stop } = watch();
    vi.advanceTimersByTime(10_000);
    vi.setSystemTime(Date.now() + 30_000);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([31_000]);
    stop();
  });

  it('is put off while there is a call, and no longer', () => {
    const held = new Set<number>();
    let next = 0;
    const awake = new KeepAwake({
      start: () => {
        held.add(next);
        return next++;
      },
      stop: (id) => held.delete(id),
    });
    for (const hasCall of [false, true, true]) awake.use(hasCall);
    expect([...held]).toEqual([0]);
    awake.use(false);
    awake.use(false);
    expect(held.size).toBe(0);
  });
});
