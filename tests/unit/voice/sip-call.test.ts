import { EventEmitter } from 'node:events';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { CallEvent } from '../../../renderer/voice/call/call-state.ts';
import { LineLink } from '../../../renderer/voice/sip/line-link.ts';
import { SipCall } from '../../../renderer/voice/sip/sip-call.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const [waitingForAck, confirmed] = [6, 9];
const withOpus = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n';
const withoutOpus = 'm=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=rtpmap:8 PCMA/8000\r\n';

/** JsSIP's session as far as a call that we have made looks at it; what it offers is under way until the test says otherwise. */
class Session extends EventEmitter {
  readonly direction = 'outgoing';
  status = confirmed;
  readonly connection = Object.assign(new EventTarget(), {
    iceConnectionState: 'connected',
    connectionState: 'connected',
    getTransceivers: () => [],
  });
  readonly onHold = { local: false, remote: false };
  readonly _earlyDialogs = {};
  _dialog: object | null = null;
  ended = false;
  offers = 0;
  isOnHold = () => this.onHold;
  isEnded = () => this.ended;
  isEstablished = () => true;
  mute = () => undefined;
  unmute = () => undefined;
  terminate = () => void (this.ended = true);
  sendRequest = () => undefined;
  receiveRequest = () => undefined;
  _createLocalDescription = () => new Promise<string>(() => undefined);
  renegotiate = () => this.#offer();
  hold = () => {
    this.onHold.local = true;
    this.emit('hold', { originator: 'local' });
    return this.#offer();
  };
  #offer(): boolean {
    this.offers += 1;
    return true;
  }
  /** As it tells of a hold or its end by the other side, having switched what is sent. */
  heldByOther(on: boolean): void {
    this.onHold.remote = on;
    this.emit(on ? 'hold' : 'unhold', { originator: 'remote' });
  }
}

/** A call that the PBX gives to the phone again. */
function hadAgain({ silent = true, isUp = true, isRead = true } = {}) {
  const session = new Session();
  const link = new LineLink(() => isUp);
  const track = { enabled: true };
  const told: string[] = [];
  const call: SipCall = new SipCall({
    id: newId(),
    session: session as unknown as RTCSession,
    silent,
    dtmf: 'rtp',
    opus: () => ({ dtx: false, lowBandwidth: false }),
    gatheringPatience: () => 0,
    relayAnswers: undefined,
    link,
    checkLine: () => undefined,
    emit: (event: CallEvent) => void told.push(event.type),
    onProblem: () => undefined,
    onRemoteAudio: () => undefined,
    onLeft: () => undefined,
    onDialog: () => void told.push(call.opus ? 'opus' : 'another codec'),
    onGone: () => undefined,
  });
  call.dialled({ getAudioTracks: () => [track] } as unknown as MediaStream);
  if (isRead) session.emit('accepted', {});
  return { call, session, link, track, told };
}

describe('in a call that is had again', () => {
  it('nothing is heard of an agent who was mute, and they are heard as soon as they are not', () => {
    const { call, track } = hadAgain();
    call.setMuted(true);
    call.setHold(false);
    expect(track.enabled).toBe(false);
    call.setMuted(false);
    expect(track.enabled).toBe(true);
  });

  it('the same while the line is away again, so that nothing can be asked of the PBX', () => {
    const { call, track } = hadAgain({ isUp: false });
    call.setMuted(true);
    call.setHold(false);
    call.setMuted(false);
    expect(track.enabled).toBe(true);
  });

  it('the same while an offer of another path is under way that comes to no end', () => {
    const { call, session, link, track } = hadAgain();
    call.setMuted(true);
    call.networkChanged();
    link.tell('verified');
    expect(session.offers).toBe(1);
    call.setHold(false);
    call.setMuted(false);
    expect(track.enabled).toBe(true);
  });

  it('nothing is heard in one that is to be held, before the hold and in it', () => {
    const { call, session, track } = hadAgain();
    expect(track.enabled).toBe(false);
    call.setMuted(false);
    call.setHold(true);
    expect({ offers: session.offers, enabled: track.enabled }).toEqual({ offers: 1, enabled: false });
    const later = hadAgain({ isUp: false });
    later.call.setHold(true);
    later.call.setMuted(false);
    expect({ offers: later.session.offers, enabled: later.track.enabled }).toEqual({ offers: 0, enabled: false });
  });

  it('what names it is told with the 200, before the answer in it has been read: the phone may die in between', () => {
    const { call, session, told } = hadAgain({ isRead: false });
    session.emit('sdp', { originator: 'remote', type: 'answer', sdp: withOpus });
    expect({ told, names: call.names }).toEqual({ told: [], names: undefined });
    const id = { call_id: 'new@10.0.0.1', local_tag: 'ours', remote_tag: 'theirs' };
    session._dialog = { id };
    session.emit('sdp', { originator: 'remote', type: 'answer', sdp: withOpus });
    expect({ told, names: call.names }).toEqual({ told: ['opus'], names: id });
  });

  it('and had its codec changed later, that is told: the next phone has to ask for another one', () => {
    const { session, told } = hadAgain();
    told.length = 0;
    session.emit('sdp', { originator: 'remote', type: 'answer', sdp: withOpus });
    session.emit('sdp', { originator: 'remote', type: 'answer', sdp: withOpus });
    session.emit('sdp', { originator: 'remote', type: 'answer', sdp: withoutOpus });
    expect(told).toEqual(['opus', 'another codec']);
  });
});

it('in a conference whoever was held by the other side is heard again: what is sent is not the microphone itself', () => {
  const { call, session, track } = hadAgain({ silent: false });
  const mix = { enabled: true };
  void call.sendMix(mix as unknown as MediaStreamTrack);
  session.heldByOther(true);
  call.setMuted(true);
  call.setMuted(false);
  expect(track.enabled).toBe(false);
  session.heldByOther(false);
  expect([track.enabled, mix.enabled]).toEqual([true, true]);
});

it.each([
  ['before its answer has been read', { isRead: false, status: confirmed }],
  ['before the other side has acknowledged an answer of ours', { isRead: true, status: waitingForAck }],
])('a request that fails in a call that the PBX has %s is no end of it', (_, { isRead, status }) => {
  const { session, told } = hadAgain({ silent: false, isRead });
  session.status = status;
  const terminate = session.terminate as (options: object) => void;
  terminate({ reason_phrase: 'Hold Failed', cause: 'WebRTC Error' });
  terminate({ cause: 'Connection Error' });
  expect(session.ended).toBe(false);
  expect(told).not.toContain('ended');
});
