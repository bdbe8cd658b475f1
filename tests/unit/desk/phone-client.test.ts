import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPhoneClient } from '../../../renderer/desk/phone/phone-client.ts';
import { currentCall } from '../../../renderer/desk/phone/phone-view.ts';
import { PhoneToDesk, type DeskToPhone } from '../../../renderer/voice/contract/messages.ts';
import { callId, phoneCall, phoneSnapshot } from './phone-sample.ts';

/** The phone's end of a port, as a test speaks for it. */
class FakePort {
  readonly heard: DeskToPhone[] = [];
  closed = false;
  readonly #listeners = new Map<string, ((event: unknown) => void)[]>();

  postMessage(message: DeskToPhone): void {
    this.heard.push(message);
  }
  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  start(): void {}
  close(): void {
    this.closed = true;
  }
  say(message: PhoneToDesk | Record<string, unknown>): void {
    for (const listener of this.#listeners.get('message') ?? []) listener({ data: message });
  }
  die(): void {
    for (const listener of this.#listeners.get('close') ?? []) listener({});
  }
}

const malformed = vi.fn<(detail: string) => void>();

function connected() {
  const client = createPhoneClient(malformed);
  const port = new FakePort();
  client.attach(port, PhoneToDesk);
  port.say({ type: 'snapshot', snapshot: phoneSnapshot() });
  return { client, port };
}

afterEach(() => malformed.mockClear());

describe('the phone as the desk sees it', () => {
  it('asks for the whole state, and is right at once', () => {
    const { client, port } = connected();
    expect(port.heard).toEqual([{ type: 'hello' }]);
    expect(client.view()).toMatchObject({ link: 'connected', snapshot: { lineName: '201' } });
  });

  it('takes changes section by section', () => {
    const { client, port } = connected();
    port.say({ type: 'change', calls: [phoneCall()] });
    port.say({ type: 'change', account: { state: 'registering' } });
    expect(client.view().snapshot).toMatchObject({ calls: [{ id: callId }], account: { state: 'registering' } });
  });

  it('waits for a snapshot before it believes a change', () => {
    const client = createPhoneClient(malformed);
    const port = new FakePort();
    client.attach(port, PhoneToDesk);
    port.say({ type: 'change', calls: [phoneCall()] });
    expect(client.view()).toMatchObject({ link: 'starting', snapshot: null });
  });

  it('shows what is asked as pending until the phone has answered', async () => {
    const { client, port } = connected();
    const answered = client.command({ type: 'mute', callId, on: true });
    expect([...client.view().pending]).toEqual([`${callId} mute`]);
    port.say({ type: 'reply', requestId: 1, error: null });
    expect(await answered).toEqual({ ok: true, value: { callId: null } });
    expect(client.view().pending.size).toBe(0);
  });

  it('passes on why the phone refused', async () => {
    const { client, port } = connected();
    const answered = client.command({ type: 'call', number: 'x' });
    port.say({ type: 'reply', requestId: 1, error: 'PHONE_NUMBER_INVALID' });
    expect(await answered).toEqual({ ok: false, code: 'PHONE_NUMBER_INVALID' });
  });

  it('keeps showing the call while the phone comes back, and leaves nobody waiting', async () => {
    const { client, port } = connected();
    port.say({ type: 'change', calls: [phoneCall({ phase: 'active' })] });
    const answered = client.command({ type: 'hold', callId, on: true });
    port.die();
    expect(await answered).toMatchObject({ ok: false, code: 'PHONE_GONE' });
    expect(client.view()).toMatchObject({ link: 'lost', snapshot: { calls: [{ id: callId }] } });
    expect(await client.command({ type: 'hangUp', callId })).toMatchObject({ ok: false, code: 'PHONE_GONE' });
  });

  it('is whole again on a new port, and deaf to the old one', () => {
    const { client, port } = connected();
    client.processChanged('restarting');
    expect(client.view().link).toBe('lost');
    const next = new FakePort();
    client.attach(next, PhoneToDesk);
    next.say({ type: 'snapshot', snapshot: phoneSnapshot({ calls: [phoneCall({ phase: 'active' })] }) });
    port.say({ type: 'change', calls: [] });
    expect(client.view()).toMatchObject({ link: 'connected', snapshot: { calls: [{ id: callId }] } });
    expect(port.closed).toBe(true);
  });

  it('does not lose a state to a message that it cannot read', () => {
    const { client, port } = connected();
    port.say({ type: 'change', calls: [{ id: 'no' }] });
    expect(client.view().snapshot?.calls).toEqual([]);
    expect(malformed).toHaveBeenCalledOnce();
  });
});

describe('the call that keys act on', () => {
  it('is the one spoken in, then the one being set up, then the one on hold', () => {
    const view = (calls: ReturnType<typeof phoneCall>[]) => ({
      link: 'connected' as const,
      snapshot: phoneSnapshot({ calls }),
      pending: new Set<string>(),
    });
    const held = phoneCall({ phase: 'held' });
    const calling = phoneCall({ phase: 'calling' });
    const active = phoneCall({ phase: 'active' });
    expect(currentCall(view([held, calling, active]))).toBe(active);
    expect(currentCall(view([held, calling]))).toBe(calling);
    expect(currentCall(view([held, phoneCall()]))).toBe(held);
    expect(currentCall(view([phoneCall()]))).toBeUndefined();
  });
});
