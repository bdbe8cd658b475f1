/**
 * A real Asterisk 22 for one test: agents 201 to 204 and 208 over WebSocket, with and without TLS, customers over a UDP trunk, the queue `hotline`.
 * Several instances may run side by side.
 */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { asteriskRoot } from '../../scripts/setup/asterisk-root.mjs';
import { Ami } from './ami.ts';
import type { AmiMessage } from './ami.ts';
import { spkiFingerprint, writeCertificate } from './certificate.ts';
import { inRoot, rootEnvironment } from './debian-root.ts';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { freeTcpPort, freeUdpPort } from './port.ts';
import { PortRange } from './port-range.ts';
import { Program } from './program.ts';
import { melody } from './signature.ts';
import { waitFor } from './wait.ts';
import { wav } from './wav.ts';

export interface AsteriskOptions {
  /** Whom the queue rings. Default `ringall`. */
  readonly queueStrategy?: 'ringall' | 'rrmemory' | 'leastrecent';
  /** How long a caller waits in the queue before Asterisk hangs up, in seconds. Default 600. */
  readonly queueTimeout?: number;
  /** Where sipp answers calls to the outer world; see `CustomerPhone`. Default: a free port. */
  readonly customerPort?: number;
  /** Names the loopback address to the other side, which a relay on this machine can reach. Default: what it finds by itself. */
  readonly announceLoopback?: boolean;
  /** Agents may connect to every address of this machine, not only to 127.0.0.1. */
  readonly everyAddress?: boolean;
}

/** 299 has a password and nothing else. */
export type AgentLine = '201' | '202' | '203' | '204' | '208' | '299';

const templates = join(import.meta.dirname, 'asterisk');
/** For sound, below the ports that the kernel hands out by itself. */
const soundPorts = { from: 20_000, size: 200, count: 50 } as const;
// SIP passwords of a test exchange that listens on the loopback interface for some seconds.
const PASSWORD_PREFIX = 'lab-secret-';
const MANAGER_SECRET = 'lab-manager';

export class Asterisk {
  readonly webPort: number;
  readonly secureWebPort: number;
  /** UDP, for customers. */
  readonly sipPort: number;
  /** UDP, where Asterisk sends the agents' calls to outside numbers. */
  readonly customerPort: number;
  /** UDP, for sound: nobody else's. */
  readonly rtpPorts: PortRange;
  readonly #managerPort: number;
  readonly #folder: LabFolder;
  #program: Program | undefined;
  #ami: Ami | undefined;

  private constructor(
    folder: LabFolder,
    ports: Readonly<Record<'web' | 'secureWeb' | 'sip' | 'customer' | 'manager', number>>,
    rtpPorts: PortRange,
  ) {
    this.#folder = folder;
    this.webPort = ports.web;
    this.secureWebPort = ports.secureWeb;
    this.sipPort = ports.sip;
    this.customerPort = ports.customer;
    this.#managerPort = ports.manager;
    this.rtpPorts = rtpPorts;
  }

  /** Starts an exchange and waits until it takes calls. */
  static async start(options: AsteriskOptions = {}): Promise<Asterisk> {
    const ports = {
      web: await freeTcpPort(),
      secureWeb: await freeTcpPort(),
      manager: await freeTcpPort(),
      sip: await freeUdpPort(),
      customer: options.customerPort ?? (await freeUdpPort()),
    };
    const asterisk = new Asterisk(labFolder('asterisk'), ports, await PortRange.take(soundPorts));
    asterisk.#writeFiles(options);
    try {
      await asterisk.boot();
    } catch (error) {
      await asterisk.stop();
      throw error;
    }
    return asterisk;
  }

