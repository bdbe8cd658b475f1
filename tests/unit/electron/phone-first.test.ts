import { describe, expect, it } from 'vitest';
import { PhoneFirst, type Scheduler } from '../../../electron/power/phone-first.ts';

function machine(platform: NodeJS.Platform, options: { readonly refuses?: string } = {}) {
  const priorities = new Map([
    [10, 0],
    [11, -16],
    [12, 0],
    [20, 0],
  ]);
  let asked = 0;
  const scheduler: Scheduler = {
    platform,
    threadsOf: (id) => (platform === 'linux' && id === 10 ? [10, 11, 12] : [id]),
    priorityOf: (id) => {
      const priority = priorities.get(id);
      if (priority === undefined) throw Object.assign(new Error('no such process'), { info: { code: 'ESRCH' } });
      return priority;
    },
    setPriority: (id, priority) => {
      asked += 1;
      if (options.refuses !== undefined) throw Object.assign(new Error('refused'), { info: { code: options.refuses } });
      priorities.set(id, priority);
    },
  };
  return { scheduler, priorities, asked: () => asked };
}

describe('the phone goes before the screen', () => {
  it('with every thread on Linux, but none is put back that is ahead already', () => {
    const { scheduler, priorities } = machine('linux');
    const first = new PhoneFirst(() => [10, 20], scheduler);
    first.raise();
    expect(Object.fromEntries(priorities)).toEqual({ 10: -10, 11: -16, 12: -10, 20: -10 });
  });

  it('with the whole process on Windows, and not at all on macOS', () => {
    const windows = machine('win32');
    new PhoneFirst(() => [10], windows.scheduler).raise();
    expect(Object.fromEntries(windows.priorities)).toEqual({ 10: -7, 11: -16, 12: 0, 20: 0 });
    const mac = machine('darwin');
    new PhoneFirst(() => [10], mac.scheduler).raise();
    expect(mac.asked()).toBe(0);
  });

  it('asks once only where the system does not allow it', () => {
    const { scheduler, asked } = machine('linux', { refuses: 'EACCES' });
    const first = new PhoneFirst(() => [10, 20], scheduler);
    first.raise();
    first.raise();
    expect(asked()).toBe(1);
  });

  it('goes on with the others when a process or a thread has just ended', () => {
    const { scheduler, priorities } = machine('linux');
    new PhoneFirst(() => [99, 20], scheduler).raise();
    expect(priorities.get(20)).toBe(-10);
  });
});
