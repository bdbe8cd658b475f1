import { EventEmitter } from 'node:events';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardDescriptions, guardGathering } from '../../../renderer/voice/sip/session-guards.ts';

const description = (...candidates: string[]): string =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=ice-ufrag:abcd', ...candidates, ''].join('\r\n');
const candidate = 'a=candidate:1 1 udp 2113937151 10.40.2.2 42209 typ host';

/** A session of JsSIP as far as descriptions pass through it. @param first what it said of itself when the call began */
function guarded(first: string) {
  const sent: string[] = [];
  const told: boolean[] = [];
  let answer = '';
  const session = Object.assign(new EventEmitter(), {
    sendRequest: (method: string) => sent.push(method),
    receiveRequest: (request: { reply: (...given: unknown[]) => void }) => request.reply(200, null, [], answer),
  });
  guardDescriptions(session as unknown as RTCSession, (isWithheld) => told.push(isWithheld));
  session.emit('sdp', { originator: 'local', type: 'answer', sdp: first });
  return {
    sent,
    told,
    offers: (body: string) =>
      (session.sendRequest as (method: string, options: { body: string }) => unknown)('INVITE', { body }),
    /** The status that the other side gets for its offer. */
    answers: (body: string): unknown[] => {
      const statuses: unknown[] = [];
      answer = body;
      session.receiveRequest({ reply: (status) => statuses.push(status) });
      return statuses;
    },
    hears: (sdp: string) => session.emit('sdp', { originator: 'remote', type: 'offer', sdp }),
  };
}

describe('without an address, in a call that had one,', () => {
  it('an offer is kept back, and one with an address goes', () => {
    const { offers, sent, told } = guarded(description(candidate));
    expect(() => offers(description())).toThrow();
    offers(description(candidate));
    expect({ sent, told }).toEqual({ sent: ['INVITE'], told: [true, false] });
  });

  it('an answer is kept back, and the other side is to ask again; one with an address goes', () => {
    const { answers } = guarded(description(candidate));
    expect(answers(description())).toEqual([491]);
    expect(answers(description(candidate))).toEqual([200]);
  });
});

it('in a call that never had an address all goes, whatever the other side has', () => {
  const { offers, answers, hears, told } = guarded(description());
  hears(description(candidate));
  offers(description());
  expect(told).toEqual([false]);
  expect(answers(description())).toEqual([200]);
});

describe('the wait for addresses', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A session that describes itself when its connection says that there are no more candidates, as JsSIP does. */
  function gathering(stands = true) {
    const connection = new EventTarget();
    const session = {
      connection,
      _rtcReady: true,
      _createLocalDescription: () => {
        session._rtcReady = false;
        return new Promise<string>((resolve) => {
          connection.addEventListener('icecandidate', (event) => {
            if (!('candidate' in event) || event.candidate !== null) return;
            session._rtcReady = true;
            resolve('what there is');
          });
        });
      },
    };
    guardGathering(session as unknown as RTCSession, () => stands);
    const described: string[] = [];
    void session._createLocalDescription().then((sdp) => described.push(sdp));
    return { session, described };
  }

  it('of a call that stands ends after ten seconds: the description goes with those that there are', async () => {
    const { session, described } = gathering();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(described).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect({ described, ready: session._rtcReady }).toEqual({ described: ['what there is'], ready: true });
  });

  it('of a call that is only being set up goes on: without an address it would be one without a path', async () => {
    const { described } = gathering(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(described).toEqual([]);
  });

  it('a description that cannot be made does not keep the next one from being made', async () => {
    const session = {
      connection: new EventTarget(),
      _rtcReady: true,
      _createLocalDescription: (): Promise<string> => {
        session._rtcReady = false;
        return Promise.reject(new Error('InvalidStateError'));
      },
    };
    guardGathering(session as unknown as RTCSession, () => true);
    await expect(session._createLocalDescription()).rejects.toThrow('InvalidStateError');
    expect(session._rtcReady).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
