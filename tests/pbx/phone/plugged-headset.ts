/** The least time between two reports of one headset, in milliseconds: no thumb is faster, and a contact that bounces is. */
const handMs = 200;

/**
 * A headset on the phone's page, for a machine without one: an object that Chromium's own `navigator.hid` announces as plugged
 * in. What it is sent is kept; its reports are sent by the test.
 */
import type { Page } from '@playwright/test';
import type { HidInputEvent } from '../../../renderer/voice/headset/web-hid.ts';
import type { DescribedHeadset } from '../../unit/voice/headset/devices.ts';

type InPage = {
  readonly device: object;
  readonly shows: Record<number, number[]>;
  readonly report: (reportId: number, data: readonly number[]) => void;
};

declare const window: { headsets?: Record<string, InPage> };

export class PluggedHeadset {
  readonly #voice: Page;
  readonly #name: string;

  private constructor(voice: Page, name: string) {
    this.#voice = voice;
    this.#name = name;
  }

  static async plug(voice: Page, described: DescribedHeadset): Promise<PluggedHeadset> {
    await voice.evaluate(
      ([facts, between]) => {
        let reportedAt = 0;
        const listeners = new Set<(event: HidInputEvent) => void>();
        const shows: Record<number, number[]> = {};
        const device = {
          ...facts,
          opened: false,
          open: () => Promise.resolve(void (device.opened = true)),
          close: () => Promise.resolve(void (device.opened = false)),
          sendReport: (reportId: number, data: Uint8Array) => Promise.resolve(void (shows[reportId] = [...data])),
          addEventListener: (_: string, listener: (event: HidInputEvent) => void) => void listeners.add(listener),
          removeEventListener: (_: string, listener: (event: HidInputEvent) => void) => void listeners.delete(listener),
        };
        const report = (reportId: number, data: readonly number[]): void => {
          reportedAt = Math.max(performance.now(), reportedAt + between);
          for (const listener of listeners) {
            listener({ reportId, data: new DataView(Uint8Array.from(data).buffer), timeStamp: reportedAt });
          }
        };
        (window.headsets ??= {})[facts.productName] = { device, shows, report };
        const { hid } = navigator as unknown as { hid: EventTarget };
        hid.dispatchEvent(Object.assign(new Event('connect'), { device }));
      },
      [described, handMs] as const,
    );
    return new PluggedHeadset(voice, described.productName);
  }

  /** The last bytes of each output report. */
  shows(): Promise<Record<number, number[]>> {
    return this.#voice.evaluate((name) => window.headsets?.[name]?.shows ?? {}, this.#name);
  }

  async reports(reportId: number, ...data: readonly number[]): Promise<void> {
    await this.#voice.evaluate(([name, id, bytes]) => window.headsets?.[name]?.report(id, bytes), [
      this.#name,
      reportId,
      data,
    ] as const);
  }

  async unplug(): Promise<void> {
    await this.#voice.evaluate((name) => {
      const { hid } = navigator as unknown as { hid: EventTarget };
      hid.dispatchEvent(Object.assign(new Event('disconnect'), { device: window.headsets?.[name]?.device }));
    }, this.#name);
  }
}
