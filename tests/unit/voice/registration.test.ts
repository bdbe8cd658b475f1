import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refreshDelay, retryDelay } from '../../../renderer/voice/sip/backoff.ts';
import {
  answerPatienceMs,
  leavePatienceMs,
  notStarted,
  probePatienceMs,
  reduceRegistration,
  unknownLineRetryMs,
  type Registration,
  type RegistrationEffect,
  type RegistrationEvent,
} from '../../../renderer/voice/sip/registration.ts';

const at = Date.parse('2026-03-02T09:00:00.000Z');
const half = (): number => 0.5;

function play(...events: readonly RegistrationEvent[]): { state: Registration; last: readonly RegistrationEffect[] } {
  let state = notStarted;
  let last: readonly RegistrationEffect[] = [];
  for (const event of events) [state, last] = reduceRegistration(state, event, half);
  return { state, last };
}

const start: RegistrationEvent = { type: 'start', servers: 1 };
const startWithTwo: RegistrationEvent = { type: 'start', servers: 2 };
const up: RegistrationEvent = { type: 'socketUp' };
const down: RegistrationEvent = { type: 'socketDown', at };
const registered: RegistrationEvent = { type: 'registered', at, expires: 120 };
const due: RegistrationEvent = { type: 'due', at };
const wake: RegistrationEvent = { type: 'wake' };
const addressGone: RegistrationEvent = { type: 'addressGone' };
const refused = (status: number, credentialsSent = true): RegistrationEvent => ({
  type: 'refused',
  at,
  status,
  credentialsSent,
});

/** SOFTPHONE.md, «Registration». */
describe('a line', () => {
  it('connects, registers, is registered, and refreshes in time', () => {
    expect(play(start).state.account).toEqual({ state: 'connecting' });
    expect(play(start, up).state.account).toEqual({ state: 'registering' });
    const { state, last } = play(start, up, registered);
    expect(state.account).toEqual({ state: 'registered', since: '2026-03-02T09:00:00.000Z' });
    expect(last).toEqual([{ type: 'timer', ms: 72_000 }]);
    const refresh = play(start, up, registered, due);
    expect(refresh.state.account.state).toBe('registered');
    expect(refresh.last).toEqual([{ type: 'timer', ms: answerPatienceMs }, { type: 'register' }]);
  });

  it('does not wait for an answer on an address that this machine no longer has', () => {
    const { state, last } = play(start, up, registered, addressGone);
    expect(state.account).toEqual({ state: 'connecting' });
    expect(last.map(({ type }) => type)).toEqual(['disconnect', 'timer', 'connect']);
    expect(play(start, down, addressGone).last).toContainEqual({ type: 'connect' });
  });

  it('without a PBX says so, and when it tries again', () => {
    const { state, last } = play(start, down);
    expect(state.account).toEqual({
      state: 'retrying',
      code: 'PHONE_PBX_UNREACHABLE',
      nextTryAt: '2026-03-02T09:00:00.750Z',
    });
    expect(last).toEqual([{ type: 'timer', ms: 750 }, { type: 'forgetAddresses' }, { type: 'checkCertificate' }]);
    expect(play(start, down, due).last).toContainEqual({ type: 'connect' });
  });

  it('whose PBX comes back starts counting anew', () => {
    const waits = [start, down, due, down, due, down] as const;
    expect(play(...waits).last).toContainEqual({ type: 'timer', ms: 3_000 });
    expect(play(...waits, due, up, registered, down).last).toContainEqual({ type: 'timer', ms: 750 });
  });

  it('whose PBX is gone looks for it anew, since its name may lead to another address by now', () => {
    expect(play(start, up, registered, down).last).toContainEqual({ type: 'forgetAddresses' });
    expect(play(start, up, registered, due, due).last).toContainEqual({ type: 'forgetAddresses' });
  });

  it.each([
    ['a wrong password', refused(401), 'PHONE_WRONG_PASSWORD', null],
    ['a forbidden line', refused(403), 'PHONE_WRONG_PASSWORD', null],
    ['a challenge that JsSIP cannot answer', refused(401, false), 'PHONE_DIGEST_UNSUPPORTED', null],
    ['a PBX that wants nothing of it', refused(403, false), 'PHONE_PBX_REFUSED', unknownLineRetryMs],
    ['an unknown line', refused(404), 'PHONE_LINE_UNKNOWN', unknownLineRetryMs],
  ] as const)('with %s needs a person', (_, event, code, ms) => {
    const { state, last } = play(start, up, event);
    expect(state.account).toEqual({ state: 'failed', code });
    expect(last).toEqual([{ type: 'timer', ms }]);
    // A socket that closes later does not turn the sentence into another one.
    expect(play(start, up, event, down).state.account).toEqual({ state: 'failed', code });
    expect(play(start, up, event, wake).last).toContainEqual({ type: 'register' });
  });

  it('whose PBX is overloaded tries again on the same socket', () => {
    const { state } = play(start, up, refused(503));
    expect(state.account).toMatchObject({ state: 'retrying', code: 'PHONE_PBX_REFUSED' });
    expect(play(start, up, refused(503), due).last).toContainEqual({ type: 'register' });
  });

  it('that the PBX does not list in its answer is not registered', () => {
    const { state } = play(start, up, { type: 'contactMissing', at });
    expect(state.account).toMatchObject({ state: 'retrying', code: 'PHONE_PBX_REFUSED' });
  });

  it('whose PBX is silent drops the socket', () => {
    for (const events of [[start], [start, up], [start, up, registered, due]]) {
      const { state, last } = play(...events, due);
      expect(state.account).toMatchObject({ state: 'retrying', code: 'PHONE_PBX_UNREACHABLE' });
      expect(last[0]).toEqual({ type: 'disconnect', failed: true });
    }
  });

  it('looks at once after sleep, and stays registered meanwhile', () => {
    const { state, last } = play(start, up, registered, wake);
    expect(state.account.state).toBe('registered');
    expect(last).toEqual([{ type: 'timer', ms: probePatienceMs }, { type: 'register' }]);
    expect(play(start, down, wake).last).toContainEqual({ type: 'connect' });
  });

  it('suspects the network after sleep, and goes back to the same server first', () => {
    const { last } = play(startWithTwo, up, registered, wake, due);
    expect(last[0]).toEqual({ type: 'disconnect', failed: false });
    // Known to be well meanwhile: later silence is the server's.
    expect(play(startWithTwo, up, registered, wake, registered, due, due).last[0]).toEqual({
      type: 'disconnect',
      failed: true,
    });
  });

  it('whose PBX does not take it goes to another server where there is one', () => {
    for (const event of [refused(503), { type: 'contactMissing', at } as const]) {
      expect(play(start, up, event).last.map(({ type }) => type)).toEqual(['timer']);
      expect(play(startWithTwo, up, event).last[0]).toEqual({ type: 'disconnect', failed: true });
      expect(play(startWithTwo, up, event, { type: 'socketDropped' }, due).last).toContainEqual({ type: 'connect' });
    }
  });

  it('goes back to a better server: takes leave, then connects there, whatever is said to the farewell', () => {
    const better: RegistrationEvent = { type: 'betterServer' };
    const leaving = play(startWithTwo, up, registered, better);
    expect(leaving.state.account).toEqual({ state: 'connecting' });
    expect(leaving.last).toEqual([{ type: 'timer', ms: leavePatienceMs }, { type: 'unregister' }]);
    for (const answer of [registered, { type: 'contactMissing', at } as const, refused(500), due]) {
      const { last } = play(startWithTwo, up, registered, better, answer);
      expect(last[0]).toEqual({ type: 'disconnect', failed: false });
      expect(last).toContainEqual({ type: 'connect' });
    }
    expect(play(startWithTwo, up, registered, better, down).last).toContainEqual({ type: 'connect' });
    // Not while the line is being looked at, or is not there.
    expect(play(startWithTwo, up, registered, due, better).last).toEqual([]);
    expect(play(startWithTwo, down, better).last).toEqual([]);
  });

  it('says that the certificate is the reason, and goes on saying so until the server is reached', () => {
    const refusedCertificate: RegistrationEvent = { type: 'certificate', refused: true };
    expect(play(start, down).last).toContainEqual({ type: 'checkCertificate' });
    const said = { state: 'retrying', code: 'PHONE_CERTIFICATE_INVALID' };
    expect(play(start, down, refusedCertificate).state.account).toMatchObject(said);
    expect(play(start, down, refusedCertificate, due, down).state.account).toMatchObject(said);
    expect(play(start, down, refusedCertificate, due, down, { type: 'certificate', refused: false })).toMatchObject({
      state: { account: { state: 'retrying', code: 'PHONE_PBX_UNREACHABLE' } },
    });
    expect(play(start, down, refusedCertificate, due, up, down).state.account).toMatchObject({
      code: 'PHONE_PBX_UNREACHABLE',
    });
    // An answer that comes late changes nothing of a line that is there.
    expect(play(start, down, due, up, registered, refusedCertificate).state.account.state).toBe('registered');
  });

  it('does nothing before it is started and after it is stopped', () => {
    expect(play(up, due, wake).last).toEqual([]);
    expect(play(start, up, { type: 'stop' }, due, down).state).toEqual(notStarted);
  });
});

