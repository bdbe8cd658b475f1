import type { AudioDevice, AudioRole, DevicesState } from '../contract/state.ts';
import { loadChoice, saveChoice, type DeviceChoice } from './device-choice.ts';
import { listDevices, matchDevice } from './match-device.ts';
import { Microphone } from './microphone.ts';

export type AudioDevicesOptions = {
  readonly media: MediaDevices;
  readonly storage: Storage;
  readonly onChange: (state: DevicesState) => void;
  /** Calls under way need a track of the microphone that has just been opened. */
  readonly onMicrophoneReplaced: () => void;
  /** Device id for `setSinkId`; the empty string is the system's default. */
  readonly onSink: (role: 'speaker' | 'ringer', deviceId: string) => void;
};

/** Not every system announces a device that comes or goes (virtual ones on Linux do not), so the list is also read now and then. */
const rereadMs = 3_000;

/**
 * A device that was unplugged is used again only after this long, in milliseconds: Chromium keeps its stream for five seconds, and the
 * system has meanwhile moved that stream to another device, where the voice would stay.
 */
const returnMs = 6_000;

/** The sound devices of this desk: what is there, what is chosen, and the microphone kept open. */
export class AudioDevices {
  readonly #options: AudioDevicesOptions;
  readonly microphone: Microphone;
  #choice: DeviceChoice;
  #inputs: readonly AudioDevice[] = [];
  #outputs: readonly AudioDevice[] = [];
  #open = false;
  #started: Promise<void> = Promise.resolve();
  /** Id that the open microphone was asked for; undefined for the default. */
  #askedInput: string | undefined;
  /** When an output was unplugged, by its id (performance.now, ms). */
  readonly #lostAt = new Map<string, number>();
  #sinks = { speaker: '', ringer: '' };
  #reread: ReturnType<typeof setInterval> | undefined;

  constructor(options: AudioDevicesOptions) {
    this.#options = options;
    this.#choice = loadChoice(options.storage);
    this.microphone = new Microphone(options.media, () => options.onChange(this.state), options.onMicrophoneReplaced);
  }

  get state(): DevicesState {
    return {
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      chosen: this.#choice,
      absent: this.#absent(),
      microphone: this.microphone.state,
    };
  }

  /** Opens the microphone and watches for devices. */
  start(): Promise<void> {
    if (!this.#open) {
      this.#open = true;
      this.#started = this.#start();
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
    this.#reread = setInterval(this.#devicesChanged, rereadMs);
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
  }

  async choose(role: AudioRole, name: string | null): Promise<void> {
    this.#choice = { ...this.#choice, [role]: name };
    saveChoice(this.#options.storage, this.#choice);
    await this.#apply();
    this.#options.onChange(this.state);
  }

  async retryMicrophone(): Promise<void> {
    await this.#read();
    await this.#openMicrophone();
    await this.#read();
  }

  readonly #devicesChanged = (): void => {
    void this.#read().then(() => this.#apply());
  };

  async #read(): Promise<void> {
    const devices = await this.#options.media.enumerateDevices();
    const inputs = listDevices(devices, 'audioinput');
    const outputs = listDevices(devices, 'audiooutput');
    if (sameDevices(inputs, this.#inputs) && sameDevices(outputs, this.#outputs)) return;
    for (const { deviceId } of this.#outputs) {
      if (!outputs.some((output) => output.deviceId === deviceId)) this.#lostAt.set(deviceId, performance.now());
    }
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#applySinks();
    this.#options.onChange(this.state);
  }

  async #apply(): Promise<void> {
    this.#applySinks();
    if (!this.#open || this.microphone.state.state === 'starting') return;
    const wanted = matchDevice(this.#inputs, this.#choice.microphone)?.deviceId;
    const lost = this.microphone.state.state === 'unavailable';
    const refused = lost && this.microphone.missing === 'PHONE_MICROPHONE_REFUSED';
    // A refusal is a person's decision: it is not asked again until they say so.
    if (refused || (lost && this.#inputs.length === 0)) return;
    if (lost || wanted !== this.#askedInput) await this.#openMicrophone();
  }

  async #openMicrophone(): Promise<void> {
    this.#askedInput = matchDevice(this.#inputs, this.#choice.microphone)?.deviceId;
    await this.microphone.open(this.#askedInput);
  }

  #applySinks(): void {
    for (const role of ['speaker', 'ringer'] as const) {
      const deviceId = matchDevice(this.#outputs, this.#choice[role])?.deviceId ?? '';
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
    const { microphone, speaker, ringer } = this.#choice;
    if (microphone !== null && matchDevice(this.#inputs, microphone) === undefined) absent.push('microphone');
    if (speaker !== null && matchDevice(this.#outputs, speaker) === undefined) absent.push('speaker');
    if (ringer !== null && matchDevice(this.#outputs, ringer) === undefined) absent.push('ringer');
    return absent;
  }
}

function sameDevices(one: readonly AudioDevice[], other: readonly AudioDevice[]): boolean {
  return (
    one.length === other.length &&
    one.every((device, index) => device.deviceId === other[index]?.deviceId && device.name === other[index].name)
  );
}
