import { describe, expect, it } from 'vitest';
import {
  initialSchedule,
  retryDelay,
  step,
  type Schedule,
  type ScheduleEvent,
} from '../../../renderer/store/sync/schedule.ts';

const context = { now: 1000, random: 0.5 };

function after(...events: readonly ScheduleEvent[]): Schedule {
  return events.reduce((state, event) => step(state, event, context)[0], initialSchedule);
}

function effectsOf(state: Schedule, event: ScheduleEvent): string[] {
  return step(state, event, context)[1].map((effect) => effect.type);
}

const online = after({ type: 'renewed' }, { type: 'done' }, { type: 'socket-ready' }, { type: 'done' });

describe('when the store talks to its server', () => {
  it('begins at once, and opens a socket at the first answer', () => {
    expect(effectsOf(initialSchedule, { type: 'renewed' })).toContain('cycle');
    expect(effectsOf(after({ type: 'renewed' }), { type: 'answered' })).toEqual(['open-socket']);
  });

  it('never has two cycles, and follows a wake during one with another', () => {
    const busy = after({ type: 'renewed' });
    expect(effectsOf(busy, { type: 'wake' })).toEqual([]);
    expect(effectsOf(after({ type: 'renewed' }, { type: 'wake' }), { type: 'done' })).toContain('cycle');
  });

  it('asks a minute later even when no poke comes', () => {
    expect(step(after({ type: 'renewed' }), { type: 'done' }, context)[1]).toContainEqual({
      type: 'timer',
      ms: 60_000,
    });
  });

  it('waits longer after each failure, never more than ten seconds, and knows since when', () => {
    let state = online;
    const waits: number[] = [];
    for (let now = 5000; now < 5020; now++) {
      state = step(state, { type: 'timer' }, { now, random: 0.5 })[0];
      const [next, effects] = step(state, { type: 'failed', code: 'SERVER_UNREACHABLE' }, { now, random: 0.5 });
      state = next;
      for (const effect of effects) if (effect.type === 'timer') waits.push(effect.ms);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeLessThanOrEqual(10_000);
    expect(state.failure).toMatchObject({ code: 'SERVER_UNREACHABLE', since: 5000 });
  });

  it('keeps many desks from coming back in one instant', () => {
    expect(retryDelay(8, 0.99) - retryDelay(8, 0)).toBeGreaterThan(4000);
    expect(retryDelay(1, 0)).toBeGreaterThan(0);
  });

  it('does not wait longer because the agent types on while the server is away', () => {
    const offline = after({ type: 'renewed' }, { type: 'failed', code: 'SERVER_UNREACHABLE' });
    expect(step(offline, { type: 'wanted' }, context)).toEqual([offline, []]);
    expect(effectsOf(online, { type: 'wanted' })).toEqual(['cycle']);
    const asked = step({ ...offline, failures: 9 }, { type: 'wake' }, context)[0];
    expect(step(asked, { type: 'failed', code: 'SERVER_UNREACHABLE' }, context)[0].failures).toBe(1);
  });

  it('tries at once when the network is back, though the next try is far', () => {
    const offline = after({ type: 'renewed' }, { type: 'failed', code: 'SERVER_UNREACHABLE' });
    expect(effectsOf(offline, { type: 'wake' })).toContain('cycle');
  });

  it('stays offline on screen until the server has answered', () => {
    const offline = after({ type: 'renewed' }, { type: 'failed', code: 'SERVER_UNREACHABLE' });
    const retrying = step(offline, { type: 'timer' }, context)[0];
    expect(retrying.failure?.code).toBe('SERVER_UNREACHABLE');
    expect(step(retrying, { type: 'answered' }, context)[0].failure).toBeNull();
  });

  it('asks a server that closed its socket, answered once more and takes no new one, whether it is still there', () => {
    const goingDown = [{ type: 'socket-closed' }, { type: 'done' }, { type: 'socket-timer' }] as const;
    const state = goingDown.reduce((before, event) => step(before, event, context)[0], online);
    const [asking, effects] = step(state, { type: 'socket-closed' }, context);
    expect(effects.map(({ type }) => type)).toContain('cycle');
    const [gone] = step(asking, { type: 'failed', code: 'SERVER_UNREACHABLE' }, context);
    expect(gone.failure?.code).toBe('SERVER_UNREACHABLE');
  });

  it('does not ask each time where a proxy lets no socket through', () => {
    const state = after({ type: 'renewed' }, { type: 'done' });
    const [first, once] = step(state, { type: 'socket-closed' }, context);
    expect(once.map(({ type }) => type)).toContain('cycle');
    const [second] = step(step(first, { type: 'done' }, context)[0], { type: 'socket-timer' }, context);
    expect(effectsOf(second, { type: 'socket-closed' })).toEqual(['socket-timer']);
  });

  it('takes news that came whole without asking, and asks when something else is under way or the server does not answer', () => {
    const [taking, effects] = step(online, { type: 'delta' }, context);
    expect(effects.map(({ type }) => type)).toEqual(['take']);
    expect(effectsOf(taking, { type: 'done' })).toEqual(['timer']);
    expect(effectsOf(step(taking, { type: 'wanted' }, context)[0], { type: 'done' })).toContain('cycle');
    const busy = step(online, { type: 'wanted' }, context)[0];
    expect(effectsOf(busy, { type: 'delta' })).toEqual([]);
    expect(effectsOf(step(busy, { type: 'delta' }, context)[0], { type: 'done' })).toContain('cycle');
    const offline = step(busy, { type: 'failed', code: 'SERVER_UNREACHABLE' }, context)[0];
    expect(effectsOf(offline, { type: 'delta' })).toEqual(['cycle']);
  });

  it('looks at once what it missed when the socket is there again', () => {
    expect(effectsOf(step(online, { type: 'socket-closed' }, context)[0], { type: 'done' })).toContain('timer');
    const reconnecting = after({ type: 'renewed' }, { type: 'done' });
    expect(effectsOf(reconnecting, { type: 'socket-ready' })).toContain('cycle');
  });

  it('says so when the session ended, does nothing more, and goes on with a new one', () => {
    for (const event of [
      { type: 'failed', code: 'AUTH_SESSION_ENDED' },
      { type: 'ended', code: 'AUTH_SESSION_ENDED' },
    ] as const) {
      const [ended, effects] = step(online, event, context);
      expect(ended).toMatchObject({ mode: 'signed-out', signedOutBy: 'AUTH_SESSION_ENDED' });
      expect(effects.map((effect) => effect.type)).toEqual(['clear-timers', 'close-socket']);
      expect(effectsOf(ended, { type: 'wake' })).toEqual([]);
      expect(effectsOf(ended, { type: 'timer' })).toEqual([]);
      expect(effectsOf(ended, { type: 'renewed' })).toContain('cycle');
    }
  });

  it('waits for the old cycle to end when the session is renewed in the middle of it', () => {
    const busy = after({ type: 'renewed' });
    const [renewed, effects] = step(busy, { type: 'renewed' }, context);
    expect(effects.map((effect) => effect.type)).not.toContain('cycle');
    expect(effectsOf(renewed, { type: 'done' })).toContain('cycle');
  });
});
