import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstWork,
  isConfirmed,
  nextDue,
  reduceWork,
  untilOf,
  type Work,
  type WorkEffect,
  type WorkEvent,
  type WorkRules,
} from '../../../renderer/voice/work/work-reducer.ts';

const rules: WorkRules = { wrapUpSeconds: 30, extensionSeconds: 20, canPause: true };
const start = Date.parse('2026-03-12T10:00:00.000Z');
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
const callId = '01990000-0000-7000-8000-000000000001';

type Unstamped = WorkEvent extends infer E ? (E extends WorkEvent ? Omit<E, 'at'> : never) : never;

/** Runs events one second apart. */
function run(events: readonly Unstamped[], { from = firstWork(at(0)), rules: given = rules } = {}) {
  let work: Work = from;
  const effects: WorkEffect[] = [];
  events.forEach((event, index) => {
    const [next, more] = reduceWork(work, { ...event, at: at(index) }, given);
    work = next;
    effects.push(...more);
  });
  return { work, effects };
}

const registered: Unstamped = { type: 'account', registered: true };
const inQueue: Unstamped = { type: 'queues', signedIn: 'yes', paused: 'no' };
const isPaused: Unstamped = { type: 'queues', signedIn: 'yes', paused: 'yes' };
const talking: Unstamped = { type: 'calls', ringing: false, talking: true, ended: null };
const hungUp: Unstamped = { type: 'calls', ringing: false, talking: false, ended: callId };
const taken: Unstamped = { type: 'codeDone', taken: true };
const lunch: Unstamped = { type: 'pauseAsked', reason: 'lunch', until: null };

describe('the state of an agent', () => {
  it('is offline until the line is registered', () => {
    expect(run([]).work.state).toBe('offline');
    expect(run([registered]).work.state).toBe('available');
    expect(run([registered, { type: 'account', registered: false }]).work.state).toBe('offline');
  });

  it('is a call before everything else, even while the line is away', () => {
    expect(run([registered, talking, { type: 'account', registered: false }]).work.state).toBe('onCall');
    expect(run([registered, { type: 'quietAsked', until: null }, talking]).work.state).toBe('onCall');
  });

  it('is paused when the exchange has confirmed it, and looks unconfirmed before', () => {
    const asked = run([registered, inQueue, lunch]);
    expect(asked.effects).toEqual([{ type: 'dialPause', for: { kind: 'pause', reason: 'lunch' } }]);
    expect([asked.work.state, isConfirmed(asked.work)]).toEqual(['paused', false]);
    const done = run([registered, inQueue, lunch, isPaused, taken]);
    expect([done.work.state, isConfirmed(done.work)]).toEqual(['paused', true]);
  });

  it('is available again when the exchange does not take the pause', () => {
    const { work, effects } = run([registered, inQueue, lunch, { type: 'codeDone', taken: false }]);
    expect(work.state).toBe('available');
    expect(effects).toHaveLength(1);
  });

  it('is paused when somebody else has paused the agent, and the agent can end it', () => {
    const { work } = run([registered, isPaused]);
    expect(work.state).toBe('paused');
    expect(run([{ type: 'resumeAsked' }], { from: work }).effects).toEqual([{ type: 'dialUnpause' }]);
  });

  it('follows somebody else who ends the pause', () => {
    const { work, effects } = run([registered, inQueue, lunch, isPaused, taken, inQueue]);
    expect(work.state).toBe('available');
    expect(effects).toHaveLength(1);
  });

  it('is what the exchange says when it does not take the end of a pause, without asking for ever', () => {
    const { work, effects } = run([
      registered,
      inQueue,
      lunch,
      isPaused,
      taken,
      { type: 'resumeAsked' },
      { type: 'codeDone', taken: false },
      { type: 'queues', signedIn: 'yes', paused: 'yes' },
    ]);
    expect(work.state).toBe('paused');
    expect(effects.filter(({ type }) => type === 'dialUnpause')).toHaveLength(1);
    const again = run([{ type: 'account', registered: false }, registered], { from: work });
    expect(again.effects).toEqual([{ type: 'dialUnpause' }]);
  });

  it('tells the exchange nothing when the agent is in no queue', () => {
    const { work, effects } = run([registered, { type: 'queues', signedIn: 'no', paused: 'unknown' }, lunch]);
    expect(effects).toEqual([]);
    expect([work.state, isConfirmed(work)]).toEqual(['paused', true]);
    // The exchange takes whoever comes back as there: the pause is told again.
    expect(run([inQueue], { from: work }).effects).toHaveLength(1);
  });

  it('undoes what it has paused also where the exchange then says that the agent is in no queue', () => {
    const paused = run([registered, lunch, taken]);
    expect(paused.effects).toHaveLength(1);
    const { work, effects } = run([{ type: 'queues', signedIn: 'no', paused: 'unknown' }, { type: 'resumeAsked' }], {
      from: paused.work,
    });
    expect(effects).toEqual([{ type: 'dialUnpause' }]);
    expect(run([taken, { type: 'resumeAsked' }], { from: work })).toMatchObject({
      work: { holds: false },
      effects: [],
    });
  });

  it('dials one code at a time', () => {
    const { effects, work } = run([registered, inQueue, lunch, { type: 'resumeAsked' }]);
    expect(effects).toHaveLength(1);
    expect(run([taken], { from: work }).effects).toEqual([{ type: 'dialUnpause' }]);
  });
});

