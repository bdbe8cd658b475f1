import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GuardedSocket } from '../../../renderer/voice/sip/guarded-socket.ts';
import { SleepWatch } from '../../../renderer/voice/sleep-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Time that no timer sees. */
function sleeps(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

describe('a machine that wakes up', () => {
  it('is seen by whoever looks first, once; and one that is merely busy is not', () => {
    const onWake = vi.fn();
    const watch = new SleepWatch({ now: () => Date.now(), onWake });
    const stop = watch.start();
    vi.advanceTimersByTime(60_000);
    sleeps(3_000);
    expect(watch.justWoke()).toBe(false);
    sleeps(600_000);
    expect([watch.justWoke(), watch.justWoke()]).toEqual([true, false]);
    vi.advanceTimersByTime(60_000);
    expect(onWake).toHaveBeenCalledTimes(1);
    sleeps(20_000);
    vi.advanceTimersByTime(1_000);
    expect(onWake).toHaveBeenCalledTimes(2);
    stop();
  });

  it('takes nothing of what lay in the socket meanwhile', () => {
    class Socket {
      static last: Socket | undefined;
      onopen: () => void = () => undefined;
      onmessage: (event: { data: string }) => void = () => undefined;
      readyState = 1;
      constructor() {
        Socket.last = this;
      }
      close(): void {
        this.readyState = 3;
      }
    }
    vi.stubGlobal('WebSocket', Object.assign(Socket, { OPEN: 1, CONNECTING: 0 }));
    let woke = true;
    const socket = new GuardedSocket(
      'ws://pbx.example/ws',
      () => undefined,
      () => woke,
    );
    const taken: unknown[] = [];
    socket.ondata = (data) => taken.push(data);
    socket.connect();
    const message = { data: 'OPTIONS sip:201@pbx.example SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\n\r\n' };
    Socket.last?.onmessage(message);
    expect(taken).toHaveLength(0);
    woke = false;
    Socket.last?.onmessage(message);
    expect(taken).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});
