import { MemorySocket } from './memory-socket.ts';
import { headerOf, readSip, respond, retarget, type SipText } from './sip-text.ts';

/** Seconds; the exchange lives as long as its phones. */
const longestExpires = 600;

/**
 * The smallest telephone exchange: a registrar for two phones, and whatever one of them sends goes to the other. No network, so the
 * practice line works on any system and without a PBX.
 */
export class PracticeExchange {
  readonly agent: MemorySocket;
  readonly customer: MemorySocket;
  readonly #contacts = new Map<MemorySocket, string>();

  constructor() {
    const receive = (message: string, from: MemorySocket): void => {
      // Later, as from a network: neither phone must be called back from within its own `send`.
      queueMicrotask(() => this.#route(message, from));
    };
    this.agent = new MemorySocket(receive);
    this.customer = new MemorySocket(receive);
  }

  #route(message: string, from: MemorySocket): void {
    // Keep-alive (RFC 5626 §4.4.1).
    if (message.trim() === '') return;
    const text = readSip(message);
    if (text.method === 'REGISTER') {
      from.deliver(this.#register(text, from));
      return;
    }
    if (text.method === 'OPTIONS') {
      from.deliver(respond(text, '200 OK'));
      return;
    }
    const to = from === this.agent ? this.customer : this.agent;
    if (text.method === undefined) {
      to.deliver(message);
      return;
    }
    const contact = this.#contacts.get(to);
    if (contact !== undefined) to.deliver(retarget(message, contact));
    else if (text.method !== 'ACK') from.deliver(respond(text, '480 Temporarily Unavailable'));
  }

  #register(request: SipText, from: MemorySocket): string {
    const contact = headerOf(request, 'contact') ?? '';
    const uri = /<([^>]+)>/.exec(contact)?.[1];
    const asked = Number(/;\s*expires=(\d+)/i.exec(contact)?.[1] ?? headerOf(request, 'expires') ?? longestExpires);
    if (uri === undefined) return respond(request, '400 Bad Request');
    if (asked === 0) {
      this.#contacts.delete(from);
      return respond(request, '200 OK');
    }
    this.#contacts.set(from, uri);
    const binding = contact.replace(/;\s*expires=\d+/i, '');
    return respond(request, '200 OK', [`contact: ${binding};expires=${Math.min(asked, longestExpires)}`]);
  }
}