describe('wrap-up', () => {
  it('follows a call, keeps the queue away, and ends by itself', () => {
    const after = run([registered, inQueue, talking, hungUp]);
    expect(after.work.state).toBe('wrapUp');
    expect(untilOf(after.work)).toBe(at(33));
    expect(nextDue(after.work)).toBe(at(33));
    expect(after.effects).toEqual([{ type: 'dialPause', for: { kind: 'wrapUp' } }]);
    const [paused] = reduceWork(after.work, { ...taken, at: at(4) }, rules);
    const [over, effects] = reduceWork(paused, { type: 'due', at: at(33) }, rules);
    expect(over).toMatchObject({ state: 'available', lastWrapUp: { callId, startedAt: at(3), endedAt: at(33) } });
    expect(effects).toEqual([{ type: 'dialUnpause' }]);
  });

  it('can be made longer, but not for ever', () => {
    const { work } = run([registered, talking, hungUp, { type: 'wrapUpExtended' }]);
    expect(work.wrapUp?.endsAt).toBe(at(2 + 50));
    const long = run(Array<Unstamped>(500).fill({ type: 'wrapUpExtended' }), { from: work });
    expect(long.work.wrapUp?.endsAt).toBe(at(2 + 3600));
  });

  it('ends with the next conversation, not with its ring', () => {
    const ringing: Unstamped = { type: 'calls', ringing: true, talking: false, ended: null };
    expect(run([registered, talking, hungUp, ringing]).work.wrapUp).not.toBeNull();
    expect(run([registered, talking, hungUp, ringing, talking]).work).toMatchObject({
      wrapUp: null,
      lastWrapUp: { callId },
    });
  });

  it('does not follow a call that nobody answered, nor any call where there is none', () => {
    expect(run([registered, talking, { ...hungUp, ended: null }]).work.state).toBe('available');
    const none = { ...rules, wrapUpSeconds: 0 };
    expect(run([registered, talking, hungUp], { rules: none }).work.state).toBe('available');
  });

  it('leads into the pause that was wished for after this call', () => {
    const after = run([registered, inQueue, talking, { type: 'afterCallAsked', on: true, reason: 'lunch' }, hungUp]);
    expect(after.effects).toEqual([{ type: 'dialPause', for: { kind: 'pause', reason: 'lunch' } }]);
    expect(after.work.state).toBe('wrapUp');
    expect(run([isPaused, taken, { type: 'wrapUpEnded' }], { from: after.work }).work.state).toBe('paused');
  });

  it('takes no wish for after a call when there is none', () => {
    expect(run([registered, { type: 'afterCallAsked', on: true, reason: null }]).work.afterCall).toBeNull();
  });
});

describe('do not disturb and short pauses', () => {
  it('end at their time', () => {
    const quiet = run([registered, inQueue, { type: 'quietAsked', until: at(60) }]).work;
    expect([quiet.state, untilOf(quiet)]).toEqual(['doNotDisturb', at(60)]);
    expect(reduceWork(quiet, { type: 'due', at: at(59) }, rules)[0].state).toBe('doNotDisturb');
    expect(reduceWork(quiet, { type: 'due', at: at(60) }, rules)[0].state).toBe('available');
    const short = run([registered, { type: 'pauseAsked', reason: null, until: at(300) }]).work;
    expect(reduceWork(short, { type: 'due', at: at(300) }, rules)[0].state).toBe('available');
  });
});

describe('whatever happens', () => {
  const event = fc.oneof(
    fc.record({ type: fc.constant('account' as const), registered: fc.boolean() }),
    fc.record({
      type: fc.constant('calls' as const),
      ringing: fc.boolean(),
      talking: fc.boolean(),
      ended: fc.option(fc.constant(callId)),
    }),
    fc.record({
      type: fc.constant('queues' as const),
      signedIn: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      paused: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
    }),
    fc.constantFrom<Unstamped>(lunch, { type: 'resumeAsked' }, { type: 'wrapUpExtended' }, { type: 'wrapUpEnded' }),
    fc.constantFrom<Unstamped>(
      { type: 'due' },
      { type: 'quietAsked', until: at(5) },
      { type: 'quietAsked', until: null },
    ),
    fc.record({ type: fc.constant('afterCallAsked' as const), on: fc.boolean(), reason: fc.constant(null) }),
  );

  it('one code is under way at most, and an agent who is available owes the exchange nothing once it has taken them', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.infiniteStream(fc.boolean()), (events, results) => {
        let work = firstWork(at(0));
        let open = 0;
        const step = (given: Unstamped, seconds: number): void => {
          const [next, effects] = reduceWork(work, { ...given, at: at(seconds) }, rules);
          work = next;
          open += effects.length - (given.type === 'codeDone' ? 1 : 0);
          expect(open).toBeLessThanOrEqual(1);
          expect(open === 1).toBe(work.asked !== null);
        };
        events.forEach((given, index) => {
          step(given, index);
          if (work.asked !== null && results.next().value === true) step(taken, index);
        });
        const end: Unstamped[] = [registered, inQueue, { ...hungUp, ended: null }, { type: 'resumeAsked' }];
        end.forEach((given, index) => step(given, 100 + index));
        for (let round = 0; round < 5 && work.asked !== null; round++) step(taken, 200 + round);
        expect(work).toMatchObject({ asked: null, holds: false, state: 'available' });
      }),
    );
  });
});
