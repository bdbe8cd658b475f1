import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FailBack } from '../../../renderer/voice/sip/fail-back.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const best = 'wss://one.example/ws';
const second = 'wss://two.example/ws';

function onThird(given: { readonly up: readonly string[] }) {
  const state = { due: true, better: [best, second], up: given.up };
  const onBack = vi.fn();
  const answers = vi.fn((url: string) => Promise.resolve(state.up.includes(url)));
  const failBack = new FailBack({ better: () => state.better, isDue: () => state.due, answers, onBack });
  failBack.start();
  return { state, onBack, answers, failBack };
}

it('goes to the best server that is there again', async () => {
  const { state, onBack } = onThird({ up: [] });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onBack).not.toHaveBeenCalled();
  state.up = [second];
  await vi.advanceTimersByTimeAsync(15_000);
  expect(onBack).toHaveBeenCalledExactlyOnceWith(second);
});

it('waits for the end of a call', async () => {
  const { state, onBack, answers } = onThird({ up: [best] });
  state.due = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).not.toHaveBeenCalled();
  state.due = true;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(onBack).toHaveBeenCalledExactlyOnceWith(best);
});

it('stays when a call has come while it looked', async () => {
  const { state, onBack, answers } = onThird({ up: [best] });
  answers.mockImplementation(() => {
    state.due = false;
    return Promise.resolve(true);
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onBack).not.toHaveBeenCalled();
});

it('returns less and less often to a server that does not keep the line, and forgets that once it does', async () => {
  const { state, onBack } = onThird({ up: [best] });
  await vi.advanceTimersByTimeAsync(3_600_000);
  const inAnHour = onBack.mock.calls.length;
  expect(inAnHour).toBeGreaterThan(5);
  expect(inAnHour).toBeLessThan(20);
  state.better = [];
  await vi.advanceTimersByTimeAsync(600_000);
  state.better = [best];
  onBack.mockClear();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onBack).toHaveBeenCalled();
});

it('ends with the line', async () => {
  const { onBack, failBack } = onThird({ up: [best] });
  failBack.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(onBack).not.toHaveBeenCalled();
});
