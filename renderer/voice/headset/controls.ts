import type { HidCollection, HidItem, HidReport } from './web-hid.ts';

/** Telephony page (HID Usage Tables 1.5, page 0x0B). */
const telephony = {
  hook: 0x0b_0020,
  flash: 0x0b_0021,
  drop: 0x0b_0026,
  mute: 0x0b_002f,
  programmable: 0x0b_0007,
} as const;

/** LED page (HID Usage Tables 1.5, page 0x08). */
const led = { mute: 0x08_0009, offHook: 0x08_0017, ring: 0x08_0018, hold: 0x08_0020 } as const;

export type ButtonName = 'hook' | 'mute' | 'flash' | 'drop' | 'reject';
export type LightName = keyof typeof led;

/**
 * One bit of an input report. `state`: the bit is the switch's position. `press`: the bit goes up once for each press and
 * says nothing of a position (HID Usage Tables §3.4.1.2, on/off controls).
 */
export type ButtonBit = {
  readonly name: ButtonName;
  readonly kind: 'state' | 'press';
  readonly reportId: number;
  readonly bit: number;
};

export type LightBit = { readonly name: LightName; readonly reportId: number; readonly bit: number };

/** Where a headset has its buttons and lights. */
export type Controls = {
  readonly buttons: readonly ButtonBit[];
  readonly lights: readonly LightBit[];
  /** Length in bytes of each output report that has a light, without the report's id. */
  readonly outputBytes: ReadonlyMap<number, number>;
};

/** Finds the call buttons and lights in what a device says of itself; both empty for a device that is no headset. */
export function readControls(collections: readonly HidCollection[]): Controls {
  const buttons = collections.flatMap(({ inputReports = [] }) => inputReports.flatMap(buttonsOf));
  const lights = collections.flatMap(({ outputReports = [] }) => outputReports.flatMap(lightsOf));
  const outputBytes = new Map<number, number>();
  for (const { outputReports = [] } of collections) {
    for (const report of outputReports) {
      const { reportId = 0 } = report;
      if (lights.some((light) => light.reportId === reportId)) outputBytes.set(reportId, Math.ceil(bitsOf(report) / 8));
    }
  }
  // A vendor's own page may repeat a control under another report: the first one is the standard's.
  return { buttons: firstOfEach(buttons), lights: firstOfEach(lights), outputBytes };
}

function buttonsOf(report: HidReport): ButtonBit[] {
  return fieldsOf(report).flatMap(({ item, usage, bit }): ButtonBit[] => {
    const at = { reportId: report.reportId ?? 0, bit };
    const press = item.isAbsolute === false ? 'press' : 'state';
    switch (usage) {
      case telephony.hook:
        return [{ name: 'hook', kind: press, ...at }];
      case telephony.mute:
        // With a preferred state it springs back: a button, though it counts as absolute.
        return [{ name: 'mute', kind: item.hasPreferredState === true ? 'press' : press, ...at }];
      case telephony.flash:
        return [{ name: 'flash', kind: 'press', ...at }];
      case telephony.drop:
        return [{ name: 'drop', kind: 'press', ...at }];
      case telephony.programmable:
        // Jabra, Yealink and Gigaset refuse a call with it. With a number of its own (Poly, EPOS) it is a key for anything.
        return item.usages?.length === 1 ? [{ name: 'reject', kind: 'press', ...at }] : [];
      default:
        return [];
    }
  });
}

const lightNames = Object.keys(led) as LightName[];

function lightsOf(report: HidReport): LightBit[] {
  return fieldsOf(report).flatMap(({ usage, bit }): LightBit[] => {
    const name = lightNames.find((light) => led[light] === usage);
    return name === undefined ? [] : [{ name, reportId: report.reportId ?? 0, bit }];
  });
}

type Field = { readonly item: HidItem; readonly usage: number; readonly bit: number };

/** Every field of one bit with its usage. Arrays name their usages by number, which no headset does for its call buttons. */
function fieldsOf({ items = [] }: HidReport): Field[] {
  const fields: Field[] = [];
  let offset = 0;
  for (const item of items) {
    const { reportSize = 0, reportCount = 0 } = item;
    if (item.isArray !== true && reportSize === 1) {
      for (let index = 0; index < reportCount; index++) {
        const usage = usageAt(item, index);
        if (usage !== undefined) fields.push({ item, usage, bit: offset + index });
      }
    }
    offset += reportSize * reportCount;
  }
  return fields;
}

function usageAt(item: HidItem, index: number): number | undefined {
  if (item.isRange !== true) return item.usages?.[index];
  const usage = (item.usageMinimum ?? 0) + index;
  return usage <= (item.usageMaximum ?? 0) ? usage : undefined;
}

function bitsOf({ items = [] }: HidReport): number {
  return items.reduce((bits, { reportSize = 0, reportCount = 0 }) => bits + reportSize * reportCount, 0);
}

function firstOfEach<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return all.filter((each, index) => all.findIndex((other) => other.name === each.name) === index);
}
