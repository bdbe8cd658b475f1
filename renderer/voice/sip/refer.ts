import type { URI } from 'jssip';
import type { ReferOptions, RTCSession } from 'jssip/lib/RTCSession.js';
import type { IncomingResponse } from 'jssip/lib/SIPMessage.js';
import { dialogOf } from './jssip-internals.ts';

export type ReferEvents = {
  /** The PBX took it; `ringing`: it rings there. */
  readonly onProgress: (ringing: boolean) => void;
  readonly onDone: () => void;
  /** @param status of the refusal (RFC 3261 §21); undefined when there was no answer */
  readonly onFailed: (status: number | undefined) => void;
};

/** After the last news of the PBX, in ms: longer than any phone rings. */
const patienceMs = 120_000;

/**
 * Sends the other side of this call to an address (REFER, RFC 3515) and tells what the PBX says about it. Exactly one of `onDone` and
 * `onFailed` comes in the end, unless `cancel` was called before.
 */
export class Refer {
  readonly #events: ReferEvents;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(session: RTCSession, target: string | URI, events: ReferEvents) {
    this.#events = events;
    this.#wait();
    const options: ReferOptions = {
      eventHandlers: {
        requestSucceeded: () => this.#progress(false),
        requestFailed: ({ response }: { readonly response: IncomingResponse | null }) =>
          this.#end(() => events.onFailed(response?.status_code)),
        trying: () => this.#progress(false),
        progress: () => this.#progress(true),
        accepted: () => this.#end(events.onDone),
        failed: ({ status_line: status }: { readonly status_line: { readonly status_code: number | string } }) =>
          this.#end(() => events.onFailed(Number(status.status_code))),
      },
    };
    session.refer(target, options);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** The call is gone: whatever comes now is nobody's news. */
  cancel(): void {
    this.#end(() => undefined);
  }

  #progress(ringing: boolean): void {
    if (this.#over) return;
    this.#wait();
    this.#events.onProgress(ringing);
  }

  #end(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#patience);
    tell();
  }

  #wait(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#end(() => this.#events.onFailed(undefined)), patienceMs);
  }
}

/**
 * Where an attended transfer sends the caller: the person of `other`, in place of our call with them. JsSIP's own `replaces` swaps the
 * tags when that call was incoming: whoever gets the INVITE looks for its own tag in `to-tag` (RFC 3891 §3), which is our remote tag in
 * either direction.
 */
export function addressInPlaceOf(other: RTCSession): URI | undefined {
  const dialog = dialogOf(other);
  if (dialog === undefined) return undefined;
  const { call_id: callId, local_tag: localTag, remote_tag: remoteTag } = dialog.id;
  // A withheld identity leads nowhere; the device itself is the address then (RFC 5589 §7.3).
  const { uri } = other.remote_identity;
  const named = uri.user !== '' && !/\.invalid$/.test(uri.host);
  const address = (named ? uri : dialog._remote_target).clone();
  address.clearHeaders();
  address.setHeader('Replaces', encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`));
  return address;
}
