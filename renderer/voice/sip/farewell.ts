import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { closeQuietly, sendBye } from './jssip-internals.ts';
import type { LineLink } from './line-link.ts';

/** How long a BYE waits for the line, in milliseconds. */
const patienceMs = 60_000;

/**
 * Ends a call at the PBX. JsSIP's own BYE is gone with a dead socket, and the customer would stay in a call without an agent: this one
 * counts only when the PBX has answered it, and is sent again over the next connection otherwise.
 */
export class Farewell {
  readonly #session: RTCSession;
  readonly #link: LineLink;
  readonly #unfollow: () => void;
  readonly #patience: ReturnType<typeof setTimeout>;
  #isMeant = false;
  #sent: object | undefined;

  constructor(session: RTCSession, link: LineLink) {
    this.#session = session;
    this.#link = link;
    this.#unfollow = link.follow((news) => {
      if (news === 'verified' && this.#isMeant) this.#send();
    });
    this.#patience = setTimeout(() => {
      if (!session.isEnded()) session.terminate();
    }, patienceMs);
  }

  /** Now, or as soon as the line is up. */
  say(): void {
    this.#isMeant = true;
    if (this.#link.up) this.#send();
  }

  /** The session is over, whoever ended it. */
  stop(): void {
    clearTimeout(this.#patience);
    this.#unfollow();
  }

  #send(): void {
    if (this.#sent !== undefined || this.#session.isEnded()) return;
    const mark = {};
    this.#sent = mark;
    sendBye(this.#session, {
      answered: () => closeQuietly(this.#session),
      lost: () => {
        if (this.#sent === mark) this.#sent = undefined;
      },
    });
  }
}
