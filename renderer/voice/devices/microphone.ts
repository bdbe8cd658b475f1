import type { ErrorCode } from '../../../domain/errors.ts';
import type { DevicesState } from '../contract/state.ts';

export type MicrophoneState = DevicesState['microphone'];

export type MicrophoneEvents = {
  readonly onState: (state: MicrophoneState) => void;
  /** Calls under way need a track of the new stream. */
  readonly onReplaced: () => void;
  /** The device went away while it was in use. */
  readonly onLost: () => void;
};

/**
 * A microphone that is open before anybody calls, so that an answer does not wait for the system (100 ms to seconds). Calls get
 * clones of its track: mute and hold switch a clone and stop with their call.
 */
export class Microphone {
  readonly #media: Pick<MediaDevices, 'getUserMedia'>;
  readonly #events: MicrophoneEvents;
  #state: MicrophoneState = { state: 'starting' };
  #stream: MediaStream | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** Counts openings, so that a slow one that was overtaken closes itself. */
  #generation = 0;

  constructor(media: Pick<MediaDevices, 'getUserMedia'>, events: MicrophoneEvents) {
    this.#media = media;
    this.#events = events;
  }

  get state(): MicrophoneState {
    return this.#state;
  }

  /** Why nobody can speak now, null when they can. */
  get missing(): ErrorCode | null {
    switch (this.#state.state) {
      case 'ready':
        return null;
      case 'unavailable':
        return this.#state.code;
      case 'starting':
        return 'PHONE_MICROPHONE_MISSING';
    }
  }

  /** Waits until an opening that is under way has come to an end, whatever that is. */
  async settled(): Promise<void> {
    await this.#opening;
  }

  /** Opens the device, or the system's default for undefined. The stream before goes on until the new one is there. */
  open(deviceId: string | undefined): Promise<void> {
    this.#opening = this.#open(deviceId);
    return this.#opening;
  }

  async #open(deviceId: string | undefined): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    if (this.#stream === undefined) this.#set({ state: 'starting' });
    try {
      const stream = await this.#media.getUserMedia({ audio: constraints(deviceId), video: false });
      if (generation !== this.#generation) {
        stop(stream);
        return;
      }
      const before = this.#stream;
      this.#stream = stream;
      stream.getAudioTracks()[0]?.addEventListener('ended', () => {
        if (this.#stream === stream) this.#lost();
      });
      this.#set({ state: 'ready' });
      this.#events.onReplaced();
      if (before !== undefined) stop(before);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.close();
      this.#set({ state: 'unavailable', code: codeOfMediaError(error) });
    }
  }

  /** What it picks up, for a meter; undefined when there is no microphone. */
  get sound(): MediaStream | undefined {
    return this.#stream;
  }

  /** A track for one call, undefined when there is no microphone. */
  forCall(): MediaStream | undefined {
    return this.#state.state === 'ready' ? this.#stream?.clone() : undefined;
  }

  /** Lets go of the device. */
  close(): void {
    this.#generation += 1;
    if (this.#stream !== undefined) stop(this.#stream);
    this.#stream = undefined;
  }

  #lost(): void {
    this.#stream = undefined;
    this.#set({ state: 'unavailable', code: 'PHONE_MICROPHONE_MISSING' });
    this.#events.onLost();
  }

  #set(state: MicrophoneState): void {
    this.#state = state;
    this.#events.onState(state);
  }
}

function constraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
  };
}

/** DOMException names of getUserMedia (W3C Media Capture §10.2). */
export function codeOfMediaError(error: unknown): ErrorCode {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'PHONE_MICROPHONE_REFUSED';
    case 'NotReadableError':
    case 'AbortError':
      return 'PHONE_MICROPHONE_BUSY';
    default:
      return 'PHONE_MICROPHONE_MISSING';
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
