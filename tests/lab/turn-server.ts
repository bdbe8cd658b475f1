/** A real TURN server (coturn) for one test, with credentials for a limited time, as an organisation would run it. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { labFolder, type LabFolder } from './folder.ts';
import { freeUdpPort } from './port.ts';
import { PortRange } from './port-range.ts';
import { Program } from './program.ts';

const address = '127.0.0.1';
/** Above those of the exchanges. */
const relayPorts = { from: 30_000, size: 100, count: 20 } as const;
const SECRET = 'lab-shared-with-the-server';

export class TurnServer {
  readonly #port: number;
  readonly #relays: PortRange;
  #program: Program | undefined;
  readonly #folder: LabFolder;

  private constructor(port: number, relays: PortRange, folder: LabFolder) {
    this.#port = port;
    this.#relays = relays;
    this.#folder = folder;
  }

  static async start(): Promise<TurnServer> {
    const turn = new TurnServer(await freeUdpPort(), await PortRange.take(relayPorts), labFolder('turn'));
    try {
      await turn.boot();
    } catch (error) {
      await turn.stop();
      throw error;
    }
    return turn;
  }

  get url(): string {
    return `turn:${address}:${this.#port}?transport=udp`;
  }

  /** Starts it after `kill`, on the port of before; of the relays that it had given it knows nothing. */
  async boot(): Promise<void> {
    const { first, last } = this.#relays;
    this.#program = new Program('turnserver', [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--no-tcp', '--no-multicast-peers'],
      ...['--listening-ip', address, '--relay-ip', address, '--listening-port', String(this.#port)],
      ...['--min-port', String(first), '--max-port', String(last)],
      ...['--use-auth-secret', '--static-auth-secret', SECRET, '--realm', 'casque.test'],
      ...['--allow-loopback-peers', '--log-file', 'stdout', '--verbose'],
      ...['--pidfile', join(this.#folder.path, 'pid'), '--userdb', join(this.#folder.path, 'users')],
    ]);
    await this.#program.printed(/DB connection success/);
  }

  /** It is gone, without a word to anybody. */
  async kill(): Promise<void> {
    await this.#program?.stop('SIGKILL');
    this.#program = undefined;
  }

  /** Makes the server hand out its credentials. */
  get serverEnv(): NodeJS.ProcessEnv {
    return { CASQUE_TURN_URLS: this.url, CASQUE_TURN_SECRET: SECRET };
  }

  /** As the server makes them. @param seconds that they are good for; negative: they have expired */
  credentials(seconds = 3600): { readonly urls: string; readonly username: string; readonly credential: string } {
    const username = `${Math.floor(Date.now() / 1000) + seconds}:agent`;
    return { urls: this.url, username, credential: createHmac('sha1', SECRET).update(username).digest('base64') };
  }

  /** Names that relays were given to, in order. */
  get allocations(): readonly string[] {
    return [...this.#output.matchAll(/user <([^>]*)>: incoming packet ALLOCATE processed, success/g)].map(
      ([, name]) => name ?? '',
    );
  }

  log(): string {
    return this.#output.slice(-4000);
  }

  get #output(): string {
    return this.#program?.output ?? '';
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
    this.#relays.release();
    this.#folder.remove();
  }
}
