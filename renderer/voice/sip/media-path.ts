import {
  pathUp,
  reduceMediaPath,
  type MediaPathEffect,
  type MediaPathEvent,
  type MediaPathState,
} from '../call/media-path.ts';

export type MediaPathOptions = {
  /** Has the PBX asked whether it still answers. */
  readonly checkLine: () => void;
  /** Offers a new path; `offerDone` or `offerFailed` is to follow. */
  readonly restart: () => void;
  /** @param at milliseconds since the epoch @param first there has been none yet */
  readonly onLost: (at: number, first: boolean) => void;
  readonly onBack: () => void;
  readonly onGivenUp: (first: boolean) => void;
};

/** Runs the rules of the media path on one call's connection, from its answer on. */
export class MediaPath {
  readonly #options: MediaPathOptions;
  #state: MediaPathState = pathUp;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(options: MediaPathOptions) {
    this.#options = options;
  }

  get isLost(): boolean {
    return this.#state.lostAt !== null;
  }

  /** The call was answered, and there has been no path at all for longer than one takes. */
  get isMissing(): boolean {
    return this.isLost && this.#state.soughtSince !== null;
  }

  follow(connection: RTCPeerConnection): void {
    this.dispatch({ type: 'answered', at: Date.now() });
    connection.addEventListener('iceconnectionstatechange', () => this.#look(connection));
    connection.addEventListener('connectionstatechange', () => this.#look(connection));
    this.#look(connection);
  }

  dispatch(event: MediaPathEvent): void {
    if (this.#over) return;
    const [next, effects] = reduceMediaPath(this.#state, event);
    this.#state = next;
    for (const effect of effects) this.#run(effect);
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #look(connection: RTCPeerConnection): void {
    switch (connection.iceConnectionState) {
      case 'connected':
      case 'completed':
        // A path alone is no sound: a PBX may throw away the keys that come over one that it was not told of (Asterisk 22 does).
        if (this.#state.soughtSince === null || connection.connectionState === 'connected')
          this.dispatch({ type: 'back' });
        return;
      case 'disconnected':
      case 'failed':
        this.dispatch({ type: 'lost', at: Date.now() });
        return;
      case 'new':
      case 'checking':
      case 'closed':
        return;
    }
  }

  #run(effect: MediaPathEffect): void {
    switch (effect.type) {
      case 'checkLine':
        this.#options.checkLine();
        return;
      case 'restart':
        this.#options.restart();
        return;
      case 'tellLost':
        this.#options.onLost(effect.at, effect.first);
        return;
      case 'tellBack':
        this.#options.onBack();
        return;
      case 'giveUp':
        this.#options.onGivenUp(effect.first);
        return;
      case 'timer':
        clearTimeout(this.#timer);
        if (effect.ms === null) return;
        this.#timer = setTimeout(() => this.dispatch({ type: 'due', at: Date.now() }), effect.ms);
    }
  }
}
