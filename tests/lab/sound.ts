/**
 * A sound system of its own (PulseAudio) with a headset, its microphone and loudspeakers that can be plugged in and out,
 * spoken into and listened to.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { Program } from './program.ts';
import { Recording } from './recording.ts';
import { melody } from './signature.ts';
import type { SignatureName } from './signature.ts';
import { waitFor } from './wait.ts';

export type OutputDevice = 'headset' | 'speakers';
/** `deskMicrophone` picks up the same as the headset's, and is not plugged in at the start. */
export type InputDevice = 'microphone' | 'deskMicrophone';
type Device = OutputDevice | InputDevice;

/** The names that applications show. */
export const deviceNames = {
  headset: 'Headset',
  speakers: 'Speakers',
  microphone: 'Headset Microphone',
  deskMicrophone: 'Desk Microphone',
} as const;

const run = promisify(execFile);
const RATE = 16_000;
const MICROPHONE_RATE = 48_000;
/** The far end of the microphone's cable: what is played there is what the microphone picks up. */
const CABLE = 'microphone_cable';
/** Without `norewinds` an idle device works in blocks of two seconds, and whoever opens it waits for the block's end. */
const RATE_AND_BLOCKS = ['rate=48000', 'norewinds=1'];

export class Sound {
  readonly #folder: LabFolder;
  readonly #daemon: Program;
  readonly #modules = new Map<Device | 'cable', string>();
  readonly #children = new Set<ChildProcess>();
  #speaker: ChildProcess | undefined;

  private constructor(folder: LabFolder, daemon: Program) {
    this.#folder = folder;
    this.#daemon = daemon;
  }

  /** Starts with all devices plugged in; the speakers are the system's default output. */
  static async start(): Promise<Sound> {
    const folder = labFolder('sound');
    const env = { PATH: process.env.PATH, HOME: folder.path, XDG_RUNTIME_DIR: folder.path, LANG: 'C.UTF-8' };
    const options = [
      '-n',
      '--daemonize=no',
      '--use-pid-file=no',
      '--exit-idle-time=-1',
      '--disable-shm=yes',
      '--realtime=no',
    ];
    const socket = join(folder.path, 'pulse.socket');
    const load = `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`;
    const daemon = new Program('pulseaudio', [...options, load], { env });
    const sound = new Sound(folder, daemon);
    try {
      await waitFor('PulseAudio', () => sound.#pactl('info'), { details: () => daemon.output });
      await sound.#load(
        'cable',
        'module-null-sink',
        `sink_name=${CABLE}`,
        ...RATE_AND_BLOCKS,
        describe('sink', 'Lab Cable'),
      );
      for (const device of ['speakers', 'headset', 'microphone'] as const) await sound.plug(device);
      await sound.#pactl('set-default-sink', 'speakers');
      await sound.#pactl('set-default-source', 'microphone');
    } catch (error) {
      await sound.stop();
      throw error;
    }
    return sound;
  }

  /** What an application needs in its environment to use these devices. */
  get env(): NodeJS.ProcessEnv {
    return {
      PULSE_SERVER: `unix:${join(this.#folder.path, 'pulse.socket')}`,
      PULSE_COOKIE: join(this.#folder.path, 'cookie'),
      // Nothing may start a sound server of its own when this one has ended.
      PULSE_CLIENTCONFIG: '/dev/null',
    };
  }

  async plug(device: Device): Promise<void> {
    const description = deviceNames[device];
    if (device === 'microphone' || device === 'deskMicrophone') {
      const source = [`source_name=${device}`, `master=${CABLE}.monitor`, describe('source', description)];
      await this.#load(device, 'module-remap-source', ...source);
    } else {
      await this.#load(
        device,
        'module-null-sink',
        `sink_name=${device}`,
        ...RATE_AND_BLOCKS,
        describe('sink', description),
      );
    }
  }

  async unplug(device: Device): Promise<void> {
    const index = this.#modules.get(device);
    if (index === undefined) return;
    this.#modules.delete(device);
    await this.#pactl('unload-module', index);
  }

