/** JsSIP alone, with a warm microphone. */
import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import type { RTCSessionEvent } from 'jssip/lib/UA.js';

type Account = { readonly uri: string; readonly password: string; readonly server: string };

export class LeastPhone {
  session: RTCSession | undefined;
  registered = false;
  /** The speaking voice of the other side. */
  readonly #audio = new Audio();
  #microphone: MediaStream | undefined;

  async start({ uri, password, server }: Account): Promise<void> {
    // As the phone under test asks for it.
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
    this.#microphone = await navigator.mediaDevices.getUserMedia({ audio });
    const ua = new UA({ sockets: new WebSocketInterface(server), uri, password, session_timers: false });
    ua.on('registered', () => (this.registered = true));
    ua.on('newRTCSession', ({ session }: RTCSessionEvent) => {
      this.session = session;
      session.on('ended', () => (this.session = undefined));
      session.on('failed', () => (this.session = undefined));
    });
    ua.start();
  }

  get ringing(): boolean {
    return this.session?.isInProgress() ?? false;
  }

  /**
   * @param gathers JsSIP as it comes; otherwise the answer leaves with the first address
   * @returns when it was asked, in ms since the epoch
   */
  answer(gathers: boolean, iceServers: RTCIceServer[]): number {
    const at = performance.timeOrigin + performance.now();
    const { session } = this;
    if (session === undefined || this.#microphone === undefined) throw new Error('nothing to answer');
    if (!gathers) session.on('icecandidate', ({ ready }) => ready());
    session.answer({ mediaStream: this.#microphone, pcConfig: { iceServers } });
    session.connection.addEventListener('track', ({ streams }) => {
      this.#audio.srcObject = streams[0] ?? null;
      void this.#audio.play();
    });
    return at;
  }
}

declare global {
  interface Window {
    least: LeastPhone;
  }
}

window.least = new LeastPhone();
