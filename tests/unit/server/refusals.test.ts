import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../domain/errors.ts';
import { Refusals } from '../../../server/limits/refusals.ts';

const address = '192.0.2.1';
const refused = { code: 'REQUEST_TOO_MANY' };

function limits() {
  const clock = { now: 0 };
  const refusals = new Refusals({ most: 3, window: 60_000 }, 'REQUEST_TOO_MANY', () => clock.now);
  const fails = () => refusals.attempt(address, () => Promise.reject(new CodedError('AUTH_SESSION_ENDED')));
  const succeeds = () => refusals.attempt(address, () => Promise.resolve('in'));
  return { clock, refusals, fails, succeeds };
}

describe('attempts of one address', () => {
  it('are refused unread after too many that failed, until the window is over', async () => {
    const { clock, fails, succeeds } = limits();
    for (let i = 0; i < 3; i++) await expect(fails()).rejects.toMatchObject({ code: 'AUTH_SESSION_ENDED' });
    for (let i = 0; i < 5; i++) await expect(succeeds()).rejects.toMatchObject(refused);
    clock.now = 60_001;
    expect(await succeeds()).toBe('in');
  });

  it('leave nothing behind that came while as many were under way, once these have succeeded', async () => {
    const { refusals, fails } = limits();
    const go: (() => void)[] = [];
    const slow = () => refusals.attempt(address, () => new Promise<void>((done) => go.push(done)));
    const underWay = [slow(), slow(), slow()];
    for (let i = 0; i < 5; i++) await expect(slow()).rejects.toMatchObject(refused);
    for (const done of go) done();
    await Promise.all(underWay);
    for (let i = 0; i < 3; i++) await expect(fails()).rejects.toMatchObject({ code: 'AUTH_SESSION_ENDED' });
    await expect(fails()).rejects.toMatchObject(refused);
  });
});
