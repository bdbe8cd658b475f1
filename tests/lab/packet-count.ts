/** Counts the UDP packets that go to some ports of this machine, by the kernel's packet filter; none is kept back. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type PacketCountOptions = {
  readonly to: { readonly first: number; readonly last: number };
  /** Only those with this DSCP class (RFC 2474), such as `EF`. */
  readonly mark?: string;
};

export class PacketCount {
  readonly #rule: readonly string[];
  readonly #name: string;

  private constructor(rule: readonly string[], name: string) {
    this.#rule = rule;
    this.#name = name;
  }

  static async begin({ to, mark }: PacketCountOptions): Promise<PacketCount> {
    const name = `casque-${randomUUID()}`;
    const rule = [
      ...['OUTPUT', '--out-interface', 'lo', '--protocol', 'udp', '--dport', `${to.first}:${to.last}`],
      ...(mark === undefined ? [] : ['--match', 'dscp', '--dscp-class', mark]),
      ...['--match', 'comment', '--comment', name],
    ];
    await run('iptables', ['--wait', '--insert', ...rule]);
    return new PacketCount(rule, name);
  }

  /** Packets since the beginning. */
  async read(): Promise<number> {
    const { stdout } = await run('iptables', ['--wait', '--list', 'OUTPUT', '--verbose', '--exact', '--numeric']);
    const line = stdout.split('\n').find((candidate) => candidate.includes(this.#name));
    return Number(line?.trim().split(/\s+/)[0] ?? Number.NaN);
  }

  async end(): Promise<void> {
    await run('iptables', ['--wait', '--delete', ...this.#rule]);
  }
}
