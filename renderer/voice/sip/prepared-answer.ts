import type { RTCSession, SDPEvent } from 'jssip/lib/RTCSession.js';
import { waitAfter, type AddressFamilies } from './ice-patience.ts';
import { familiesOf, splitCandidates } from './remote-candidates.ts';

/** The method that is held; the DOM's types also know a deprecated form of it with callbacks. */
type Negotiating = { setLocalDescription: (description?: RTCLocalSessionDescriptionInit) => Promise<void> };

/** How long the path may wait for the other side to have read our answer, where its ACK takes the way over many proxies. */
const openAtLatestMs = 100;

/**
 * Makes the answer while the phone still rings: connection, remote offer, own answer, own addresses. At the key only the 200 is left
 * to send and the media path to open, and a STUN server has had the time of the ringing.
 *
 * Nothing can leave before the key: JsSIP sends its 200 only when `setLocalDescription` has resolved, and that is held here; and
 * the connection does not know the other side's addresses until then, so no media path opens either.
 */
export class PreparedAnswer {
  readonly #session: RTCSession;
  #connection: RTCPeerConnection | undefined;
  #candidates: readonly RTCIceCandidateInit[] = [];
  #families: AddressFamilies | undefined;
  /** Our own, and when they came (performance.now, ms). */
  readonly #gathered: { readonly candidate: RTCIceCandidate; readonly at: number }[] = [];
  /** How long a server's address may be waited for, in ms; undefined: the agent has not answered. */
  #patienceMs: number | undefined;
  #hasLocal = false;
  #isSent = false;
  #send: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;

  constructor(session: RTCSession) {
    this.#session = session;
  }

  start(microphone: MediaStream, configuration: RTCConfiguration): void {
    const session = this.#session;
    session.on('sdp', (event: SDPEvent) => this.#withhold(event));
    session.on('confirmed', () => this.#open());
    session.answer({
      mediaStream: microphone,
      mediaConstraints: { audio: true, video: false },
      pcConfig: configuration,
    });
    const connection: RTCPeerConnection = session.connection;
    this.#connection = connection;
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null) this.#gathered.push({ candidate, at: performance.now() });
      this.#sendWhenEnough();
    });
    connection.addEventListener('icegatheringstatechange', () => this.#sendWhenEnough());
    const held = new Promise<void>((resolve) => (this.#send = resolve));
    const negotiating: Negotiating = connection;
    const setLocal = negotiating.setLocalDescription.bind(connection);
    negotiating.setLocalDescription = async (description) => {
      await setLocal(description);
      if (this.#hasLocal) return;
      this.#hasLocal = true;
      this.#sendWhenEnough();
      await held;
    };
  }

  /** The agent answers. @param patienceMs how long after the first own address a server's may still be waited for */
  release(patienceMs: number): void {
    if (this.#patienceMs !== undefined) return;
    this.#patienceMs = patienceMs;
    this.#sendWhenEnough();
  }

  /** The call ended before; what is held comes to its end too. */
  cancel(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#opening);
    this.#send();
  }

  /** Now, after a while, or not before there are more addresses. */
  #sendWhenEnough(): void {
    const patience = this.#patienceMs;
    if (patience === undefined || !this.#hasLocal || this.#isSent) return;
    this.#opening ??= this.#openSoon();
    if (this.#connection?.iceGatheringState === 'complete') {
      this.#go();
      return;
    }
    const due = this.#gathered.flatMap(({ candidate, at }) => {
      const wait = waitAfter(candidate, patience, this.#families);
      return wait === null ? [] : [at + wait];
    });
    if (due.length === 0) return;
    clearTimeout(this.#timer);
    const left = Math.min(...due) - performance.now();
    if (left <= 0) this.#go();
    else this.#timer = setTimeout(() => this.#go(), left);
  }

  #go(): void {
    this.#isSent = true;
    // JsSIP's flag for "enough addresses": it then does not wait for gathering to end.
    (this.#session as unknown as { _iceReady: boolean })._iceReady = true;
    this.#send();
  }

  #withhold(event: SDPEvent): void {
    if (this.#hasLocal || event.type !== 'offer') return;
    const { sdp, candidates } = splitCandidates(event.sdp);
    event.sdp = sdp;
    this.#candidates = candidates;
    this.#families = familiesOf(candidates);
  }

  /**
   * A connectivity check that comes before our answer was read is thrown away, and Chromium's next one leaves 50 ms later: the first
   * one waits for the ACK. The other side's own checks are answered meanwhile.
   */
  #openSoon(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#open(), openAtLatestMs);
  }

  #open(): void {
    clearTimeout(this.#opening);
    for (const candidate of this.#candidates) {
      // One that this browser cannot read (an unknown transport) is no loss: there are others.
      this.#connection?.addIceCandidate(candidate).catch(() => undefined);
    }
    this.#candidates = [];
  }
}
