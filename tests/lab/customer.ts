/**
 * A customer's telephone: sipp does the signalling, the lab's own RTP socket speaks and records.
 *
 * `callHotline` and its kin place a call through Asterisk's trunk; `CustomerPhone` is called by an agent.
 */
import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { freeUdpPort } from './port.ts';
import { Program } from './program.ts';
import type { Recording } from './recording.ts';
import { RtpPhone } from './rtp.ts';
import type { SignatureName } from './signature.ts';
import { waitFor } from './wait.ts';

export interface CallOptions {
  /** UDP port of the exchange. */
  readonly sipPort: number;
  /** What is dialled. Default `hotline`. */
  readonly to?: string;
  /** The caller's number as the trunk delivers it, such as `+33612345678`; `null` for a withheld number. */
  readonly number: string | null;
  /** The name beside the number. */
  readonly name?: string;
  /** What the customer says as soon as the line is open; `null` for silence. Default: the customer's melody. */
  readonly voice?: SignatureName | null;
}

export interface AnswerOptions {
  /** The port to which the exchange sends calls to outside numbers (`Asterisk.customerPort`). */
  readonly port: number;
  /** UDP port of the exchange. */
  readonly sipPort: number;
  /** How long it rings before the customer picks up, in ms; `Infinity` for never. Default 300. */
  readonly ringMs?: number;
  /** A final status instead of ringing, such as `486 Busy Here`. */
  readonly refuseWith?: string;
  readonly voice?: SignatureName | null;
}

export type CustomerState = 'calling' | 'ringing' | 'talking' | 'refused' | 'ended';

const scenarios = join(import.meta.dirname, 'sipp');

export class CustomerCall {
  /** The media of the call: what the customer hears and says, and the DTMF that arrived. */
  readonly phone: RtpPhone;
  readonly #folder: LabFolder;
  readonly #sipp: Program;
  readonly #localPort: number;
  readonly #callId: string;
  readonly #voice: SignatureName | undefined;
  #speaking = false;

  private constructor(facts: {
    readonly phone: RtpPhone;
    readonly folder: LabFolder;
    readonly sipp: Program;
    readonly localPort: number;
    readonly callId: string;
    readonly voice: SignatureName | undefined;
  }) {
    this.phone = facts.phone;
    this.#folder = facts.folder;
    this.#sipp = facts.sipp;
    this.#localPort = facts.localPort;
    this.#callId = facts.callId;
    this.#voice = facts.voice;
    this.#speakWhenAnswered();
  }