  /** Where agents register. */
  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.webPort}/ws`;
  }

  /** The same over TLS, with a certificate that nobody has signed. */
  get secureWebSocketUrl(): string {
    return `wss://127.0.0.1:${this.secureWebPort}/ws`;
  }

  /** As Chromium's `--ignore-certificate-errors-spki-list` wants it. */
  get certificateKey(): string {
    return spkiFingerprint(new X509Certificate(readFileSync(join(this.#folder.path, 'etc', 'asterisk.crt'))));
  }

  /** The part after the @ of its addresses. */
  get domain(): string {
    return '127.0.0.1';
  }

  /** Makes the server's demonstration agents use this exchange. */
  get serverEnv(): NodeJS.ProcessEnv {
    return {
      CASQUE_DEMO_SIP_SERVER: this.webSocketUrl,
      CASQUE_DEMO_SIP_DOMAIN: this.domain,
      CASQUE_DEMO_SIP_PASSWORD_PREFIX: PASSWORD_PREFIX,
    };
  }

  password(line: AgentLine): string {
    return PASSWORD_PREFIX + line;
  }

  /** Events and actions of the manager interface. */
  get manager(): Ami {
    if (!this.#ami) throw new Error('Asterisk is not running.');
    return this.#ami;
  }

  get processId(): number {
    if (!this.#program) throw new Error('Asterisk is not running.');
    return this.#program.pid;
  }

  /** Runs a command of Asterisk's console and gives what it prints. */
  async cli(command: string): Promise<string> {
    const answer = await this.manager.action('Command', { Command: command });
    return answer.Output ?? '';
  }

  /** The registered contacts of a line, as SIP addresses. */
  async contacts(line: AgentLine): Promise<readonly string[]> {
    const output = await this.cli(`pjsip show aor ${line}`);
    return [...output.matchAll(/^\s*Contact:\s+\d+\/(sip\S+)/gm)].map(([, uri]) => uri ?? '');
  }

  /** Waits until a phone has registered for this line. */
  async registered(line: AgentLine, timeoutMs = 15_000): Promise<void> {
    await waitFor(`line ${line} to register`, async () => (await this.contacts(line)).length > 0, {
      timeoutMs,
      everyMs: 50,
    });
  }

  /** The names of the channels that are up, such as `PJSIP/201-00000001`. */
  async channels(): Promise<readonly string[]> {
    const output = await this.cli('core show channels concise');
    return output
      .split('\n')
      .filter((line) => line.includes('!'))
      .map((line) => line.split('!')[0] ?? '');
  }

  /** Hangs up whatever is up, as the exchange's operator would. */
  async hangUpAll(): Promise<void> {
    await this.cli('channel request hangup all');
    await waitFor('all channels to end', async () => (await this.channels()).length === 0);
  }

  /** The exchange's own log, for failing tests. */
  log(): string {
    const file = join(this.#folder.path, 'log', 'messages');
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return this.#program?.output ?? '';
    }
  }

  /** Starts it again with the same ports; registrations and calls of before are gone, as after a power failure. */
  async restart(): Promise<void> {
    await this.halt();
    await this.boot();
  }

  /** Ends the process at once, without a word to anybody, and keeps the ports for `boot`. */
  async halt(): Promise<void> {
    this.#ami?.close();
    this.#ami = undefined;
    await this.#program?.killInner();
    this.#program = undefined;
  }

  /** Starts the process after `halt`. */
  async boot(): Promise<void> {
    const asterisk = ['/usr/sbin/asterisk', '-C', '/mnt/etc/asterisk.conf', '-f', '-n', '-q'];
    const program = new Program(...inRoot(asteriskRoot, this.#folder.path, asterisk), {
      logFile: join(this.#folder.path, 'console.log'),
      env: rootEnvironment(),
    });
    this.#program = program;
    const details = (): string => program.output.slice(-4000);
    const ami = await waitFor(
      'Asterisk’s manager interface',
      () => {
        if (!program.running) throw new Error('Asterisk ended while it was starting.');
        return Ami.connect(this.#managerPort, 'lab', MANAGER_SECRET);
      },
      { timeoutMs: 30_000, everyMs: 50, details },
    );
    this.#ami = ami;
    // The answer "fully booted" can come a moment before the last commands of the console are there.
    const booted = async (): Promise<boolean> =>
      (await this.cli('core waitfullybooted')).includes('fully booted') &&
      (await this.cli('core show version')).startsWith('Asterisk ');
    await waitFor('Asterisk to boot', booted, { timeoutMs: 30_000, details });
  }

  async stop(): Promise<void> {
    await this.halt();
    this.rtpPorts.release();
    this.#folder.remove();
  }

  /** Waits for one event of the manager interface. */
  event(name: string, fits?: (message: AmiMessage) => boolean, timeoutMs?: number): Promise<AmiMessage> {
    return this.manager.next(name, fits, timeoutMs);
  }

  #writeFiles(options: AsteriskOptions): void {
    const at = (...parts: string[]): string => join(this.#folder.path, ...parts);
    for (const name of ['etc', 'state', 'spool', 'run', 'log', 'sounds/hold']) mkdirSync(at(name), { recursive: true });
    const values: Readonly<Record<string, string | number>> = {
      webPort: this.webPort,
      webAddress: options.everyAddress === true ? '0.0.0.0' : '127.0.0.1',
      secureWebPort: this.secureWebPort,
      sipPort: this.sipPort,
      customerPort: this.customerPort,
      managerPort: this.#managerPort,
      managerSecret: MANAGER_SECRET,
      rtpStart: this.rtpPorts.first,
      rtpEnd: this.rtpPorts.last,
      queueStrategy: options.queueStrategy ?? 'ringall',
      queueTimeout: options.queueTimeout ?? 600,
      iceHostCandidates: options.announceLoopback === true ? loopbackInPlace() : '',
      password201: this.password('201'),
      password202: this.password('202'),
      password203: this.password('203'),
      password204: this.password('204'),
      password208: this.password('208'),
      password299: this.password('299'),
    };
    for (const name of readdirSync(templates)) {
      const text = readFileSync(join(templates, name), 'utf8');
      const filled = text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
        const value = values[key];
        if (value === undefined) throw new Error(`${name} asks for {{${key}}}, which nobody gives.`);
        return String(value);
      });
      writeFileSync(at('etc', name), filled);
    }
    writeCertificate(at('etc', 'asterisk.key'), at('etc', 'asterisk.crt'));
    writeFileSync(at('sounds', 'exchange.wav'), wav(repeated(melody('exchange', 8000), 20), 8000));
    writeFileSync(at('sounds', 'hold', 'music.wav'), wav(repeated(melody('music', 8000), 20), 8000));
  }
}

/** Lines of rtp.conf that put the loopback address in the place of every other one of this machine. */
function loopbackInPlace(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${address} => 127.0.0.1`)
    .join('\n');
}

function repeated(samples: Int16Array, times: number): Int16Array {
  const long = new Int16Array(samples.length * times);
  for (let round = 0; round < times; round++) long.set(samples, round * samples.length);
  return long;
}
