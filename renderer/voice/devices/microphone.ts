import type { ErrorCode } from '../../../domain/errors.ts';
import type { DevicesState } from '../contract/state.ts';
import type { NoiseSuppressor, QuietSound } from './noise-suppressor.ts';

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
  readonly #suppressor: NoiseSuppressor;
  readonly #events: MicrophoneEvents;
  #state: MicrophoneState = { state: 'starting' };
  #stream: MediaStream | undefined;
  /** The same without the noise, while that is wanted. */
  #quiet: QuietSound | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** Counts openings, so that a slow one that was overtaken closes itself. */
  #generation = 0;

  constructor(media: Pick<MediaDevices, 'getUserMedia'>, suppressor: NoiseSuppressor, events: MicrophoneEvents) {
    this.#media = media;
    this.#suppressor = suppressor;
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

  /** Calls get its sound without the noise. */
  get isQuiet(): boolean {
    return this.#quiet !== undefined;
  }

  /**
   * Opens the device, or the system's default for undefined. The stream before goes on until the new one is there.
   * @param quiet without the noise; `isQuiet` says whether that could be done
   */
  open(deviceId: string | undefined, quiet: boolean): Promise<void> {
    this.#opening = this.#open(deviceId, quiet);
    return this.#opening;
  }

  async #open(deviceId: string | undefined, wantsQuiet: boolean): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    if (this.#stream === undefined) this.#set({ state: 'starting' });
    try {
      const stream = await this.#media.getUserMedia({ audio: constraints(deviceId, wantsQuiet), video: false });
      const quiet = wantsQuiet ? await this.#suppressor.quieten(stream).catch(() => undefined) : undefined;
      if (generation !== this.#generation) {
        quiet?.close();
        stop(stream);
        return;
      }
      if (wantsQuiet && quiet === undefined) {
        stop(stream);
        await this.#open(deviceId, false);
        return;
      }
      const [before, quietBefore] = [this.#stream, this.#quiet];
      this.#stream = stream;
      this.#quiet = quiet;
      stream.getAudioTracks()[0]?.addEventListener('ended', () => {
        if (this.#stream === stream) this.#lost();
      });
      this.#set({ state: 'ready' });
      this.#events.onReplaced();
      quietBefore?.close();
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
    return this.#state.state === 'ready' ? (this.#quiet?.stream ?? this.#stream)?.clone() : undefined;
  }

  /** Lets go of the device. */
  close(): void {
    this.#generation += 1;
    if (this.#stream !== undefined) stop(this.#stream);
    this.#forget();
  }

  #lost(): void {
    this.#forget();
    this.#set({ state: 'unavailable', code: 'PHONE_MICROPHONE_MISSING' });
    this.#events.onLost();
  }

  #forget(): void {
    this.#quiet?.close();
    this.#quiet = undefined;
    this.#stream = undefined;
  }

  #set(state: MicrophoneState): void {
    this.#state = state;
    this.#events.onState(state);
  }
}

/** @param quiet ours takes the noise out: two of a kind would take the voice too */
function constraints(deviceId: string | undefined, quiet: boolean): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    echoCancellation: true,
    noiseSuppression: !quiet,
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
