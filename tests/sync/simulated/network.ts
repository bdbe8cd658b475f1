import type { Platform, SocketListener } from '../../../renderer/store/platform.ts';
import type { Answer, SimulatedNode } from './node.ts';
import type { Process, Simulation } from './simulation.ts';

/** How bad the network is, for a whole run. Probabilities for each request. */
export type Weather = {
  readonly loseRequest: number;
  readonly loseAnswer: number;
  /** The same request arrives a second time, later. */
  readonly duplicate: number;
  /** It takes up to 90 s one way, so that it may arrive after the client has given it up and sent another. */
  readonly delay: number;
  /** A proxy answers in place of the server. */
  readonly garbage: number;
};

export type Cable = {
  /** Cut: nothing goes through, and the client is told (`refuses`), or has to find out. */
  state: 'up' | 'refuses' | 'silent';
};

export type NetworkOptions = {
  readonly simulation: Simulation;
  readonly weather: Weather;
  /** The nodes that run now. */
  readonly nodes: () => readonly SimulatedNode[];
  /** False once the faults are over. */
  readonly isRough: () => boolean;
};

/** Between the machines and the server nodes, with a balancer that asks any node that runs. */
export class Network {
  readonly #options: NetworkOptions;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** What a machine's process has of it. */
  of(client: Process, cable: Cable): Pick<Platform, 'fetch' | 'openSocket'> {
    return {
      fetch: (url, init) => this.#fetch(client, cable, url, init),
      openSocket: (_url, listener) => this.#openSocket(client, cable, listener),
    };
  }

  #fetch(client: Process, cable: Cable, url: string, init: RequestInit): Promise<Response> {
    const { simulation } = this.#options;
    return new Promise((resolve, reject) => {
      const failed = (why: string) => void simulation.turn(client).then(() => reject(new TypeError(why)));
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      const answered = (answer: Answer) => void simulation.turn(client).then(() => resolve(responseOf(answer)));
      void this.#carry(cable, url, init, answered, failed);
    });
  }

  async #carry(
    cable: Readonly<Cable>,
    url: string,
    init: RequestInit,
    answered: (answer: Answer) => void,
    failed: (why: string) => void,
  ): Promise<void> {
    const { weather } = this.#options;
    await this.#travel();
    const before = this.#stateOf(cable);
    if (before === 'silent') return;
    if (before === 'refuses' || this.#happens(weather.loseRequest)) return failed('fetch failed');
    if (this.#happens(weather.garbage))
      return answered({ status: 200, type: 'text/html', body: Buffer.from('<html>Bad gateway</html>') });
    const path = new URL(url).pathname;
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? '';
    const body = init.body as string;
    if (this.#happens(weather.duplicate)) void this.#again(path, token, body);
    const answer = await this.ask(path, token, body);
    if (answer === null) return failed('connection reset');
    await this.#travel();
    const now = this.#stateOf(cable);
    if (now === 'silent') return;
    if (now === 'refuses' || this.#happens(weather.loseAnswer)) return failed('connection reset');
    answered(answer);
  }

  /** Null: no node, or it died meanwhile. */
  async ask(path: string, token: string, body: string): Promise<Answer | null> {
    const { simulation } = this.#options;
    const nodes = this.#options.nodes();
    const node = nodes[simulation.below(nodes.length)];
    if (node === undefined) return null;
    return await new Promise((resolve) => {
      const forget = node.process.onDeath(() => resolve(null));
      void simulation
        .turn(node.process)
        .then(() => node.answer(path, token, JSON.parse(body)))
        .then((answer) => {
          forget();
          resolve(answer);
        })
        .catch((error: unknown) => simulation.fail(error));
    });
  }

  #stateOf({ state }: Cable): Cable['state'] {
    return state;
  }

  async #again(path: string, token: string, body: string): Promise<void> {
    const { simulation } = this.#options;
    await simulation.pause(simulation.world, simulation.below(60_000));
    await this.ask(path, token, body);
  }

  async #travel(): Promise<void> {
    const { simulation, weather } = this.#options;
    await simulation.turn(simulation.world);
    if (this.#happens(weather.delay)) await simulation.pause(simulation.world, simulation.below(90_000));
  }

  #happens(probability: number): boolean {
    return this.#options.isRough() && this.#options.simulation.chance(probability);
  }

  #openSocket(client: Process, cable: Cable, listener: SocketListener): ReturnType<Platform['openSocket']> {
    const { simulation } = this.#options;
    const nodes = this.#options.nodes();
    const node = nodes[simulation.below(nodes.length)];
    if (node !== undefined && cable.state === 'up') return node.connect(client, listener);
    void simulation.turn(client).then(() => listener.closed());
    return { send: () => undefined, close: () => undefined };
  }
}

/** In promises alone: what the engine does in turns of its own could not be repeated by its seed. */
function responseOf({ status, type, body }: Answer): Response {
  const { buffer } = Uint8Array.from(body);
  return {
    status,
    headers: new Headers({ 'content-type': type }),
    arrayBuffer: () => Promise.resolve(buffer),
  } satisfies Partial<Response> as Response;
}
