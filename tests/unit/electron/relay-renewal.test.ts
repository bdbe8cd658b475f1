import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RelayRenewal, renewalPause } from '../../../electron/session/relay-renewal.ts';
import type { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';
import { session as sampleSession } from './session-sample.ts';

const start = Date.parse('2026-03-12T08:00:00.000Z');
const hour = 3600_000;
const expiry = (ms: number): string => new Date(start + ms).toISOString();
const relay = (credential: string) => [{ urls: 'turn:relay.example', username: 'casque', credential }];

function withRelay(credential: string, expiresAt: string | null): StoredSession {
  const session = sampleSession();
  const { line } = session.info;
  if (line === null) throw new Error('The sample has a line.');
  return {
    ...session,
    info: { ...session.info, line: { ...line, iceServers: relay(credential), iceExpiresAt: expiresAt } },
  };
}

function shell(session: StoredSession, answers: (() => Response)[]) {
  let current: StoredSession | null = session;
  const asked: string[] = [];
  const renewed: (string | undefined)[] = [];
  const log = { debug: () => undefined, info: () => undefined, warn: vi.fn(), error: () => undefined };
  const renewal = new RelayRenewal({
    session: {
      current: () => current,
      save: (next) => {
        current = next;
        return Promise.resolve(true);
      },
    },
    fetch: (url, { headers }) => {
      asked.push(`${url} ${new Headers(headers).get('authorization')}`);
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new TypeError('no network')) : Promise.resolve(answer());
    },
    now: () => Date.now(),
    onRenewed: () => renewed.push(current?.info.line?.iceServers[0]?.credential),
    log,
  });
  return { renewal, asked, renewed, log, signOut: () => (current = null), current: () => current };
}

const reply = (session: StoredSession) => () => Response.json(session.info);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the credentials of the relays', () => {
  it('are renewed when half of their time is over, again and again', async () => {
    const first = withRelay('first', expiry(4 * hour));
    const { renewal, asked, renewed } = shell(first, [
      reply(withRelay('second', expiry(6 * hour))),
      reply(withRelay('third', expiry(8 * hour))),
    ]);
    renewal.follow();
    await vi.advanceTimersByTimeAsync(2 * hour - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([`http://127.0.0.1:9/v1/session Bearer ${first.token}`]);
    expect(renewed).toEqual(['second']);
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(renewed).toEqual(['second', 'third']);
    renewal.stop();
  });

  it('are asked for again, not too often, while the server does not answer', async () => {
    const { renewal, asked, renewed, log } = shell(withRelay('old', expiry(-hour)), []);
    renewal.follow();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
    expect(renewed).toEqual([]);
    expect(log.warn).toHaveBeenCalledWith('relay-renewal', 'TypeError');
    renewal.stop();
  });

  it('are all that changes: another password of the line waits for the next sign-in', async () => {
    const changed = withRelay('second', expiry(4 * hour));
    if (changed.info.line === null) throw new Error('The sample has a line.');
    const other = { ...changed, info: { ...changed.info, line: { ...changed.info.line, password: 'another' } } };
    const { renewal, current } = shell(withRelay('first', expiry(0)), [reply(other)]);
    renewal.follow();
    await vi.advanceTimersByTimeAsync(0);
    expect(current()?.info.line).toMatchObject({ password: 'Sesame-ouvre-toi', iceServers: relay('second') });
    renewal.stop();
  });

  it('are left alone where they do not expire, and nobody is asked after a sign-out', async () => {
    const forever = shell(withRelay('forever', null), []);
    forever.renewal.follow();
    const gone = shell(withRelay('gone', expiry(hour)), []);
    gone.renewal.follow();
    gone.signOut();
    gone.renewal.follow();
    await vi.advanceTimersByTimeAsync(24 * hour);
    expect([...forever.asked, ...gone.asked]).toEqual([]);
  });
});

it('waits half of the time that is left, never less than nothing nor longer than six hours', () => {
  expect(renewalPause(expiry(hour), start)).toBe(hour / 2);
  expect(renewalPause(expiry(-hour), start)).toBe(0);
  expect(renewalPause(expiry(100 * hour), start)).toBe(6 * hour);
});
