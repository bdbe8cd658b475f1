import {
  pathUp,
  reduceMediaPath,
  type MediaPathEffect,
  type MediaPathEvent,
  type MediaPathState,
} from '../call/media-path.ts';

export type MediaPathOptions = {
  readonly lineUp: () => boolean;
  /** Has the PBX asked whether it still answers. */
  readonly checkLine: () => void;
  /** Offers a new path; `offerDone` or `offerFailed` is to follow. */
  readonly restart: () => void;
  /** @param at milliseconds since the epoch */
  readonly onLost: (at: number) => void;
  readonly onBack: () => void;
  readonly onGivenUp: () => void;
};

/** Runs the rules of the media path on one call's connection, from its answer on. */
export class MediaPath {
  readonly #options: MediaPathOptions;
  #state: MediaPathState = pathUp;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasUp = false;
  #over = false;

  constructor(options: MediaPathOptions) {
    this.#options = options;
  }

  get isLost(): boolean {
    return this.#state.lostAt !== null;
  }

  /**
   * Its loss is ours to mend, and no reason to end the call: there has been a path, or the network has gone before there was one. A path that
   * cannot be had while the PBX answers is another matter.
   */
  get isOurs(): boolean {
    return this.#wasUp || !this.#options.lineUp();
  }

  follow(connection: RTCPeerConnection): void {
    connection.addEventListener('iceconnectionstatechange', () => this.#look(connection));
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
        this.#wasUp = true;
        this.dispatch({ type: 'back' });
        return;
      case 'disconnected':
      case 'failed':
        if (this.isOurs) this.dispatch({ type: 'lost', at: Date.now() });
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
        this.#options.onLost(effect.at);
        return;
      case 'tellBack':
        this.#options.onBack();
        return;
      case 'giveUp':
        this.#options.onGivenUp();
        return;
      case 'timer':
        clearTimeout(this.#timer);
        if (effect.ms === null) return;
        this.#timer = setTimeout(() => this.dispatch({ type: 'due', at: Date.now() }), effect.ms);
    }
  }
}
