/**
 * A network that loses packets: a share of the sound of one exchange, on the loopback interface, by the kernel's packet filter.
 * Everything else on the machine is left alone.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type DroppedPacketsOptions = {
  /** The exchange's UDP ports for sound, both ends included. */
  readonly ports: { readonly first: number; readonly last: number };
  /** 0 to 1. */
  readonly share: number;
  /** As the exchange sees it: what is sent to it, what comes from it. */
  readonly directions: readonly ('to' | 'from')[];
};

export class DroppedPackets {
  readonly #rules: readonly (readonly string[])[];

  private constructor(rules: readonly (readonly string[])[]) {
    this.#rules = rules;
  }

  static async begin({ ports, share, directions }: DroppedPacketsOptions): Promise<DroppedPackets> {
    const range = `${ports.first}:${ports.last}`;
    const rules = directions.map((direction) => [
      ...['INPUT', '--in-interface', 'lo', '--protocol', 'udp', direction === 'to' ? '--dport' : '--sport', range],
      ...['--match', 'statistic', '--mode', 'random', '--probability', String(share), '--jump', 'DROP'],
    ]);
    const dropped = new DroppedPackets(rules);
    for (const rule of rules) await run('iptables', ['--wait', '--insert', ...rule]);
    return dropped;
  }

  async end(): Promise<void> {
    for (const rule of this.#rules) await run('iptables', ['--wait', '--delete', ...rule]);
  }
}
