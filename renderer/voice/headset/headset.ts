import type { HeadsetState } from '../contract/state.ts';
import { describe, type PhoneLog } from '../phone-log.ts';
import { readReport, untouched, withLights, type ButtonEvent } from './buttons.ts';
import type { Controls } from './controls.ts';
import { reportsFor, type Lights } from './lights.ts';
import type { HidDevice, HidInputEvent } from './web-hid.ts';

export type HeadsetOptions = {
  readonly device: HidDevice;
  readonly controls: Controls;
  readonly onButton: (event: ButtonEvent) => void;
  /** It is ready, or it turned out that it cannot be used. */
  readonly onState: () => void;
  readonly log: PhoneLog;
};

/** One headset on this machine: its buttons come out as events, its lights are sent in order. */
export class Headset {
  readonly device: HidDevice;
  readonly #options: HeadsetOptions;
  #state: HeadsetState['state'] = 'opening';
  #buttons = untouched;
  /** What each report was last sent as. */
  readonly #sent = new Map<number, string>();
  #sending: Promise<void> = Promise.resolve();

  constructor(options: HeadsetOptions) {
    this.#options = options;
    this.device = options.device;
  }

  get state(): HeadsetState['state'] {
    return this.#state;
  }

  async open(lights: () => Lights): Promise<void> {
    const { device, log } = this.#options;
    try {
      if (!device.opened) await device.open();
      device.addEventListener('inputreport', this.#onReport);
      this.#state = 'ready';
      // What another program left on it, or we ourselves before a crash, is put right.
      this.show(lights(), true);
    } catch (error) {
      // Without the udev rule, Linux keeps it for root; on Windows another program may hold it alone.
      this.#state = 'refused';
      log('warn', 'headset-refused', describe(error));
    }
    this.#options.onState();
  }

  /** @param again even what it should show already */
  show(lights: Lights, again = false): void {
    if (this.#state !== 'ready') return;
    this.#buttons = withLights(this.#buttons, lights, performance.now());
    for (const { reportId, data } of reportsFor(this.#options.controls, lights)) {
      const text = data.join();
      if (!again && this.#sent.get(reportId) === text) continue;
      this.#sent.set(reportId, text);
      this.#sending = this.#sending
        .then(() => this.device.sendReport(reportId, data))
        .catch((error: unknown) => this.#options.log('warn', 'headset-light', describe(error)));
    }
  }

  /** It is gone, or another program is to have it. */
  close(): void {
    this.device.removeEventListener('inputreport', this.#onReport);
    this.#state = 'opening';
    // One that was pulled out is closed already.
    this.device.close().catch(() => undefined);
  }

  readonly #onReport = ({ reportId, data, timeStamp }: HidInputEvent): void => {
    const [state, events] = readReport(this.#options.controls, this.#buttons, {
      reportId,
      data,
      at: timeStamp,
    });
    this.#buttons = state;
    for (const event of events) this.#options.onButton(event);
  };
}
