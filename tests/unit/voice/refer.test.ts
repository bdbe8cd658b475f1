import { EventEmitter } from 'node:events';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressInPlaceOf, Refer } from '../../../renderer/voice/sip/refer.ts';
import { guardRequests } from '../../../renderer/voice/sip/session-guards.ts';

type Handlers = Readonly<Record<string, (data?: unknown) => void>>;

/** A session of JsSIP as far as a REFER touches it. */
function session() {
  let handlers: Handlers = {};
  const fake = {
    refer: (_target: unknown, options: { eventHandlers: Handlers }) => {
      handlers = options.eventHandlers;
    },
  };
  const notify = (status: number) => {
    const name = status === 100 ? 'trying' : status < 200 ? 'progress' : status < 300 ? 'accepted' : 'failed';
    handlers[name]?.({ status_line: { status_code: status } });
  };
  return {
    fake: fake as unknown as RTCSession,
    notify,
    tell: (name: string, data?: unknown) => handlers[name]?.(data),
  };
}

/** SOFTPHONE.md, «REFER». */
describe('the news of a transfer (RFC 3515)', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function refer() {
    const { fake, notify, tell } = session();
    const news: unknown[] = [];
    const refer = new Refer(fake, '202', {
      onProgress: (ringing) => news.push(ringing ? 'ringing' : 'trying'),
      onDone: () => news.push('done'),
      onFailed: (status) => news.push(status ?? 'no answer'),
    });
    return { refer, notify, tell, news };
  }

  it('is told as the PBX tells it, and nothing after its end', () => {
    const { notify, tell, news } = refer();
    tell('requestSucceeded', {});
    for (const status of [100, 180, 200, 486, 180]) notify(status);
    expect(news).toEqual(['trying', 'trying', 'ringing', 'done']);
  });

  it.each([
    [
      'a refusal of the REFER',
      (tell: ReturnType<typeof refer>['tell']) => tell('requestFailed', { response: { status_code: 403 } }),
      403,
    ],
    [
      'a dead connection',
      (tell: ReturnType<typeof refer>['tell']) => tell('requestFailed', { response: null }),
      'no answer',
    ],
  ])('fails with %s', (_what, happens, status) => {
    const { tell, news } = refer();
    happens(tell);
    expect(news).toEqual([status]);
  });

  it('fails when the PBX falls silent, but not while it still has news', () => {
    const { notify, news } = refer();
    vi.advanceTimersByTime(100_000);
    notify(180);
    vi.advanceTimersByTime(100_000);
    expect(news).toEqual(['ringing']);
    vi.advanceTimersByTime(30_000);
    expect(news).toEqual(['ringing', 'no answer']);
  });

  it('is nobody’s any more once the call is gone', () => {
    const { refer: gone, notify, news } = refer();
    gone.cancel();
    notify(200);
    vi.advanceTimersByTime(200_000);
    expect(news).toEqual([]);
  });
});

/** SOFTPHONE.md, «Attended transfer». */
describe('the address of an attended transfer (RFC 3891)', () => {
  type Address = {
    readonly user: string;
    readonly host: string;
    readonly headers: Record<string, string>;
    clone(): Address;
    clearHeaders(): void;
    setHeader(name: string, value: string): void;
  };
  const address = (user: string, host: string): Address => {
    const headers: Record<string, string> = {};
    return {
      user,
      host,
      headers,
      clone: () => address(user, host),
      clearHeaders: () => undefined,
      setHeader: (name, value) => void (headers[name] = value),
    };
  };
  const withDialog = (identity: Address) =>
    ({
      remote_identity: { uri: identity },
      _dialog: {
        id: { call_id: 'abc@pbx', local_tag: 'ours', remote_tag: 'theirs' },
        _remote_target: address('device', '192.0.2.7'),
      },
    }) as unknown as RTCSession;

  it('names their tag as to-tag whoever called whom, and the device where the identity is withheld', () => {
    const replaces = encodeURIComponent('abc@pbx;to-tag=theirs;from-tag=ours');
    expect(addressInPlaceOf(withDialog(address('202', 'pbx.example')))).toMatchObject({
      user: '202',
      headers: { Replaces: replaces },
    });
    expect(addressInPlaceOf(withDialog(address('anonymous', 'anonymous.invalid')))).toMatchObject({
      user: 'device',
      headers: { Replaces: replaces },
    });
  });

  it('does not exist for a call without a dialog', () => {
    expect(addressInPlaceOf({ _dialog: null } as unknown as RTCSession)).toBeUndefined();
  });
});

describe('requests within a call', () => {
  function guarded() {
    const received: unknown[] = [];
    const fake = Object.assign(new EventEmitter(), { receiveRequest: (request: unknown) => received.push(request) });
    guardRequests(fake as unknown as RTCSession);
    return { fake, received };
  }

  it('an offer that crossed ours is not answered a second time (491, JsSIP #771)', () => {
    const { fake } = guarded();
    const reject = vi.fn();
    fake.emit('reinvite', { request: { server_transaction: { state: 5 } }, reject });
    expect(reject).toHaveBeenCalledWith({ status_code: 491 });
    reject.mockClear();
    fake.emit('reinvite', { request: { server_transaction: { state: 2 } }, reject });
    expect(reject).not.toHaveBeenCalled();
  });

  it('a NOTIFY without an Event is refused before JsSIP stumbles over it (JsSIP #556)', () => {
    const { fake, received } = guarded();
    const reply = vi.fn();
    fake.receiveRequest({ method: 'NOTIFY', hasHeader: () => false, reply });
    expect(reply).toHaveBeenCalledWith(400);
    expect(received).toEqual([]);
    fake.receiveRequest({ method: 'BYE', hasHeader: () => false });
    expect(received).toHaveLength(1);
  });

  it('nobody sends the agent elsewhere, or takes the call over, without an answer', () => {
    const { fake } = guarded();
    for (const name of ['refer', 'replaces']) {
      const reject = vi.fn();
      fake.emit(name, { reject });
      expect(reject).toHaveBeenCalledOnce();
    }
  });
});
