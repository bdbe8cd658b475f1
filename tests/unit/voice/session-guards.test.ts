import { EventEmitter } from 'node:events';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { describe, expect, it } from 'vitest';
import { guardDescriptions } from '../../../renderer/voice/sip/session-guards.ts';

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
