import type { Watched } from '../sip/subscriptions.ts';
import type { LineServices } from '../work/line-services.ts';

const queue = { id: 'practice', name: 'Assistance' } as const;

const codes = {
  signIn: 'sign-in',
  signOut: 'sign-out',
  pause: 'pause',
  unpause: 'unpause',
  signedInHint: 'signed-in',
  pausedHint: 'paused',
} as const;

type Hint = typeof codes.signedInHint | typeof codes.pausedHint;

/** What a PBX does about its queue, for the practice line: the same codes and hints, without a PBX. */
export class PracticeServices implements LineServices {
  readonly queues = [queue];
  readonly codes = codes;
  readonly user = 'agent';
  readonly #on: Record<Hint, boolean> = { 'signed-in': true, paused: false };
  readonly #listeners = new Map<string, Set<(body: string | null) => void>>();

  /** Customers come to an agent who is there. */
  get takesCalls(): boolean {
    return this.#on['signed-in'] && !this.#on.paused;
  }

  readonly dialCode: LineServices['dialCode'] = (code) => {
    switch (code) {
      case codes.signIn:
        // Whoever comes back is not paused.
        this.#set('paused', false);
        this.#set('signed-in', true);
        break;
      case codes.signOut:
        this.#set('signed-in', false);
        break;
      case codes.pause:
        this.#set('paused', true);
        break;
      case codes.unpause:
        this.#set('paused', false);
        break;
    }
    return { taken: Promise.resolve(true), hangUp: () => undefined };
  };

  readonly watch: LineServices['watch'] = ({ user, event }: Watched, listener) => {
    const listeners = this.#listeners.get(user) ?? new Set();
    this.#listeners.set(user, listeners.add(listener));
    if (event === 'dialog' && (user === codes.signedInHint || user === codes.pausedHint)) {
      queueMicrotask(() => {
        if (listeners.has(listener)) listener(document(user, this.#on[user]));
      });
    }
    return () => listeners.delete(listener);
  };

  #set(hint: Hint, on: boolean): void {
    this.#on[hint] = on;
    for (const listener of this.#listeners.get(hint) ?? []) listener(document(hint, on));
  }
}

/** As a PBX tells it (RFC 4235 §4). */
function document(hint: Hint, on: boolean): string {
  const state = on ? 'confirmed' : 'terminated';
  return `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:${hint}@practice.invalid"><dialog id="${hint}"><state>${state}</state></dialog></dialog-info>`;
}