  /** Places a call; returns as soon as it is on its way. */
  static async place(options: CallOptions): Promise<CustomerCall> {
    const { sipPort, to = 'hotline', number, name } = options;
    const known = number !== null;
    const display = known ? (name ? `"${name}" ` : '') : '"Anonymous" ';
    const address = known ? `sip:${number}@127.0.0.1` : 'sip:anonymous@anonymous.invalid';
    // A withheld number: RFC 3323 (Privacy) and RFC 3325 (the network still knows it).
    const identity = known ? '' : 'Privacy: id\nP-Asserted-Identity: <sip:+33600000000@127.0.0.1>\n';
    return CustomerCall.#run('caller.xml', await freeUdpPort(), sipPort, options.voice, {
      number: to,
      from: `${display}<${address}>`,
      identity,
    });
  }

  /** Waits for a call on the trunk's outer side; returns as soon as sipp listens. */
  static async await(options: AnswerOptions): Promise<CustomerCall> {
    const { port, sipPort, ringMs = 300, refuseWith } = options;
    return CustomerCall.#run('answerer.xml', port, sipPort, options.voice, {
      status: refuseWith ?? '180 Ringing',
      expected: refuseWith ? 'ACK' : 'CANCEL',
      next: refuseWith ? 'end' : 'cancelled',
      // sipp has no "for ever": an hour is longer than any test.
      ringMs: refuseWith || ringMs === Infinity ? 3_600_000 : Math.max(1, ringMs),
    });
  }

  static async #run(
    scenario: string,
    localPort: number,
    sipPort: number,
    voice: SignatureName | null | undefined,
    values: Readonly<Record<string, string | number>>,
  ): Promise<CustomerCall> {
    const folder = labFolder('customer');
    const phone = await RtpPhone.open();
    const unique = `${process.pid}${Date.now().toString(36)}${phone.port}`;
    const all: Readonly<Record<string, string | number>> = { ...values, rtpPort: phone.port, branch: unique };
    const text = readFileSync(join(scenarios, scenario), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
      const value = all[key];
      if (value === undefined) throw new Error(`${scenario} asks for {{${key}}}, which nobody gives.`);
      return String(value);
    });
    writeFileSync(join(folder.path, 'scenario.xml'), text);
    const sipp = new Program(
      'sipp',
      [
        ...['-sf', 'scenario.xml', '-m', '1', '-nostdin', '-i', '127.0.0.1', '-p', String(localPort)],
        ...[
          '-cid_str',
          `${unique}@127.0.0.1`,
          '-trace_logs',
          '-log_file',
          'log',
          '-trace_err',
          '-error_file',
          'errors',
        ],
        ...['-trace_msg', '-message_file', 'messages', '-timeout', '3600s', `127.0.0.1:${sipPort}`],
      ],
      { cwd: folder.path, env: { PATH: process.env.PATH, TERM: 'dumb' } },
    );
    const callId = `${unique}@127.0.0.1`;
    const speech = voice === null ? undefined : (voice ?? 'customer');
    return new CustomerCall({ phone, folder, sipp, localPort, callId, voice: speech });
  }

  /** What the customer hears. */
  get heard(): Recording {
    return this.phone.heard;
  }

  get state(): CustomerState {
    const log = this.#log();
    if (/^refused/m.test(log)) return 'refused';
    if (/^ended/m.test(log) || !this.#sipp.running) return 'ended';
    if (/^answered/m.test(log)) return 'talking';
    return /^(ringing|called)/m.test(log) ? 'ringing' : 'calling';
  }

  /** The SIP status with which the call was refused, if it was. */
  get refusal(): number | undefined {
    const status = /^refused (\d+)/m.exec(this.#log())?.[1];
    return status === undefined ? undefined : Number(status);
  }

  /** The number that called, as the trunk shows it (for `await`). */
  get calledBy(): string | undefined {
    return /^called (.+)$/m.exec(this.#log())?.[1];
  }

  /** Waits for a state; fails when the call ends before. */
  async reaches(state: CustomerState, timeoutMs = 15_000): Promise<void> {
    await waitFor(
      `the customer's call to be ${state}`,
      () => {
        const now = this.state;
        return now === state || (state === 'ringing' && now === 'talking');
      },
      { timeoutMs, details: () => `It is ${this.state}.\n${this.messages().slice(-3000)}` },
    );
  }

  /** The customer hangs up, or gives up while it still rings; waits until the exchange has confirmed. */
  async hangUp(): Promise<void> {
    if (!this.#sipp.running) return;
    await this.#tell('NOTIFY');
    await this.#sipp.exited;
  }

  /** All SIP messages of the call so far. */
  messages(): string {
    return this.#read('messages') + this.#read('errors');
  }

  /** Ends everything, politely where a call is up. */
  async stop(): Promise<void> {
    if (this.state === 'talking' || (this.state === 'ringing' && this.calledBy === undefined)) {
      await this.#tell('NOTIFY');
      await Promise.race([this.#sipp.exited, new Promise((done) => setTimeout(done, 1000))]);
    }
    await this.#sipp.stop('SIGKILL');
    this.phone.close();
    this.#folder.remove();
  }

  /** sipp takes requests from anywhere when the Call-ID is right, which makes them a remote control. */
  async #tell(method: 'NOTIFY'): Promise<void> {
    const callId = /^Call-ID: (.+)$/m.exec(this.messages())?.[1]?.trim() ?? this.#callId;
    const lines = [
      `${method} sip:lab@127.0.0.1 SIP/2.0`,
      'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKlab',
      'From: <sip:lab@127.0.0.1>;tag=lab',
      'To: <sip:customer@127.0.0.1>',
      `Call-ID: ${callId}`,
      `CSeq: 900 ${method}`,
      'Max-Forwards: 70',
      'Content-Length: 0',
    ];
    const socket = createSocket('udp4');
    await new Promise<void>((done) => {
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, this.#localPort, '127.0.0.1', () => socket.close(() => done()));
    });
  }

  /** The exchange answers with its RTP port; the customer speaks from then on. */
  #speakWhenAnswered(): void {
    const timer = setInterval(() => {
      const port = /^answered (\d+)/m.exec(this.#log())?.[1];
      if (port !== undefined && !this.#speaking) {
        this.#speaking = true;
        this.phone.speakTo({ address: '127.0.0.1', port: Number(port) }, this.#voice);
      }
      if (this.#speaking || !this.#sipp.running) clearInterval(timer);
    }, 10);
    timer.unref();
    void this.#sipp.exited.then(() => this.phone.hush());
  }

  #log(): string {
    return this.#read('log');
  }

  #read(name: string): string {
    try {
      return readFileSync(join(this.#folder.path, name), 'utf8');
    } catch {
      return '';
    }
  }
}
