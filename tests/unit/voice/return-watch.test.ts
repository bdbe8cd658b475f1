import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReturnWatch } from '../../../renderer/voice/sip/return-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const world = { due: true, reachable: false, waiting: false, tries: 0 };
  const look = new ReturnWatch({
    isDue: () => world.due,
    reaches: () => Promise.resolve(world.reachable),
    isWaiting: () => world.waiting,
    onReturn: () => {
      world.tries++;
    },
  });
  look.changed();
  return { world, look };
}

/** SOFTPHONE.md, «Reconnect». */
it('connects within about a second of the network’s return, though a try from before hangs', async () => {
  const { world } = watch();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(world.tries).toBe(0);
  world.reachable = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(world.tries).toBe(1);
});

it('gives that connection its time', async () => {
  const { world } = watch();
  world.reachable = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(world.tries).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(world.tries).toBe(2);
});

it('does not wait for the line’s next try, even without a sign of life', async () => {
  const { world } = watch();
  world.waiting = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.tries).toBeGreaterThanOrEqual(3);
});

it('ends with the calls, or when the line is registered', async () => {
  const { world } = watch();
  world.due = false;
  world.reachable = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.tries).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
