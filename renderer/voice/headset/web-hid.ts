/** The parts of WebHID (wicg.github.io/webhid) that are used here; TypeScript's DOM library does not have it. */
export type HidItem = {
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isConstant?: boolean;
  readonly isRange?: boolean;
  readonly hasPreferredState?: boolean;
  /** Page in the upper 16 bits, usage in the lower ones; empty where `isRange`. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** Bits of one field. */
  readonly reportSize?: number;
  readonly reportCount?: number;
};

export type HidReport = { readonly reportId?: number; readonly items?: readonly HidItem[] };

/** The reports of a collection hold those of the collections inside it, in the order of their bits. */
export type HidCollection = {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
};

export type HidInputEvent = {
  readonly reportId: number;
  readonly data: DataView;
  /** When the headset sent it, on the clock of `performance.now()`: we may come to it later. */
  readonly timeStamp: number;
};

export type HidDevice = {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  /** @param data without the report's id */
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: 'inputreport', listener: (event: HidInputEvent) => void): void;
  removeEventListener(type: 'inputreport', listener: (event: HidInputEvent) => void): void;
};

export type Hid = {
  /** Those that this page may use, without asking anybody. */
  getDevices(): Promise<HidDevice[]>;
  addEventListener(type: 'connect' | 'disconnect', listener: (event: { readonly device: HidDevice }) => void): void;
};

/** Undefined where the system or a policy has none. */
export function hidOf(navigator: object): Hid | undefined {
  return 'hid' in navigator ? (navigator.hid as Hid) : undefined;
}