  /** Somebody speaks into the microphone, until `hush`. */
  speak(voice: SignatureName): void {
    this.play(melody(voice, MICROPHONE_RATE));
  }

  /** Anything else into the microphone, again and again until `hush`. @param round mono, 16 bit, 48 kHz */
  play(round: Int16Array): void {
    this.hush();
    const child = this.#spawn('pacat', [
      ...['--playback', `--device=${CABLE}`, '--raw', '--format=s16le', '--channels=1', `--rate=${MICROPHONE_RATE}`],
      '--latency-msec=40',
    ]);
    this.#speaker = child;
    const bytes = Buffer.from(round.buffer, round.byteOffset, round.byteLength);
    const { stdin } = child;
    stdin?.on('error', () => undefined);
    const feed = (): void => {
      while (this.#speaker === child && stdin?.write(bytes)) {
        // The pipe takes more until it is full; it drains at the speed of speech.
      }
    };
    stdin?.on('drain', feed);
    feed();
  }

  hush(): void {
    this.#speaker?.kill('SIGKILL');
    this.#speaker = undefined;
  }

  /** Records what an output device plays; `stop` ends it. The device must be plugged in. */
  async record(device: OutputDevice | 'microphone'): Promise<Recording & { stop(): void }> {
    const source = device === 'microphone' ? 'microphone' : `${device}.monitor`;
    const recording = new Recording(RATE);
    const child = this.#spawn('parec', [
      ...[`--device=${source}`, '--raw', '--format=s16le', '--channels=1', `--rate=${RATE}`, '--latency-msec=20'],
    ]);
    let rest = Buffer.alloc(0);
    child.stdout?.on('data', (chunk: Buffer) => {
      const bytes = Buffer.concat([rest, chunk]);
      const whole = bytes.length & ~1;
      const samples = new Int16Array(whole / 2);
      for (let at = 0; at < samples.length; at++) samples[at] = bytes.readInt16LE(at * 2);
      rest = bytes.subarray(whole);
      recording.append(samples);
    });
    await waitFor(`the recording of ${source}`, () => recording.lengthMs > 0);
    return Object.assign(recording, { stop: () => void child.kill('SIGKILL') });
  }

  /** The programs that play to this device right now, as PulseAudio names them. */
  async playersOn(device: OutputDevice): Promise<readonly string[]> {
    return this.#programsOn(device, 'sinks', 'Sink');
  }

  /** The programs that listen to this microphone right now. */
  async listenersOn(device: InputDevice): Promise<readonly string[]> {
    return this.#programsOn(device, 'sources', 'Source');
  }

  async #programsOn(device: Device, list: 'sinks' | 'sources', kind: 'Sink' | 'Source'): Promise<readonly string[]> {
    const devices = await this.#pactl('list', 'short', list);
    const index = devices
      .split('\n')
      .find((line) => line.split('\t')[1] === device)
      ?.split('\t')[0];
    const streams = kind === 'Sink' ? 'Sink Input #' : 'Source Output #';
    return (await this.#pactl('list', kind === 'Sink' ? 'sink-inputs' : 'source-outputs'))
      .split(streams)
      .filter((block) => new RegExp(`^\\s*${kind}: ${index}$`, 'm').test(block))
      .map((block) => /application\.name = "(.*)"/.exec(block)?.[1] ?? '?');
  }

  async stop(): Promise<void> {
    this.hush();
    for (const child of this.#children) child.kill('SIGKILL');
    // It takes seconds to end politely, and has nothing to keep.
    await this.#daemon.stop('SIGKILL');
    this.#folder.remove();
  }

  async #load(name: Device | 'cable', module: string, ...args: readonly string[]): Promise<void> {
    if (this.#modules.has(name)) return;
    this.#modules.set(name, (await this.#pactl('load-module', module, ...args)).trim());
  }

  async #pactl(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('pactl', args, {
      env: { ...process.env, ...this.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    });
    return stdout;
  }

  #spawn(command: string, args: readonly string[]): ChildProcess {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
      env: { ...process.env, ...this.env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }
}

function describe(kind: 'sink' | 'source', description: string): string {
  return `${kind}_properties='device.description="${description}"'`;
}
