/**
 * A network of the lab's own: in a network namespace (`unshare --net`) there is nothing but what is made here, and nobody else is
 * disturbed when addresses come and go. The exchange and the server have one address of their own; the agent's machine has another, which
 * can be taken away, replaced and made narrow.
 */
import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import type { Asterisk } from './asterisk.ts';
import { pause } from './wait.ts';

const run = promisify(execFile);

type Command = readonly string[];
type Exchange = Pick<Asterisk, 'webPort' | 'rtpPorts'>;

/** Chromium leaves out interfaces of this name, since they are virtual machines' own (net/base/network_interfaces_posix.h). */
const others = { name: 'vmnet1', address: '198.18.0.1' };

/** Chromium takes an interface of this name for a VPN's. */
const vpn = { name: 'tun0', address: '10.50.0.2', gateway: '10.50.0.1' };

export class OwnNetwork {
  #agent = 0;

  /** In a namespace that was just made for this process; undefined where there is none. */
  static async open(): Promise<OwnNetwork | undefined> {
    if (Object.keys(networkInterfaces()).length > 0) return undefined;
    const network = new OwnNetwork();
    await ip('link', 'set', 'lo', 'up');
    await pair(others.name, others.address);
    await network.#plug();
    return network;
  }

  /** The address of the agent's machine. */
  get address(): string {
    return `10.40.${this.#agent}.2`;
  }

  /** The agent's machine leaves its network, and comes into another one so much later. What was connected is connected no more. */
  async move({ webPort }: Exchange, afterMs: number): Promise<void> {
    await loseConnectionsTo(webPort);
    const away = [['INPUT', '--in-interface', 'lo', '--protocol', 'tcp', '--dport', String(webPort)]];
    for (const rule of away) await filter('--insert', [...rule, '--jump', 'DROP']);
    await ip('link', 'delete', `agent${this.#agent}`);
    await pause(afterMs);
    this.#agent++;
    await this.#plug();
    for (const rule of away) await filter('--delete', [...rule, '--jump', 'DROP']);
  }

  /**
   * A VPN comes up that all traffic has to go through: what was connected is connected no more, and sound at the address of before leads
   * nowhere. Closed, its address is gone, with what went over it.
   */
  async openVpn({ webPort, rtpPorts: { first, last } }: Exchange): Promise<{ close(): Promise<void> }> {
    const range = `${first}:${last}`;
    const past = [
      ['INPUT', '--protocol', 'udp', '--source', this.address, '--match', 'multiport', '--ports', range],
      ['INPUT', '--protocol', 'udp', '--destination', this.address, '--match', 'multiport', '--ports', range],
    ];
    await loseConnectionsTo(webPort);
    for (const rule of past) await filter('--insert', [...rule, '--jump', 'DROP']);
    await pair(vpn.name, vpn.address);
    for (const half of ['0.0.0.0/1', '128.0.0.0/1']) await ip('route', 'add', half, 'via', vpn.gateway);
    return {
      close: async () => {
        await loseConnectionsTo(webPort);
        await ip('link', 'delete', vpn.name);
        for (const rule of past) await filter('--delete', [...rule, '--jump', 'DROP']);
      },
    };
  }

  /** Nothing answers at this address any more: packets are lost there, or connections refused. */
  async bury(address: string, manner: 'silent' | 'refuses' = 'silent'): Promise<void> {
    const to = ['INPUT', '--destination', address];
    await filter('--insert', [...to, '--jump', 'DROP']);
    if (manner === 'refuses')
      await filter('--insert', [...to, '--protocol', 'tcp', '--jump', 'REJECT', '--reject-with', 'tcp-reset']);
  }

  /** The addresses of the exchange to which somebody is connected, as far as they know. */
  async connectedTo({ webPort }: Pick<Exchange, 'webPort'>): Promise<readonly string[]> {
    const { stdout } = await run('ss', ['-Htn', 'state', 'established', `( dport = :${webPort} )`]);
    return stdout.split('\n').flatMap((line) => /(\S+):\d+\s*$/.exec(line)?.[1] ?? []);
  }

  /** So much for the agent's sound in each direction, and a queue before it that delays it and drops what it cannot hold. */
  async narrow({ rtpPorts: { first, last } }: Exchange, kilobits: number): Promise<{ end(): Promise<void> }> {
    const range = `${first}:${last}`;
    // Customers are on the loopback address.
    const sound = [
      ['OUTPUT', '--protocol', 'udp', '!', '--source', '127.0.0.0/8', '--dport', range, '!', '--sport', range],
      ['OUTPUT', '--protocol', 'udp', '!', '--destination', '127.0.0.0/8', '--sport', range, '!', '--dport', range],
    ];
    const rules = sound.map((rule, index) => [...rule, '--jump', 'CLASSIFY', '--set-class', `1:1${index}`]);
    await tc('qdisc', 'add', 'dev', 'lo', 'root', 'handle', '1:', 'htb', 'r2q', '1');
    for (const index of [0, 1]) {
      const at = `1:1${index}`;
      await tc('class', 'add', 'dev', 'lo', 'parent', '1:', 'classid', at, 'htb', 'rate', `${kilobits}kbit`);
      await tc('qdisc', 'add', 'dev', 'lo', 'parent', at, 'pfifo', 'limit', '20');
    }
    for (const rule of rules) await run('iptables', ['--wait', '--table', 'mangle', '--append', ...rule]);
    return {
      end: async () => {
        for (const rule of rules) await run('iptables', ['--wait', '--table', 'mangle', '--delete', ...rule]);
        await tc('qdisc', 'delete', 'dev', 'lo', 'root');
      },
    };
  }

  async #plug(): Promise<void> {
    await pair(`agent${this.#agent}`, this.address);
    await ip('route', 'replace', 'default', 'via', `10.40.${this.#agent}.1`);
  }
}

/** An interface with an address, and the other end of its wire, which only keeps it up. */
async function pair(name: string, address: string): Promise<void> {
  await ip('link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}-peer`);
  await ip('address', 'add', `${address}/24`, 'dev', name);
  for (const each of [name, `${name}-peer`]) await ip('link', 'set', each, 'up');
}

/** From now on nothing passes on them, and nobody is told. */
async function loseConnectionsTo(webPort: number): Promise<void> {
  const ports = await connectionsTo(webPort);
  const dead = ports.flatMap((port) => [
    ['INPUT', '--in-interface', 'lo', '--protocol', 'tcp', '--sport', port, '--dport', String(webPort)],
    ['INPUT', '--in-interface', 'lo', '--protocol', 'tcp', '--dport', port, '--sport', String(webPort)],
  ]);
  for (const rule of dead) await filter('--insert', [...rule, '--jump', 'DROP']);
}

/** The other ends' ports. */
async function connectionsTo(port: number): Promise<readonly string[]> {
  const { stdout } = await run('ss', ['-Htn', 'state', 'established', `( dport = :${port} )`]);
  return stdout
    .split('\n')
    .map((line) => /:(\d+)\s+\S+:\d+\s*$/.exec(line)?.[1])
    .filter((found) => found !== undefined);
}

async function ip(...command: Command): Promise<void> {
  await run('ip', command);
}

async function tc(...command: Command): Promise<void> {
  await run('tc', command);
}

async function filter(how: '--insert' | '--delete', rule: Command): Promise<void> {
  await run('iptables', ['--wait', how, ...rule]);
}
