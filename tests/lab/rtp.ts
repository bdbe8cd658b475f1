/** The media side of a telephone: sends a melody as G.711 over RTP (RFC 3550), and records what arrives. */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { decodeMulaw, encodeMulaw } from './g711.ts';
import { Recording } from './recording.ts';
import { melody } from './signature.ts';
import type { SignatureName } from './signature.ts';

const RATE = 8000;
const PACKET_MS = 20;
const PACKET_SAMPLES = (RATE * PACKET_MS) / 1000;
const MULAW = 0;
/** The payload type of DTMF events (RFC 4733) that the SDP offers. */
export const TELEPHONE_EVENT = 101;
const DIGITS = '0123456789*#ABCD';

export interface RtpTarget {
  readonly address: string;
  readonly port: number;
}

export class RtpPhone {
  readonly port: number;
  /** What this telephone hears, from the first packet on; time in which nothing arrives is silence. */
  readonly heard = new Recording(RATE);
  readonly #socket: Socket;
  #target: RtpTarget | undefined;
  /** One round of what is said. */
  #speech: Int16Array = new Int16Array(PACKET_SAMPLES);
  #timer: NodeJS.Timeout | undefined;
  #received = 0;
  #digits = '';
  /** Share of what is sent that never arrives. */
  #lost = 0;
  #lastEventTimestamp = -1;
  #ssrc = -1;
  #offset = 0;
  #startedAt = 0;
  #lastPacketAt: number | undefined;
  #lastPacket: Int16Array = new Int16Array();

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (packet) => this.#take(packet));
    socket.on('error', () => undefined);
  }

  static open(): Promise<RtpPhone> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    return new Promise((done, fail) => {
      socket.once('error', fail);
      socket.bind(0, '127.0.0.1', () => done(new RtpPhone(socket)));
    });
  }

  /** What the last packet with sound held; its place in `heard` follows its time stamp, not its arrival. */
  get lastPacket(): Int16Array {
    return this.#lastPacket;
  }

  /** Packets that have arrived. */
  get received(): number {
    return this.#received;
  }

  /** DTMF digits that have arrived as RFC 4733 events. */
  get digits(): string {
    return this.#digits;
  }

  /** When the last packet arrived, on the clock of `performance.now()`. */
  get lastPacketAt(): number | undefined {
    return this.#lastPacketAt;
  }

  /** Speaks (or is silent, with `undefined`) to this address from now on, 50 packets a second. */
  speakTo(target: RtpTarget, voice: SignatureName | undefined): void {
    this.#target = target;
    this.say(voice);
    this.#timer ??= this.#run();
  }

  /** Changes what is said, without a break in the stream. */
  say(voice: SignatureName | undefined): void {
    this.#speech = voice ? melody(voice, RATE) : new Int16Array(PACKET_SAMPLES);
  }

  /** From now on this share of the packets (0 to 1) is lost on the way, as on a bad line. */
  lose(share: number): void {
    this.#lost = share;
  }

  /** Sends nothing any more; goes on listening. */
  hush(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.hush();
    try {
      this.#socket.close();
    } catch {
      // It was closed before.
    }
  }

  #run(): NodeJS.Timeout {
    const ssrc = Math.floor(Math.random() * 0xffff_ffff);
    const started = performance.now();
    let sent = 0;
    return setInterval(() => {
      // Timers come late on a busy machine: send what is due, so that the rate stays right.
      const due = Math.floor((performance.now() - started) / PACKET_MS);
      for (; sent < due; sent++) this.#send(sent, ssrc);
    }, PACKET_MS / 2);
  }

  #send(index: number, ssrc: number): void {
    if (!this.#target || Math.random() < this.#lost) return;
    const packet = Buffer.alloc(12 + PACKET_SAMPLES);
    packet[0] = 0x80;
    packet[1] = MULAW | (index === 0 ? 0x80 : 0);
    packet.writeUInt16BE(index & 0xffff, 2);
    packet.writeUInt32BE((index * PACKET_SAMPLES) >>> 0, 4);
    packet.writeUInt32BE(ssrc, 8);
    packet.set(encodeMulaw(this.#slice(index * PACKET_SAMPLES)), 12);
    this.#socket.send(packet, this.#target.port, this.#target.address);
  }

  #slice(from: number): Int16Array {
    const round = this.#speech;
    return new Int16Array(PACKET_SAMPLES).map((_, at) => round[(from + at) % round.length] ?? 0);
  }

  #take(packet: Buffer): void {
    if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2) return;
    const type = packet.readUInt8(1) & 0x7f;
    // RTCP on the same port (RFC 5761) has 72 to 76 here.
    if (type >= 72 && type <= 76) return;
    this.#received++;
    this.#lastPacketAt = performance.now();
    const timestamp = packet.readUInt32BE(4);
    const header = 12 + (packet.readUInt8(0) & 0x0f) * 4;
    if (type === TELEPHONE_EVENT) this.#takeDigit(packet.subarray(header), timestamp);
    if (type === MULAW) this.#record(decodeMulaw(packet.subarray(header)), timestamp, packet.readUInt32BE(8));
  }

  #record(samples: Int16Array, timestamp: number, ssrc: number): void {
    this.#lastPacket = samples;
    const now = performance.now();
    if (this.#startedAt === 0) this.#startedAt = now;
    const arrival = Math.round(((now - this.#startedAt) * RATE) / 1000);
    let place = ((timestamp - this.#offset) | 0) >>> 0;
    // A new source, or a clock that jumped: take the time of arrival as the place, then follow the timestamps again.
    if (ssrc !== this.#ssrc || Math.abs(place - arrival) > RATE) {
      this.#ssrc = ssrc;
      this.#offset = (timestamp - arrival) >>> 0;
      place = arrival;
    }
    this.heard.write(place, samples);
  }

  #takeDigit(payload: Buffer, timestamp: number): void {
    // The packets of one key press share the timestamp.
    if (payload.length < 4 || timestamp === this.#lastEventTimestamp) return;
    this.#lastEventTimestamp = timestamp;
    this.#digits += DIGITS[payload.readUInt8(0)] ?? '';
  }
}
