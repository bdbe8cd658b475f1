import type { UA } from 'jssip';
import type { Subscriber } from 'jssip/lib/Subscriber.js';
import { endSubscription } from './jssip-internals.ts';

/** What is watched at the PBX: a line or a hint (RFC 4235), or the mailbox of a line (RFC 3842). */
export type Watched = { readonly user: string; readonly event: 'dialog' | 'message-summary' };

/** Calls `listener` with each body, and with null when nothing is known (any more). Returns how to stop. */
export type Watch = (watched: Watched, listener: (body: string | null) => void) => () => void;

const accepted = {
  dialog: 'application/dialog-info+xml',
  'message-summary': 'application/simple-message-summary',
} as const;

/** Seconds. */
const expires = 600;
/** Before the next try, in ms: after the PBX ended it, and after it said that there is no such thing or that we may not. */
const againMs = 2_000;
const refusedAgainMs = 300_000;

type Entry = {
  readonly watched: Watched;
  readonly listener: (body: string | null) => void;
  subscriber: Subscriber | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
};

/**
 * Keeps subscriptions alive. JsSIP's Subscriber dies for good on a transport error and knows nothing of a new socket, on which the PBX
 * no longer finds us: each is made anew whenever the line is registered again, and after its end.
 */
export class Subscriptions {
  readonly #ua: UA;
  readonly #domain: string;
  readonly #entries = new Set<Entry>();
  #up = false;

  constructor(ua: UA, domain: string) {
    this.#ua = ua;
    this.#domain = domain;
  }

  readonly watch: Watch = (watched, listener) => {
    const entry: Entry = { watched, listener, subscriber: undefined, timer: undefined };
    this.#entries.add(entry);
    if (this.#up) this.#begin(entry);
    return () => {
      this.#entries.delete(entry);
      this.#end(entry);
    };
  };

  /** The line is registered: nothing changes for those that live. */
  registered(): void {
    if (this.#up) return;
    this.#up = true;
    for (const entry of this.#entries) this.#begin(entry);
  }

  /** The socket is gone, and with it whatever the PBX would have told. */
  disconnected(): void {
    if (!this.#up) return;
    this.#up = false;
    for (const entry of this.#entries) {
      clearTimeout(entry.timer);
      this.#forget(entry);
      entry.listener(null);
    }
  }

  stop(): void {
    this.#up = false;
    for (const entry of this.#entries) this.#end(entry);
    this.#entries.clear();
  }

  #begin(entry: Entry): void {
    clearTimeout(entry.timer);
    const { user, event } = entry.watched;
    const target = `sip:${encodeURIComponent(user)}@${this.#domain}`;
    const subscriber = this.#ua.subscribe(target, event, accepted[event], { expires, contentType: '' });
    entry.subscriber = subscriber;
    subscriber.on('notify', (_final, _request, body) => {
      if (entry.subscriber === subscriber && body !== undefined) entry.listener(body);
    });
    subscriber.on('terminated', (code) => {
      if (entry.subscriber !== subscriber) return;
      entry.subscriber = undefined;
      entry.listener(null);
      if (!this.#up) return;
      entry.timer = setTimeout(() => this.#begin(entry), isRefusal(code) ? refusedAgainMs : againMs);
    });
    subscriber.subscribe();
  }

  /** Of a dead socket: nobody can be told. */
  #forget(entry: Entry): void {
    const { subscriber } = entry;
    entry.subscriber = undefined;
    // Its timers would subscribe again in a dialog that is gone.
    if (subscriber !== undefined) endSubscription(subscriber);
  }

  #end(entry: Entry): void {
    clearTimeout(entry.timer);
    const { subscriber } = entry;
    entry.subscriber = undefined;
    subscriber?.terminate();
  }
}

/** RFC 3261 §21.4: asking again at once would bring the same answer. (JsSIP's C.SUBSCRIBE_NON_OK_RESPONSE to C.…_AUTHENTICATION_FAILED.) */
function isRefusal(code: number): boolean {
  return code >= 2 && code <= 4;
}
