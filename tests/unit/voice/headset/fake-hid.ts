/** `navigator.hid` with headsets that behave as described: what they are sent is kept, what they report is up to the test. */
import type { Hid, HidDevice, HidInputEvent } from '../../../../renderer/voice/headset/web-hid.ts';
import type { DescribedHeadset } from './devices.ts';

type Sent = { readonly reportId: number; readonly data: readonly number[] };

export class FakeHeadset implements HidDevice {
  readonly productName: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly collections: HidDevice['collections'];
  readonly sent: Sent[] = [];
  opened = false;
  /** What `open` throws. */
  refuses: Error | undefined;
  readonly #listeners = new Set<(event: HidInputEvent) => void>();

  constructor({ productName, vendorId, productId, collections }: DescribedHeadset) {
    this.productName = productName;
    this.vendorId = vendorId;
    this.productId = productId;
    this.collections = collections;
  }

  open(): Promise<void> {
    if (this.refuses !== undefined) return Promise.reject(this.refuses);
    this.opened = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.opened = false;
    return Promise.resolve();
  }

  sendReport(reportId: number, data: Uint8Array): Promise<void> {
    if (!this.opened) return Promise.reject(new Error('InvalidStateError'));
    this.sent.push({ reportId, data: [...data] });
    return Promise.resolve();
  }

  addEventListener(_type: 'inputreport', listener: (event: HidInputEvent) => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'inputreport', listener: (event: HidInputEvent) => void): void {
    this.#listeners.delete(listener);
  }

  reports(reportId: number, ...data: readonly number[]): void {
    for (const listener of [...this.#listeners])
      listener({ reportId, data: new DataView(Uint8Array.from(data).buffer), timeStamp: performance.now() });
  }

  /** The last bytes of each output report. */
  shows(): Record<number, readonly number[]> {
    return Object.fromEntries(this.sent.map(({ reportId, data }) => [reportId, data]));
  }
}

type Listener = (event: { readonly device: HidDevice }) => void;

export class FakeHid implements Hid {
  readonly granted: HidDevice[] = [];
  readonly #listeners = { connect: new Set<Listener>(), disconnect: new Set<Listener>() };

  getDevices(): Promise<HidDevice[]> {
    return Promise.resolve([...this.granted]);
  }

  addEventListener(type: 'connect' | 'disconnect', listener: Listener): void {
    this.#listeners[type].add(listener);
  }

  plug(device: HidDevice): void {
    this.granted.push(device);
    for (const listener of this.#listeners.connect) listener({ device });
  }

  unplug(device: FakeHeadset): void {
    this.granted.splice(this.granted.indexOf(device), 1);
    device.opened = false;
    for (const listener of this.#listeners.disconnect) listener({ device });
  }
}