const anyEvent: fc.Arbitrary<RegistrationEvent> = fc.oneof(
  fc.constantFrom<RegistrationEvent>(start, up, down, registered, due, wake, addressGone, { type: 'socketDropped' }),
  fc.constantFrom<RegistrationEvent>({ type: 'contactMissing', at }, { type: 'betterServer' }),
  fc.boolean().map((isRefused) => ({ type: 'certificate' as const, refused: isRefused })),
  fc
    .tuple(fc.constantFrom(401, 403, 404, 407, 423, 500, 503), fc.boolean())
    .map(([status, sent]) => refused(status, sent)),
);

it('whatever happens, a line that is not registered and has not failed has a timer running', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 40 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (events, chance) => {
        let [state] = reduceRegistration(notStarted, startWithTwo, () => chance);
        let timer: number | null = 1;
        for (const event of events) {
          const [next, effects] = reduceRegistration(state, event, () => chance);
          if (event.type === 'due') timer = null;
          for (const effect of effects) if (effect.type === 'timer') timer = effect.ms;
          if (next.account.state !== 'failed') expect(timer).not.toBeNull();
          state = next;
        }
      },
    ),
  );
});

it('the delay doubles up to half a minute, and half of it is chance', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => retryDelay(attempt, 0))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
  expect(retryDelay(20, 0.999999)).toBeLessThanOrEqual(30_000);
});

it('a refresh leaves time for a second one', () => {
  for (const chance of [0, 0.5, 0.999]) expect(refreshDelay(60, chance)).toBeLessThanOrEqual(42_000);
});
