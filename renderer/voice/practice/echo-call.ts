import type { RTCSession } from 'jssip/lib/RTCSession.js';

/** The number of the practice line's echo, as many PBXs have it. */
export const practiceEcho = '600';

/** Answers a call and gives back what it hears, as the echo of a PBX does. */
export class EchoCall {
  readonly #context = new AudioContext({ sinkId: { type: 'none' }, latencyHint: 'interactive' } as AudioContextOptions);
  readonly #output = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
  /** A received track is decoded only while something plays it (crbug 933677). */
  readonly #ear = new Audio();
  readonly #session: RTCSession;

  /** @param onOver whatever way the call ends */
  constructor(session: RTCSession, onOver: () => void) {
    this.#session = session;
    this.#ear.muted = true;
    const end = (): void => {
      this.#ear.srcObject = null;
      void this.#context.close();
      onOver();
    };
    session.on('icecandidate', ({ ready }) => ready());
    session.on('confirmed', () => this.#listen());
    session.on('ended', end);
    session.on('failed', end);
  }

  answer(): void {
    if (this.#context.state === 'suspended') void this.#context.resume();
    this.#session.answer({ mediaStream: this.#output.stream, mediaConstraints: { audio: true, video: false } });
  }

  hangUp(): void {
    if (!this.#session.isEnded()) this.#session.terminate();
  }

  #listen(): void {
    const receiver = this.#session.connection.getReceivers().find(({ track }) => track.kind === 'audio');
    if (receiver === undefined) return;
    const heard = new MediaStream([receiver.track]);
    this.#ear.srcObject = heard;
    this.#ear.play().catch(() => undefined);
    this.#context.createMediaStreamSource(heard).connect(this.#output);
  }
}
