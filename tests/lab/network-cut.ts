/**
 * The agent's network, cut off from one exchange by the kernel's packet filter: nothing arrives, and nobody is told. The customers, who
 * are on the loopback address, and everything else on the machine go on.
 */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Asterisk } from './asterisk.ts';
import { pause } from './wait.ts';

const run = promisify(execFile);

export type NetworkCutOptions = {
  readonly asterisk: Pick<Asterisk, 'webPort' | 'rtpPorts'>;
  /** Default: both. */
  readonly what?: readonly ('signalling' | 'sound')[];
};

type Rule = readonly string[];

export class NetworkCut {
  #rules: readonly Rule[];
  readonly #endAtOnce = (): void => {
    for (const rule of this.#rules) spawnSync('iptables', ['--wait', '--delete', ...rule]);
  };

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  static async begin({ asterisk, what = ['signalling', 'sound'] }: NetworkCutOptions): Promise<NetworkCut> {
    const sound = `${asterisk.rtpPorts.first}:${asterisk.rtpPorts.last}`;
    const customers = '127.0.0.0/8';
    const rules = {
      signalling: connectionsTo(asterisk.webPort),
      sound: [
        ['!', '--source', customers, '--protocol', 'udp', '--dport', sound],
        ['!', '--destination', customers, '--protocol', 'udp', '--sport', sound],
      ],
    };
    return NetworkCut.#drop(what.flatMap((each) => rules[each]));
  }

  /** Cut off from a server on this TCP port. */
  static async ofServer({ port }: { readonly port: number }): Promise<NetworkCut> {
    return NetworkCut.#drop(connectionsTo(port));
  }

  static async #drop(what: readonly Rule[]): Promise<NetworkCut> {
    const cut = new NetworkCut(what.map((rule) => ['INPUT', '--in-interface', 'lo', ...rule, '--jump', 'DROP']));
    // A test run that is broken off must not leave the machine without its ports.
    process.once('exit', cut.#endAtOnce);
    for (const rule of cut.#rules) await run('iptables', ['--wait', '--insert', ...rule]);
    return cut;
  }

  /** A cut of so many seconds; done when the network is back. */
  static async lasting(seconds: number, options: NetworkCutOptions): Promise<void> {
    const cut = await NetworkCut.begin(options);
    await pause(seconds * 1000);
    await cut.end();
  }

  /** Twice is once. */
  async end(): Promise<void> {
    process.off('exit', this.#endAtOnce);
    const rules = this.#rules;
    this.#rules = [];
    for (const rule of rules) await run('iptables', ['--wait', '--delete', ...rule]);
  }
}

function connectionsTo(port: number): readonly Rule[] {
  return ['--dport', '--sport'].map((end) => ['--protocol', 'tcp', end, String(port)]);
}
