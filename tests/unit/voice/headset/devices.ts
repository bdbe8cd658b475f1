/**
 * Headsets as WebHID describes them (`HIDDevice.collections`), read from the report descriptors of real devices. Only the
 * collections with call buttons are here; vendors' own pages are left out. Sources:
 *
 * - Jabra EVOLVE LINK MS, Poly BT700, Plantronics Blackwire C5220, Sennheiser SC 660, EPOS IMPACT DW and D1, Yealink WH66, Logitech G535:
 *   descriptors read from the devices by the makers of GOnnect, files `VENDOR-PRODUCT.bin` in
 *   https://github.com/gonicus/gonnect/tree/d482116097e2cd990f4a3ae184a51207e44b4ddc/tests/resources/hid
 * - Jabra Link 380c: Chromium's own reading of the device, `ValidateCollections_JabraLink380c` in
 *   https://chromium.googlesource.com/chromium/src/+/main/services/device/public/cpp/hid/hid_report_descriptor_unittest.cc
 */
import type { HidCollection, HidItem, HidReport } from '../../../../renderer/voice/headset/web-hid.ts';

export type DescribedHeadset = {
  readonly productName: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly collections: readonly HidCollection[];
};

// Usages, by their names in the HID Usage Tables.
const hookSwitch = 0x0b0020;
const flash = 0x0b0021;
const redial = 0x0b0024;
const drop = 0x0b0026;
const line = 0x0b002a;
const phoneMute = 0x0b002f;
const speedDial = 0x0b0050;
const lineBusyTone = 0x0b0097;
const ringer = 0x0b009e;
const programmable = 0x0b0007;
const button1 = 0x090001;
const volumeUp = 0x0c00e9;
const volumeDown = 0x0c00ea;
const led = {
  mute: 0x080009,
  offHook: 0x080017,
  ring: 0x080018,
  speaker: 0x08001e,
  hold: 0x080020,
  microphone: 0x080021,
  onLine: 0x08002a,
};

/** `on`: absolute without a preferred state. `button`: absolute with one. `turn`: relative. */
const kinds = {
  on: { isAbsolute: true, hasPreferredState: false },
  button: { isAbsolute: true, hasPreferredState: true },
  turn: { isAbsolute: false, hasPreferredState: true },
} as const;

function bits(kind: keyof typeof kinds, ...usages: readonly number[]): HidItem {
  return { ...kinds[kind], isArray: false, isRange: false, usages, reportSize: 1, reportCount: usages.length };
}

/** One bit with two usages, of which the first counts (HID 1.11 §6.2.2.8). */
function oneBit(kind: keyof typeof kinds, ...usages: readonly number[]): HidItem {
  return { ...bits(kind, ...usages), reportCount: 1 };
}

function padding(reportCount: number): HidItem {
  return { isAbsolute: true, isArray: true, isConstant: true, isRange: false, usages: [], reportSize: 1, reportCount };
}

/** Four bits that name the key of the pad that is down. */
const keyPad: HidItem = {
  isAbsolute: true,
  isArray: true,
  isRange: true,
  usages: [],
  usageMinimum: 0x0b00b0,
  usageMaximum: 0x0b00bb,
  reportSize: 4,
  reportCount: 1,
};

function headset(inputReports: readonly HidReport[], outputReports: readonly HidReport[]): HidCollection {
  return { usagePage: 0x0b, usage: 0x05, inputReports, outputReports };
}

const consumer: HidCollection = {
  usagePage: 0x0c,
  usage: 0x01,
  inputReports: [{ reportId: 1, items: [bits('button', volumeDown, volumeUp), padding(14)] }],
  outputReports: [],
};

const jabraLights: HidReport = {
  reportId: 2,
  items: [bits('on', led.offHook, led.mute, led.ring, led.hold, led.microphone), bits('on', ringer), padding(10)],
};

export const jabraEvolveLink: DescribedHeadset = {
  productName: 'Jabra EVOLVE LINK MS',
  vendorId: 0x0b0e,
  productId: 0x0307,
  collections: [
    headset(
      [
        {
          reportId: 2,
          items: [
            bits('on', hookSwitch, lineBusyTone),
            bits('turn', phoneMute, flash, redial, speedDial),
            bits('button', programmable),
            keyPad,
            padding(5),
          ],
        },
      ],
      [jabraLights],
    ),
    consumer,
  ],
};

export const jabraLink380: DescribedHeadset = {
  productName: 'Jabra Link 380',
  vendorId: 0x0b0e,
  productId: 0x24c9,
  collections: [
    headset(
      [
        {
          reportId: 2,
          items: [
            { ...bits('on', hookSwitch, lineBusyTone, line), isConstant: true },
            { ...bits('turn', phoneMute, flash, redial, speedDial), isConstant: true },
            keyPad,
            bits('button', programmable),
            padding(4),
          ],
        },
      ],
      [
        {
          reportId: 2,
          items: [
            bits('on', led.offHook, led.speaker, led.mute, led.ring, led.hold, led.microphone, led.onLine),
            bits('on', ringer),
            padding(8),
          ],
        },
      ],
    ),
    consumer,
  ],
};

