/**
 * A real Kamailio with rtpengine for one test, with the configuration that administrators are given (docs/pbx/kamailio.cfg): phones on
 * one side, and what stands in for the PBX on the other, which knows nothing of WebRTC.
 */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { spkiFingerprint, writeCertificate } from './certificate.ts';
import { labFolder, type LabFolder } from './folder.ts';
import { freeTcpPort, freeUdpPort } from './port.ts';
import { PortRange } from './port-range.ts';
import { Program } from './program.ts';
import { waitFor } from './wait.ts';

const address = '127.0.0.1';
/** Above those of the relays. */
const soundPorts = { from: 32_000, size: 100, count: 7 } as const;
const configuration = join(import.meta.dirname, '..', '..', 'docs', 'pbx', 'kamailio.cfg');

export class Kamailio {
  /** Where phones register. */
  readonly webSocketUrl: string;
  readonly domain = address;
  readonly password = 'lab-secret-201';
  /** UDP, for the PBX. */
  readonly sipPort: number;
  /** UDP, where the PBX is expected. */
  readonly pbxPort: number;
  readonly #folder: LabFolder;
  readonly #soundPorts: PortRange;
  readonly #programs: Program[] = [];

  private constructor(
    folder: LabFolder,
    ports: Readonly<Record<'secureWeb' | 'sip' | 'pbx', number>>,
    rangeForSound: PortRange,
  ) {
    this.#folder = folder;
    this.#soundPorts = rangeForSound;
    this.webSocketUrl = `wss://${address}:${ports.secureWeb}`;
    this.sipPort = ports.sip;
    this.pbxPort = ports.pbx;
  }

  static async start(): Promise<Kamailio> {
    const ports = { secureWeb: await freeTcpPort(), sip: await freeUdpPort(), pbx: await freeUdpPort() };
    const kamailio = new Kamailio(labFolder('kamailio'), ports, await PortRange.take(soundPorts));
    try {
      await kamailio.#boot(ports, await freeUdpPort());
      return kamailio;
    } catch (error) {
      await kamailio.stop();
      throw error;
    }
  }

  /** As Chromium's `--ignore-certificate-errors-spki-list` wants it. */
  get certificateKey(): string {
    return spkiFingerprint(new X509Certificate(readFileSync(join(this.#folder.path, 'pbx.pem'))));
  }

  log(): string {
    return this.#programs.map(({ name, output }) => `${name}:\n${output.slice(-4000)}`).join('\n');
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) await program.stop();
    this.#soundPorts.release();
    this.#folder.remove();
  }

  async #boot(ports: Readonly<Record<'secureWeb' | 'sip' | 'pbx', number>>, soundControlPort: number): Promise<void> {
    const at = (name: string): string => join(this.#folder.path, name);
    writeCertificate(at('pbx.key'), at('pbx.pem'));
    const sound = new Program('rtpengine', [
      // The system's own configuration has ports that only one instance can have.
      ...[
        '--config-file=none',
        '--foreground',
        '--log-stderr',
        '--log-level=6',
        '--table=-1',
        `--interface=${address}`,
      ],
      ...[
        `--listen-ng=${address}:${soundControlPort}`,
        `--port-min=${this.#soundPorts.first}`,
        `--port-max=${this.#soundPorts.last}`,
      ],
    ]);
    this.#programs.push(sound);
    await sound.printed(/Startup complete/);

    const values: readonly (readonly [string, string])[] = [
      ['listen=udp:LOCAL_ADDRESS:5060', `listen=udp:${address}:${ports.sip}`],
      ['listen=tls:LOCAL_ADDRESS:8443', `listen=tls:${address}:${ports.secureWeb}`],
      ['/etc/kamailio/tls/pbx.key', at('pbx.key')],
      ['/etc/kamailio/tls/pbx.pem', at('pbx.pem')],
      ['udp:127.0.0.1:2223', `udp:${address}:${soundControlPort}`],
      ['PASSWORD_OF_201', this.password],
      ['sip:PBX_ADDRESS:5060', `sip:${address}:${ports.pbx}`],
      ['"PBX_ADDRESS"', `"${address}"`],
    ];
    let text = readFileSync(configuration, 'utf8');
    for (const [placeholder, value] of values) {
      if (!text.includes(placeholder)) throw new Error(`kamailio.cfg no longer says ${placeholder}.`);
      text = text.replaceAll(placeholder, value);
    }
    writeFileSync(at('kamailio.cfg'), text);
    mkdirSync(at('run'));
    const proxy = new Program('kamailio', [
      ...['-DD', '-E', '-f', at('kamailio.cfg'), '-Y', at('run'), '-P', at('pid'), '-m', '64', '-M', '8'],
    ]);
    this.#programs.push(proxy);
    await waitFor('Kamailio to listen', () => accepts(ports.secureWeb), { details: () => this.log() });
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, address);
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}
