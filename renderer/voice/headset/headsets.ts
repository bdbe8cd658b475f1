import type { ErrorCode } from '../../../domain/errors.ts';
import type { HeadsetState, PhoneCall } from '../contract/state.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import type { ListedDevice } from '../devices/match-device.ts';
import { describe, type PhoneLog } from '../phone-log.ts';
import { commandFor } from './call-buttons.ts';
import { readControls } from './controls.ts';
import { Headset } from './headset.ts';
import { isInUse } from './in-use.ts';
import { dark, lightsFor } from './lights.ts';
import type { ButtonEvent } from './buttons.ts';
import type { Hid, HidDevice } from './web-hid.ts';

export type HeadsetsOptions = {
  /** Undefined where the system has no HID. */
  readonly hid: Hid | undefined;
  readonly calls: () => readonly PhoneCall[];
  readonly run: (command: PhoneCommand) => Promise<{ readonly error: ErrorCode | null }>;
  readonly sounds: {
    readonly listed: () => Promise<readonly ListedDevice[]>;
    /** Name of the chosen speaker, null for the system's default. */
    readonly chosen: () => string | null;
  };
  readonly onChange: (state: HeadsetState[]) => void;
  readonly log: PhoneLog;
};

/**
 * The headsets of this desk. The buttons of each act and the lights of all are in step, whoever changed the call: an agent who
 * wears one and has another on the table uses both. The one that sound goes to comes first.
 */
export class Headsets {
  readonly #options: HeadsetsOptions;
  readonly #headsets: Headset[] = [];
  #inUse = new Set<HidDevice>();
  #told = '[]';

  constructor(options: HeadsetsOptions) {
    this.#options = options;
    options.hid?.addEventListener('connect', ({ device }) => this.#add(device));
    options.hid?.addEventListener('disconnect', ({ device }) => this.#remove(device));
  }

  get state(): HeadsetState[] {
    const states = this.#headsets.map(({ device, state }) => ({
      name: device.productName.slice(0, 120),
      state,
      inUse: this.#inUse.has(device),
    }));
    return states.sort((one, other) => Number(other.inUse) - Number(one.inUse));
  }

  /** Takes the headsets that this page may use now; lets go of those that it may no longer use. */
  async read(): Promise<void> {
    try {
      const devices = (await this.#options.hid?.getDevices()) ?? [];
      for (const { device } of [...this.#headsets]) if (!devices.includes(device)) this.#remove(device);
      for (const device of devices) this.#add(device);
    } catch (error) {
      this.#options.log('warn', 'headsets', describe(error));
    }
    await this.soundsChanged();
  }

  /** Another sound device was chosen, plugged in or pulled out. */
  async soundsChanged(): Promise<void> {
    if (this.#headsets.length > 0) {
      const listed = await this.#options.sounds.listed().catch(() => []);
      const chosen = this.#options.sounds.chosen();
      const used = this.#headsets.filter(({ device }) =>
        isInUse({ name: device.productName, ...idsOf(device) }, listed, chosen),
      );
      this.#inUse = new Set(used.map(({ device }) => device));
    }
    this.#tell();
  }

  /** The calls are other ones, or other than they were. */
  callsChanged(): void {
    const lights = lightsFor(this.#options.calls());
    for (const headset of this.#headsets) headset.show(lights);
  }

  /** This page is about to go, and its calls with it: a headset left off the hook would use up its battery. */
  leave(): void {
    for (const headset of this.#headsets) headset.show(dark);
  }

  #add(device: HidDevice): void {
    if (this.#headsets.some((headset) => headset.device === device)) return;
    const controls = readControls(device.collections);
    if (controls.buttons.length === 0) return;
    const headset = new Headset({
      device,
      controls,
      onButton: (event) => this.#pressed(headset, event),
      onState: () => void this.soundsChanged(),
      log: this.#options.log,
    });
    this.#headsets.push(headset);
    void headset.open(() => lightsFor(this.#options.calls()));
  }

  #remove(device: HidDevice): void {
    const index = this.#headsets.findIndex((headset) => headset.device === device);
    const [headset] = index < 0 ? [] : this.#headsets.splice(index, 1);
    headset?.close();
    this.#tell();
  }

  #pressed(headset: Headset, event: ButtonEvent): void {
    const command = commandFor(event, this.#options.calls());
    // It may show already what was pressed: when nothing came of that, it is told so.
    const putRight = (): void => headset.show(lightsFor(this.#options.calls()), true);
    if (command === undefined) putRight();
    else void this.#options.run(command).then(({ error }) => (error === null ? undefined : putRight()));
  }

  #tell(): void {
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onChange(state);
  }
}

function idsOf({ vendorId, productId }: HidDevice): { vendorId: number; productId: number } {
  return { vendorId, productId };
}