function ownReport(reportId: number, usage: number): HidReport {
  return { reportId, items: [bits('on', usage), padding(7)] };
}

export const polyBt700: DescribedHeadset = {
  productName: 'Poly BT700',
  vendorId: 0x047f,
  productId: 0x02e6,
  collections: [
    headset(
      [
        {
          reportId: 0x20,
          items: [
            bits('on', hookSwitch),
            bits('turn', phoneMute),
            bits('button', flash),
            bits('turn', redial),
            oneBit('turn', programmable, button1),
            padding(3),
          ],
        },
      ],
      [
        ownReport(0x21, led.ring),
        ownReport(0x22, led.speaker),
        ownReport(0x23, led.mute),
        ownReport(0x24, led.offHook),
        ownReport(0x25, led.hold),
      ],
    ),
  ],
};

export const blackwire5220: DescribedHeadset = {
  productName: 'Plantronics Blackwire 5220 Series',
  vendorId: 0x047f,
  productId: 0xc053,
  collections: [
    consumer,
    headset(
      [
        {
          reportId: 8,
          items: [
            bits('turn', phoneMute),
            bits('on', hookSwitch),
            bits('button', flash),
            bits('turn', redial),
            oneBit('button', programmable, button1),
            padding(3),
          ],
        },
      ],
      [
        ownReport(0x09, led.mute),
        ownReport(0x17, led.offHook),
        ownReport(0x18, led.ring),
        ownReport(0x1a, led.speaker),
        ownReport(0x20, led.hold),
        ownReport(0x2a, led.onLine),
      ],
    ),
  ],
};

export const sennheiserSc660: DescribedHeadset = {
  productName: 'Sennheiser SC 660 ANC USB',
  vendorId: 0x1395,
  productId: 0x0082,
  collections: [
    headset(
      [
        {
          reportId: 8,
          items: [
            bits('turn', phoneMute),
            bits('on', hookSwitch),
            bits('turn', redial, flash, drop),
            oneBit('button', programmable, button1),
            padding(2),
          ],
        },
      ],
      [
        {
          reportId: 9,
          items: [bits('on', led.mute, led.offHook, led.ring, led.microphone, led.onLine, led.hold), padding(2)],
        },
      ],
    ),
  ],
};

/** The volume keys lie before the hook switch in the same report. */
export const eposImpactDw: DescribedHeadset = {
  productName: 'EPOS IMPACT DW',
  vendorId: 0x1395,
  productId: 0x00a2,
  collections: [
    headset(
      [
        {
          reportId: 2,
          items: [
            bits('button', volumeDown, volumeUp),
            bits('on', hookSwitch),
            bits('turn', flash, redial, phoneMute, drop),
            { ...oneBit('button', programmable, button1), isArray: true },
          ],
        },
      ],
      [
        {
          reportId: 3,
          items: [
            bits('on', ringer),
            bits('on', led.offHook, led.microphone, led.ring, led.mute, led.onLine, led.hold),
            padding(1),
          ],
        },
      ],
    ),
    consumer,
  ],
};

export const eposImpactD1: DescribedHeadset = {
  productName: 'EPOS IMPACT D1',
  vendorId: 0x1395,
  productId: 0x009c,
  collections: [
    headset(
      [
        {
          reportId: 2,
          items: [
            bits('button', hookSwitch),
            bits('turn', flash, redial, phoneMute, drop),
            { ...oneBit('button', programmable, button1), isArray: true },
            padding(2),
          ],
        },
      ],
      [
        {
          reportId: 3,
          items: [bits('button', led.offHook, led.microphone, led.ring, led.mute, led.onLine, led.hold), padding(2)],
        },
      ],
    ),
    consumer,
  ],
};

export const yealinkWh66: DescribedHeadset = {
  productName: 'Yealink WH66',
  vendorId: 0x6993,
  productId: 0xb02b,
  collections: [
    headset(
      [
        {
          reportId: 2,
          items: [
            bits('on', hookSwitch, lineBusyTone),
            bits('turn', phoneMute, flash, redial, speedDial),
            bits('button', programmable),
            keyPad,
            padding(5),
          ],
        },
      ],
      [jabraLights],
    ),
    consumer,
  ],
};

const ownBytes: HidItem = {
  ...kinds.button,
  isArray: true,
  isRange: false,
  usages: [0xff430002],
  reportSize: 8,
  reportCount: 19,
};

/** A headset without a single call button: volume keys, and the maker's own page. */
export const logitechG535: DescribedHeadset = {
  productName: 'Logitech G535 Wireless Gaming Headset',
  vendorId: 0x046d,
  productId: 0x0ac4,
  collections: [
    {
      usagePage: 0x0c,
      usage: 0x01,
      inputReports: [{ reportId: 1, items: [bits('button', volumeUp, volumeDown), padding(6), padding(24)] }],
      outputReports: [],
    },
    {
      usagePage: 0xff43,
      usage: 0x0202,
      inputReports: [{ reportId: 0x11, items: [ownBytes] }],
      outputReports: [{ reportId: 0x11, items: [ownBytes] }],
    },
  ],
};
