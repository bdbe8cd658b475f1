import type { AudioDevice, AudioRole, DevicesState, PhoneCall } from '../contract/state.ts';
import { loadMemory, saveMemory, type DeviceChoice } from './desk-memory.ts';
import { listDevices, matchDevice } from './match-device.ts';
import { MicrophoneMonitor } from './microphone-monitor.ts';
import { Microphone } from './microphone.ts';
import { NoiseSuppressor } from './noise-suppressor.ts';
import { afterChange, choose, startChoosing, type Choosing, type Plugged } from './next-choice.ts';

export type AudioDevicesOptions = {
  readonly media: MediaDevices;
  readonly storage: Storage;
  readonly onChange: (state: DevicesState) => void;
  /** Calls under way need a track of the microphone that has just been opened. */
  readonly onMicrophoneReplaced: () => void;
  /** Root mean square of what the microphone picks up, 0 to 1, while a meter shows it. */
  readonly onLevel: (level: number) => void;
  /** Device id for `setSinkId`; the empty string is the system's default. */
  readonly onSink: (role: 'speaker' | 'ringer', deviceId: string) => void;
};

/**
 * Not every system announces a device that comes or goes (virtual ones on Linux do not), so the list is also read now and then, ms; in
 * a call often enough for its voice to follow a headset within a second.
 */
const rereadMs = { idle: 3_000, inCall: 400 } as const;

/**
 * A device that was unplugged is used again only after this long, in milliseconds: Chromium keeps its stream for five seconds, and the
 * system has meanwhile moved that stream to another device, where the voice would stay.
 */
const returnMs = 6_000;

/** The two halves of a headset may appear one after the other, within this many milliseconds. */
const newForMs = 2_000;

const nothing: Plugged = { inputs: [], outputs: [] };

/** The sound devices of this desk: what is there, what is chosen, and the microphone kept open. */
export class AudioDevices {
  readonly #options: AudioDevicesOptions;
  readonly microphone: Microphone;
  readonly monitor: MicrophoneMonitor;
  readonly #suppressor = new NoiseSuppressor();
  #wantsQuiet = false;
  #choosing: Choosing;
  #plugged = nothing;
  #moved: DevicesState['moved'] = null;
  /** What was chosen before the last move. */
  #beforeMove: DeviceChoice | undefined;
  #open = false;
  #started: Promise<void> = Promise.resolve();
  /** Id that the open microphone was asked for; undefined for the default. */
  #askedInput: string | undefined;
  /** When a device came, and when an output went, by its id (performance.now, ms). */
  readonly #cameAt = new Map<string, number>();
  readonly #lostAt = new Map<string, number>();
  #sinks = { speaker: '', ringer: '' };
  #reread: ReturnType<typeof setInterval> | undefined;
  #isInCall = false;

