import { comesFromServer, type IceServersHealth } from './ice-patience.ts';

/** A probe that has found nothing after this long will find nothing, in milliseconds. */
const probeLimitMs = 3_000;

/** Finds out, before a call needs it, whether the STUN and TURN servers answer from this network, and how fast. */
export class IceProbe {
  readonly #configuration: RTCConfiguration;
  #health: IceServersHealth;
  #stop: () => void = () => undefined;

  constructor(configuration: RTCConfiguration) {
    this.#configuration = configuration;
    this.#health = { state: 'silent' };
  }

  get health(): IceServersHealth {
    return this.#health;
  }

  /** Starts, or starts again after a change of network. */
  start(): void {
    this.#stop();
    if ((this.#configuration.iceServers ?? []).length === 0) return;
    this.#health = { state: 'unknown' };
    const connection = new RTCPeerConnection(this.#configuration);
    const startedAt = performance.now();
    const finish = (health: IceServersHealth): void => {
      this.#health = health;
      this.#stop();
    };
    const limit = setTimeout(() => finish({ state: 'silent' }), probeLimitMs);
    this.#stop = () => {
      clearTimeout(limit);
      connection.onicecandidate = null;
      connection.close();
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) finish({ state: 'silent' });
      else if (comesFromServer(candidate)) finish({ state: 'answering', ms: performance.now() - startedAt });
    };
    connection.addTransceiver('audio', { direction: 'recvonly' });
    connection
      .createOffer()
      .then((offer) => connection.setLocalDescription(offer))
      .catch(() => finish({ state: 'silent' }));
  }

  stop(): void {
    this.#stop();
    this.#health = { state: 'silent' };
  }
}
