import { expect, it, vi } from 'vitest';
import { PendingRequests, type Need } from '../../../renderer/voice/sip/pending-requests.ts';

it('with nothing in the way, what the agent asks is done at once', () => {
  const done: string[] = [];
  const pending = new PendingRequests(() => true, vi.fn());
  pending.ask('path', () => new Promise(() => done.push('hold')));
  pending.ask('path', () => void done.push('digits'));
  expect(done).toEqual(['hold', 'digits']);
});

it('pressed while the network is away: done when it is back, in the order of pressing, each after the one before', async () => {
  const done: string[] = [];
  let met: readonly Need[] = [];
  const pending = new PendingRequests((need) => met.includes(need), vi.fn());
  let held: () => void = () => undefined;
  pending.ask('path', () => new Promise<void>((resolve) => (held = resolve)).then(() => void done.push('hold')));
  pending.ask('path', () => void done.push('digits'));
  pending.ask('line', () => void done.push('bye'));
  met = ['line'];
  pending.changed();
  expect(done).toEqual([]);
  met = ['line', 'path'];
  pending.changed();
  pending.changed();
  expect(done).toEqual([]);
  held();
  await vi.waitFor(() => expect(done).toEqual(['hold', 'digits', 'bye']));
});

it('one that fails is told, and the next is done', async () => {
  const done: string[] = [];
  let met = false;
  const onProblem = vi.fn();
  const pending = new PendingRequests(() => met, onProblem);
  pending.ask('line', () => {
    throw new Error('gone');
  });
  pending.ask('line', () => void done.push('bye'));
  met = true;
  pending.changed();
  await vi.waitFor(() => expect(done).toEqual(['bye']));
  expect(onProblem).toHaveBeenCalledOnce();
});