  constructor(options: AudioDevicesOptions) {
    this.#options = options;
    this.#choosing = startChoosing(loadMemory(options.storage), '', nothing);
    this.microphone = new Microphone(options.media, this.#suppressor, {
      onState: () => {
        this.monitor.soundChanged();
        options.onChange(this.state);
      },
      onReplaced: () => {
        this.monitor.soundChanged();
        options.onMicrophoneReplaced();
      },
      onLost: () => this.#devicesChanged(),
    });
    this.monitor = new MicrophoneMonitor({
      sound: () => this.microphone.sound,
      onLevel: options.onLevel,
      onWarning: () => options.onChange(this.state),
    });
  }

  get state(): DevicesState {
    return {
      inputs: [...this.#plugged.inputs],
      outputs: [...this.#plugged.outputs],
      chosen: this.#choosing.choice,
      absent: this.#absent(),
      microphone: this.microphone.state,
      noise: this.microphone.isQuiet ? 'suppressed' : 'kept',
      warning: this.monitor.warning,
      moved: this.#moved,
    };
  }

  /** Opens the microphone and watches for devices, as this agent likes them at this desk. */
  start(agentId: string, quiet: boolean): Promise<void> {
    this.#wantsQuiet = quiet;
    this.#moved = null;
    this.#choosing = startChoosing(this.#choosing.memory, agentId, this.#plugged);
    if (!this.#open) {
      this.#open = true;
      this.#started = this.#start();
    } else {
      this.#devicesChanged();
    }
    return this.#started;
  }

  /** The first opening of the microphone has come to an end, whatever that is. */
  async whenStarted(): Promise<void> {
    await this.#started;
    await this.microphone.settled();
  }

  async #start(): Promise<void> {
    this.#options.media.addEventListener('devicechange', this.#devicesChanged);
    this.#readAgain();
    await this.#read();
    await this.#openMicrophone();
    // Names are hidden until the microphone was allowed.
    await this.#read();
  }

  /** Lets go of the microphone: nobody is there to speak. */
  stop(): void {
    this.#open = false;
    clearInterval(this.#reread);
    this.#options.media.removeEventListener('devicechange', this.#devicesChanged);
    this.microphone.close();
    this.#suppressor.stop();
  }

  /** While somebody is spoken with, or rings, devices and the microphone are watched closely. */
  callsChanged(calls: readonly PhoneCall[]): void {
    const talk = calls.find(({ phase, heldByRemote }) => phase === 'active' && !heldByRemote);
    this.monitor.conversation(talk === undefined ? 'none' : talk.muted ? 'muted' : 'open');
    const isInCall = calls.some(({ phase }) => phase !== 'ended');
    if (isInCall === this.#isInCall) return;
    this.#isInCall = isInCall;
    this.#suppressor.work(isInCall);
    if (this.#open) this.#readAgain();
  }

  async choose(role: AudioRole, name: string | null): Promise<void> {
    await this.#choose({ ...this.#choosing.choice, [role]: name });
  }

  /** Back to what was used before the last headset came. */
  async undoMove(): Promise<void> {
    const before = this.#beforeMove;
    if (before !== undefined && this.#moved?.reason === 'plugged') await this.#choose(before);
  }

  /** Takes the noise out of what calls get, or leaves it in. @returns false: it cannot be done here */
  async suppressNoise(on: boolean): Promise<boolean> {
    this.#wantsQuiet = on;
    if (this.#open && this.microphone.state.state === 'ready') await this.#openMicrophone();
    this.#options.onChange(this.state);
    return this.microphone.isQuiet === on || this.microphone.state.state !== 'ready';
  }

  async retryMicrophone(): Promise<void> {
    await this.#read();
    await this.#openMicrophone();
    await this.#read();
  }

  async #choose(choice: DeviceChoice): Promise<void> {
    this.#moved = null;
    this.#beforeMove = undefined;
    this.#take(choose(this.#choosing, this.#plugged, choice));
    await this.#apply();
    this.#options.onChange(this.state);
  }

  #take(choosing: Choosing): void {
    if (choosing.memory !== this.#choosing.memory) saveMemory(this.#options.storage, choosing.memory);
    this.#choosing = choosing;
  }

  #readAgain(): void {
    clearInterval(this.#reread);
    this.#reread = setInterval(this.#devicesChanged, this.#isInCall ? rereadMs.inCall : rereadMs.idle);
  }

  readonly #devicesChanged = (): void => {
    void this.#read().then(() => this.#apply());
  };

  async #read(): Promise<void> {
    const devices = await this.#options.media.enumerateDevices();
    const now: Plugged = {
      inputs: listDevices(devices, 'audioinput'),
      outputs: listDevices(devices, 'audiooutput'),
    };
    const before = this.#plugged;
    if (sameDevices(now.inputs, before.inputs) && sameDevices(now.outputs, before.outputs)) return;
    this.#plugged = now;
    this.#noteTimes(before, now);
    this.#follow(before, now);
    this.#applySinks();
    this.#options.onChange(this.state);
  }

  #noteTimes(before: Plugged, now: Plugged): void {
    const at = performance.now();
    const known = new Set([...before.inputs, ...before.outputs].map(({ deviceId }) => deviceId));
    for (const { deviceId } of [...now.inputs, ...now.outputs]) {
      if (!known.has(deviceId)) this.#cameAt.set(deviceId, at);
    }
    for (const { deviceId } of before.outputs) {
      if (!now.outputs.some((output) => output.deviceId === deviceId)) this.#lostAt.set(deviceId, at);
    }
  }

  #follow(before: Plugged, now: Plugged): void {
    const isFirst = before.inputs.length === 0 && before.outputs.length === 0;
    if (isFirst) {
      this.#take(startChoosing(this.#choosing.memory, this.#choosing.agentId, now));
      return;
    }
    const since = performance.now() - newForMs;
    const came = new Set([...this.#cameAt].filter(([, at]) => at > since).map(([deviceId]) => deviceId));
    const { choice } = this.#choosing;
    const [choosing, move] = afterChange(this.#choosing, before, now, came);
    this.#take(choosing);
    if (move === null) return;
    this.#beforeMove = choice;
    this.#moved = { ...move, at: new Date().toISOString() };
  }

  async #apply(): Promise<void> {
    this.#applySinks();
    if (!this.#open || this.microphone.state.state === 'starting') return;
    const wanted = matchDevice(this.#plugged.inputs, this.#choosing.choice.microphone)?.deviceId;
    const lost = this.microphone.state.state === 'unavailable';
    const refused = lost && this.microphone.missing === 'PHONE_MICROPHONE_REFUSED';
    // A refusal is a person's decision: it is not asked again until they say so.
    if (refused || (lost && this.#plugged.inputs.length === 0)) return;
    if (lost || wanted !== this.#askedInput) await this.#openMicrophone();
  }

  async #openMicrophone(): Promise<void> {
    this.#askedInput = matchDevice(this.#plugged.inputs, this.#choosing.choice.microphone)?.deviceId;
    await this.microphone.open(this.#askedInput, this.#wantsQuiet);
  }

  #applySinks(): void {
    for (const role of ['speaker', 'ringer'] as const) {
      const deviceId = matchDevice(this.#plugged.outputs, this.#choosing.choice[role])?.deviceId ?? '';
      if (deviceId === this.#sinks[role] || this.#isJustBack(deviceId)) continue;
      this.#sinks = { ...this.#sinks, [role]: deviceId };
      this.#options.onSink(role, deviceId);
    }
  }

  /** The next reading of the list takes it. */
  #isJustBack(deviceId: string): boolean {
    const lostAt = this.#lostAt.get(deviceId);
    return lostAt !== undefined && performance.now() - lostAt < returnMs;
  }

  #absent(): AudioRole[] {
    const absent: AudioRole[] = [];
    const { microphone, speaker, ringer } = this.#choosing.choice;
    if (microphone !== null && matchDevice(this.#plugged.inputs, microphone) === undefined) absent.push('microphone');
    if (speaker !== null && matchDevice(this.#plugged.outputs, speaker) === undefined) absent.push('speaker');
    if (ringer !== null && matchDevice(this.#plugged.outputs, ringer) === undefined) absent.push('ringer');
    return absent;
  }
}

function sameDevices(one: readonly AudioDevice[], other: readonly AudioDevice[]): boolean {
  return (
    one.length === other.length &&
    one.every((device, index) => device.deviceId === other[index]?.deviceId && device.name === other[index].name)
  );
}
