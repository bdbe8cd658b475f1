/** The desk without a face, for tests of the phone alone: takes the port, keeps the phone's state, sends commands. */
import type { DeskBridge } from '../../../../renderer/bridges/desk-bridge.ts';
import { phonePortMark } from '../../../../renderer/bridges/phone-port.ts';
import type { PhoneCommand, PhoneToDesk } from '../../../../renderer/voice/contract/messages.ts';
import { PhoneToDesk as PhoneToDeskSchema } from '../../../../renderer/voice/contract/messages.ts';
import type { PhoneSnapshot } from '../../../../renderer/voice/contract/state.ts';

type Reply = Extract<PhoneToDesk, { type: 'reply' }>;

/** What the tests reach by `page.evaluate`. */
export class BareDesk {
  readonly bridge: DeskBridge;
  snapshot: PhoneSnapshot | null = null;
  /** Every message of the phone, with the time of its arrival (performance.now, ms). */
  readonly messages: { readonly at: number; readonly message: PhoneToDesk }[] = [];
  #port: MessagePort | undefined;
  #requests = 0;
  readonly #waiting = new Map<number, (reply: Reply) => void>();

  constructor(bridge: DeskBridge) {
    this.bridge = bridge;
  }

  connect(port: MessagePort): void {
    this.#port = port;
    port.onmessage = ({ data }) => this.#receive(PhoneToDeskSchema.parse(data));
    port.postMessage({ type: 'hello' });
  }

  command(command: PhoneCommand): Promise<Reply> {
    return this.raw({ type: 'command', command });
  }

  /** Sends anything, with the next request id. */
  raw(message: Record<string, unknown>): Promise<Reply> {
    this.#requests += 1;
    const requestId = this.#requests;
    return new Promise((resolve) => {
      this.#waiting.set(requestId, resolve);
      this.#port?.postMessage({ ...message, requestId });
    });
  }

  #receive(message: PhoneToDesk): void {
    this.messages.push({ at: performance.now(), message });
    switch (message.type) {
      case 'snapshot':
        this.snapshot = message.snapshot;
        return;
      case 'change': {
        const { account, calls, devices, headsets, quality, lowBandwidth, work, colleagues, voicemail, ring } = message;
        const { elsewhere, heldElsewhere } = message;
        if (this.snapshot === null) return;
        this.snapshot = {
          ...this.snapshot,
          ...(account === undefined ? {} : { account }),
          ...(calls === undefined ? {} : { calls }),
          ...(devices === undefined ? {} : { devices }),
          ...(headsets === undefined ? {} : { headsets }),
          ...(quality === undefined ? {} : { quality }),
          ...(lowBandwidth === undefined ? {} : { lowBandwidth }),
          ...(work === undefined ? {} : { work }),
          ...(colleagues === undefined ? {} : { colleagues }),
          ...(voicemail === undefined ? {} : { voicemail }),
          ...(ring === undefined ? {} : { ring }),
          ...(elsewhere === undefined ? {} : { elsewhere }),
          ...(heldElsewhere === undefined ? {} : { heldElsewhere }),
        };
        return;
      }
      case 'level':
        return;
      case 'reply':
        this.#waiting.get(message.requestId)?.(message);
        this.#waiting.delete(message.requestId);
    }
  }
}

declare global {
  interface Window {
    bareDesk: BareDesk;
  }
}

const { casque } = window as unknown as { casque: DeskBridge };
window.bareDesk = new BareDesk(casque);
window.addEventListener('message', ({ data, ports: [port] }) => {
  if (data === phonePortMark && port !== undefined) window.bareDesk.connect(port);
});
