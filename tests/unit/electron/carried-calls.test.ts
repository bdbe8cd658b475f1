import { afterEach, describe, expect, it, vi } from 'vitest';
import { CarriedCalls } from '../../../electron/calls/carried-calls.ts';
import { openLedger, sealLedger } from '../../../electron/calls/sealed-ledger.ts';
import type { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';
import { session as sampleSession } from './session-sample.ts';

const here = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001';
const there = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0002';
const session = sampleSession();
const lock = { agentId: session.info.agent.id, linePassword: session.info.line?.password ?? '' };

describe('a ledger that travels', () => {
  it('is read with the same line of the same agent, and in no other way', () => {
    const sealed = sealLedger('{"calls":"é"}', lock);
    expect(sealed).not.toContain('calls');
    expect(openLedger(sealed, lock)).toBe('{"calls":"é"}');
    expect(openLedger(sealed, { ...lock, linePassword: 'another' })).toBeUndefined();
    expect(openLedger(sealed, { ...lock, agentId: there })).toBeUndefined();
    expect(openLedger(`${sealed.slice(0, -4)}AAAA`, lock)).toBeUndefined();
    expect(openLedger('', lock)).toBeUndefined();
  });
});

/** A server that keeps what it is told, and the desks around it. */
function setUp(installation = here) {
  const server = { kept: null as string | null, installation: there, puts: 0, up: true, ageMs: 2_000 };
  const clock = { steady: 0 };
  const log: string[] = [];
  const carried = new CarriedCalls({
    session: { current: (): StoredSession => session },
    installation,
    fetch: (_url, { method, body }) => {
      if (!server.up) return Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'));
      if (method === 'PUT') {
        const put = JSON.parse(body as string) as { installation: string; sealed: string | null };
        Object.assign(server, { kept: put.sealed, installation: put.installation, puts: server.puts + 1 });
        return Promise.resolve(new Response(null, { status: 204 }));
      }
      const at = Date.parse('2026-11-26T08:00:00.000Z');
      const { kept, ageMs } = server;
      const aliveAt = new Date(at - ageMs).toISOString();
      const calls =
        kept === null ? null : { installation: server.installation, device: 'Casque', sealed: kept, aliveAt };
      return Promise.resolve(Response.json({ calls, now: new Date(at).toISOString() }));
    },
    steady: () => clock.steady,
    now: () => Date.parse('2026-11-26T09:30:00.000Z'),
    log: { warn: (event) => void log.push(event), info: (event) => void log.push(event) },
  });
  return { server, clock, log, carried };
}

describe('calls at the server', () => {
  afterEach(() => void vi.useRealTimers());

  it('are kept as they change, said to live every few seconds, and gone when they are over', async () => {
    const { server, clock, carried } = setUp();
    carried.keep(null);
    expect(server.puts).toBe(0);
    carried.keep('one');
    carried.keep('two');
    carried.keep('three');
    await vi.waitFor(() => expect(openLedger(server.kept ?? '', lock)).toBe('three'));
    expect(server.puts).toBe(2);
    carried.beat();
    clock.steady += 5_000;
    carried.beat();
    await vi.waitFor(() => expect(server.puts).toBe(3));
    carried.keep(null);
    await vi.waitFor(() => expect(server.kept).toBeNull());
    clock.steady += 60_000;
    carried.beat();
    expect(server.puts).toBe(4);
  });

  it('of another desk are read before ours take their place', async () => {
    const { server, carried } = setUp();
    server.kept = sealLedger('theirs', lock);
    const asked = carried.elsewhere();
    carried.keep('ours');
    expect(await asked).toMatchObject({ ledger: { text: 'theirs' } });
    await vi.waitFor(() => expect(openLedger(server.kept ?? '', lock)).toBe('ours'));
  });

  it('that could not be sent are sent with the next beat', async () => {
    const { server, carried } = setUp();
    server.up = false;
    carried.keep('one');
    await Promise.resolve();
    server.up = true;
    await vi.waitFor(() => {
      carried.beat();
      expect(server.kept).not.toBeNull();
    });
  });

  it('that have ended while the server was away are gone there once it is back, so that no other desk offers them', async () => {
    vi.useFakeTimers();
    const { server, clock, carried } = setUp();
    carried.keep('one');
    await vi.advanceTimersByTimeAsync(0);
    server.up = false;
    carried.keep(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.kept).not.toBeNull();
    server.up = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.kept).toBeNull();
    const { puts } = server;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.puts).toBe(puts);

    // A call that begins meanwhile is not taken for one that has ended.
    server.up = false;
    carried.keep('two');
    carried.keep(null);
    await vi.advanceTimersByTimeAsync(1_000);
    carried.keep('three');
    await vi.advanceTimersByTimeAsync(1_000);
    server.up = true;
    carried.beat();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(openLedger(server.kept ?? '', lock)).toBe('three');

    // After five minutes nobody offers them any more.
    server.up = false;
    carried.keep(null);
    clock.steady += 5 * 60_000 + 1;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that cannot be sent are one line in the log for the whole time, and one when they can', async () => {
    const { server, log, carried } = setUp();
    const settled = () => new Promise((resolve) => void setTimeout(resolve));
    server.up = false;
    carried.keep('one');
    for (let beat = 0; beat < 5; beat++) {
      await settled();
      carried.beat();
    }
    expect(await carried.elsewhere()).toBeNull();
    expect(log).toEqual(['calls-not-carried']);
    server.up = true;
    carried.beat();
    await settled();
    carried.keep('two');
    await settled();
    expect(log).toEqual(['calls-not-carried', 'calls-carried-again']);
    server.up = false;
    carried.keep('three');
    await settled();
    expect(log.slice(2)).toEqual(['calls-not-carried']);
  });

  it('of another desk are told with their age, by this machine’s clock; our own are not', async () => {
    const { server, carried } = setUp();
    expect(await carried.elsewhere()).toBeNull();
    server.kept = sealLedger('left', lock);
    expect(await carried.elsewhere()).toEqual({
      device: 'Casque',
      ledger: { text: 'left', aliveAt: '2026-11-26T09:29:58.000Z' },
    });
    server.installation = here;
    expect(await carried.elsewhere()).toBeNull();
    server.installation = there;
    server.kept = sealLedger('left', { ...lock, linePassword: 'of before' });
    expect(await carried.elsewhere()).toBeNull();
    server.up = false;
    expect(await carried.elsewhere()).toBeNull();
  });
});
