import { describe, expect, it } from 'vitest';
import { readWork, writeWork } from '../../../renderer/voice/work/kept-work.ts';
import { firstWork, reduceWork, type Work, type WorkEvent } from '../../../renderer/voice/work/work-reducer.ts';

const at = '2026-03-12T10:00:00.000Z';
const rules = { wrapUpSeconds: 30, extensionSeconds: 20, canPause: true };
type Unstamped = WorkEvent extends infer E ? (E extends WorkEvent ? Omit<E, 'at'> : never) : never;

function after(work: Work, ...events: readonly Unstamped[]) {
  const effects: unknown[] = [];
  let now = work;
  for (const event of events) {
    const [next, more] = reduceWork(now, { ...event, at }, rules);
    now = next;
    effects.push(...more);
  }
  return { work: now, effects };
}

/** As the phone that comes after a death finds it. */
function keptOf(work: Work): Work {
  return readWork(writeWork(work), at);
}

const registered: Unstamped = { type: 'account', registered: true };
const lunch: Unstamped = { type: 'pauseAsked', reason: 'lunch', until: null };
const resume: Unstamped = { type: 'resumeAsked' };
const taken: Unstamped = { type: 'codeDone', taken: true };

describe('the state of an agent whose phone has died', () => {
  it('is the same pause, of which the exchange is not told twice', () => {
    const { work } = after(firstWork(at), registered, lunch, taken);
    const again = after(keptOf(work), registered);
    expect(again).toMatchObject({ work: { state: 'paused', pause: { reason: 'lunch' } }, effects: [] });
    expect(after(again.work, resume).effects).toEqual([{ type: 'dialUnpause' }]);
  });

  it('is asked for again where nobody knows what the exchange made of it', () => {
    const { work } = after(firstWork(at), registered, lunch);
    expect(after(keptOf(work), registered).effects).toEqual([
      { type: 'dialPause', for: { kind: 'pause', reason: 'lunch' } },
    ]);
  });

  it('does not leave a pause behind that was being asked for and is over', () => {
    const { work } = after(firstWork(at), registered, lunch, resume);
    expect(after(keptOf(work), registered).effects).toEqual([{ type: 'dialUnpause' }]);
  });

  it('does not leave a pause behind whose end was being asked for', () => {
    const { work } = after(firstWork(at), registered, lunch, taken, resume);
    expect(after(keptOf(work), registered).effects).toEqual([{ type: 'dialUnpause' }]);
  });
});
