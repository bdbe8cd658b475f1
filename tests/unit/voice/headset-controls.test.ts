import { describe, expect, it } from 'vitest';
import { readControls } from '../../../renderer/voice/headset/controls.ts';
import { reportsFor, type Lights } from '../../../renderer/voice/headset/lights.ts';
import * as devices from './headset/devices.ts';

/** `hook 2:0 state`: report 2, bit 0. */
function buttons(device: devices.DescribedHeadset): string[] {
  return readControls(device.collections).buttons.map(
    ({ name, kind, reportId, bit }) => `${name} ${reportId}:${bit} ${kind}`,
  );
}

function sent(device: devices.DescribedHeadset, lights: Partial<Lights>): string[] {
  const all = { offHook: false, ring: false, mute: false, hold: false, ...lights };
  return reportsFor(readControls(device.collections), all).map(
    ({ reportId, data }) => `${reportId}: ${[...data].join(' ')}`,
  );
}

/** SOFTPHONE.md, «Headsets». */
describe('the call buttons of', () => {
  it.each([
    [devices.jabraEvolveLink, ['hook 2:0 state', 'mute 2:2 press', 'flash 2:3 press', 'reject 2:6 press']],
    [devices.jabraLink380, ['hook 2:0 state', 'mute 2:3 press', 'flash 2:4 press', 'reject 2:11 press']],
    [devices.polyBt700, ['hook 32:0 state', 'mute 32:1 press', 'flash 32:2 press']],
    [devices.blackwire5220, ['mute 8:0 press', 'hook 8:1 state', 'flash 8:2 press']],
    [devices.sennheiserSc660, ['mute 8:0 press', 'hook 8:1 state', 'flash 8:3 press', 'drop 8:4 press']],
    [devices.eposImpactDw, ['hook 2:2 state', 'flash 2:3 press', 'mute 2:5 press', 'drop 2:6 press']],
    [devices.eposImpactD1, ['hook 2:0 state', 'flash 2:1 press', 'mute 2:3 press', 'drop 2:4 press']],
    [devices.yealinkWh66, ['hook 2:0 state', 'mute 2:2 press', 'flash 2:3 press', 'reject 2:6 press']],
  ] as const)('$productName are found in its report', (device, expected) => {
    expect(buttons(device)).toEqual(expected);
  });

  it('a device whose usages are given as a range are found', () => {
    const items = [{ isAbsolute: true, isRange: true, usages: [], usageMinimum: 0x0b001f, usageMaximum: 0x0b0021 }];
    const inputReports = [{ reportId: 7, items: items.map((item) => ({ ...item, reportSize: 1, reportCount: 4 })) }];
    const { buttons: found } = readControls([{ usagePage: 0x0b, inputReports }]);
    expect(found.map(({ name, bit }) => [name, bit])).toEqual([
      ['hook', 1],
      ['flash', 2],
    ]);
  });

  it('a hook and a mute without a position are presses; a mute that springs back is one too', () => {
    const item = { isRange: false, reportSize: 1, reportCount: 1 };
    const read = (fields: object, usage: number): string | undefined =>
      readControls([{ inputReports: [{ reportId: 1, items: [{ ...item, ...fields, usages: [usage] }] }] }]).buttons[0]
        ?.kind;
    expect(read({ isAbsolute: false }, 0x0b0020)).toBe('press');
    expect(read({ isAbsolute: true, hasPreferredState: true }, 0x0b002f)).toBe('press');
    expect(read({ isAbsolute: true, hasPreferredState: false }, 0x0b002f)).toBe('state');
  });

  it('a headset for games are none: it is left alone', () => {
    expect(readControls(devices.logitechG535.collections)).toMatchObject({ buttons: [], lights: [] });
  });

  it('a keyboard, a mouse and volume keys are none', () => {
    const [, consumer] = devices.jabraEvolveLink.collections;
    expect(readControls([consumer!])).toMatchObject({ buttons: [], lights: [] });
    expect(readControls([])).toMatchObject({ buttons: [], lights: [] });
    expect(readControls([{ inputReports: [{}], outputReports: [{ items: [{}] }] }])).toMatchObject({ buttons: [] });
  });
});

describe('the lights of', () => {
  it.each([
    [devices.jabraEvolveLink, ['2: 1 0'], ['2: 4 0'], ['2: 11 0']],
    [devices.jabraLink380, ['2: 1 0'], ['2: 8 0'], ['2: 21 0']],
    [devices.sennheiserSc660, ['9: 2'], ['9: 4'], ['9: 35']],
    [devices.eposImpactDw, ['3: 2'], ['3: 8'], ['3: 82']],
    [devices.eposImpactD1, ['3: 1'], ['3: 4'], ['3: 41']],
    [devices.yealinkWh66, ['2: 1 0'], ['2: 4 0'], ['2: 11 0']],
  ] as const)('$productName are in one report', (device, offHook, ringing, heldAndMuted) => {
    expect(sent(device, { offHook: true })).toEqual(offHook);
    expect(sent(device, { ring: true })).toEqual(ringing);
    expect(sent(device, { offHook: true, hold: true, mute: true })).toEqual(heldAndMuted);
  });

  it.each([
    [devices.polyBt700, { offHook: 0x24, mute: 0x23, hold: 0x25, ring: 0x21 }],
    [devices.blackwire5220, { offHook: 0x17, mute: 0x09, hold: 0x20, ring: 0x18 }],
  ] as const)(
    '$productName are reports of their own: off the hook before the ring stops, and last of all on it',
    (device, at) => {
      expect(sent(device, { offHook: true })).toEqual([
        `${at.offHook}: 1`,
        `${at.ring}: 0`,
        `${at.hold}: 0`,
        `${at.mute}: 0`,
      ]);
      expect(sent(device, {})).toEqual([`${at.ring}: 0`, `${at.hold}: 0`, `${at.mute}: 0`, `${at.offHook}: 0`]);
    },
  );
});
