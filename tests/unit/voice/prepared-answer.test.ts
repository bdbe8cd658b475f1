import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PreparedAnswer } from '../../../renderer/voice/sip/prepared-answer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const offer = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=candidate:H1 1 UDP 2130706431 192.0.2.1 20000 typ host\r\n';
const ipv4 = { type: 'host', protocol: 'udp', address: '192.0.2.2' };
const ipv6 = { ...ipv4, address: 'fd00::2' };
const tcp = { ...ipv4, protocol: 'tcp' };

class FakeConnection extends EventTarget {
  iceGatheringState = 'gathering';
  readonly opened: unknown[] = [];
  setLocalDescription = (): Promise<void> => Promise.resolve();
  addIceCandidate(candidate: unknown): Promise<void> {
    this.opened.push(candidate);
    return Promise.resolve();
  }
  gather(candidate: object | null): void {
    if (candidate === null) this.iceGatheringState = 'complete';
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }
}

/** A call that rings; `sent` when JsSIP may send its 200. */
function ringing() {
  const connection = new FakeConnection();
  const handlers: Record<string, (event?: unknown) => void> = {};
  const session = {
    connection,
    on: (name: string, run: () => void) => (handlers[name] = run),
    answer: () => undefined,
  };
  const answer = new PreparedAnswer(session as unknown as RTCSession);
  answer.start({} as MediaStream, {});
  const call = { answer, connection, sent: false, acknowledge: () => handlers['confirmed']?.() };
  handlers['sdp']?.({ originator: 'remote', type: 'offer', sdp: offer });
  void connection.setLocalDescription().then(() => (call.sent = true));
  return call;
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

it('nothing leaves before the agent answers, and all at once then', async () => {
  const call = ringing();
  await settled();
  call.connection.gather(ipv4);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([call.sent, call.connection.opened]).toEqual([false, []]);
  call.answer.release(0);
  await settled();
  expect([call.sent, call.connection.opened]).toEqual([true, []]);
  call.acknowledge();
  expect(call.connection.opened).toHaveLength(1);
});

it('answered in the moment that it rings, it leaves with an address that goes with the PBX’s, not with the first one', async () => {
  const call = ringing();
  call.answer.release(0);
  await settled();
  for (const candidate of [tcp, ipv6]) {
    call.connection.gather(candidate);
    await settled();
    expect(call.sent).toBe(false);
  }
  call.connection.gather(ipv4);
  await settled();
  expect(call.sent).toBe(true);
});

it('where no such address comes, it leaves with what there is', async () => {
  const call = ringing();
  await settled();
  call.answer.release(0);
  call.connection.gather(ipv6);
  await vi.advanceTimersByTimeAsync(99);
  expect(call.sent).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(call.sent).toBe(true);

  const none = ringing();
  none.answer.release(0);
  await vi.advanceTimersByTimeAsync(1_000);
  none.connection.gather(null);
  await settled();
  expect(none.sent).toBe(true);
});

it('a server’s address is waited for as long as it is worth', async () => {
  const call = ringing();
  await settled();
  call.connection.gather(ipv4);
  call.answer.release(200);
  await vi.advanceTimersByTimeAsync(50);
  expect(call.sent).toBe(false);
  call.connection.gather({ ...ipv4, type: 'srflx' });
  await settled();
  expect(call.sent).toBe(true);
});

it('the path opens soon, though the ACK takes long', async () => {
  const call = ringing();
  await settled();
  call.connection.gather(ipv4);
  call.answer.release(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(call.connection.opened).toHaveLength(1);
});
