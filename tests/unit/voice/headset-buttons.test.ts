import { describe, expect, it } from 'vitest';
import { readReport, untouched, withLights, type ButtonEvent } from '../../../renderer/voice/headset/buttons.ts';
import { readControls } from '../../../renderer/voice/headset/controls.ts';
import { dark, type Lights } from '../../../renderer/voice/headset/lights.ts';
import * as devices from './headset/devices.ts';

const ringing: Lights = { ...dark, ring: true };
const talking: Lights = { ...dark, offHook: true };
const muted: Lights = { ...talking, mute: true };

/** A headset, its clock and its events: `asks` is what we send, `says` what it reports. */
function desk(device: devices.DescribedHeadset) {
  const controls = readControls(device.collections);
  const events: ButtonEvent[] = [];
  let state = untouched;
  let at = 1_000;
  const self = {
    events,
    later: (ms: number) => {
      at += ms;
      return self;
    },
    asks: (lights: Lights) => {
      state = withLights(state, lights, at);
      return self;
    },
    says: (reportId: number, ...data: readonly number[]) => {
      const report = { reportId, data: new DataView(Uint8Array.from(data).buffer), at };
      const [next, found] = readReport(controls, state, report);
      state = next;
      events.push(...found);
      return self;
    },
  };
  return self;
}

/** SOFTPHONE.md, «Headsets». */
describe('a hook with a position', () => {
  it('answers when it goes up and ends when it goes down', () => {
    const headset = desk(devices.jabraEvolveLink).asks(ringing).says(2, 0x01, 0).asks(talking);
    headset.later(5_000).says(2, 0x00, 0).asks(dark);
    expect(headset.events).toEqual([{ type: 'offHook' }, { type: 'onHook' }]);
  });

  it('that only follows what it was told is nobody’s wish, be it a wireless one that takes its time', () => {
    const headset = desk(devices.jabraLink380).asks(ringing).asks(talking).later(1_500).says(2, 0x01, 0);
    headset.later(9_000).asks(dark).later(1_500).says(2, 0x00, 0);
    expect(headset.events).toEqual([]);
  });

  it('that follows late does not answer the next call or end it', () => {
    const headset = desk(devices.jabraLink380)
      .asks(ringing)
      .asks(talking)
      .later(300)
      .asks(dark)
      .later(100)
      .asks(ringing);
    headset.later(200).says(2, 0x01, 0).later(300).says(2, 0x00, 0);
    expect(headset.events).toEqual([]);
  });

  // Jabra Engage 50, both reports as captured in https://github.com/WICG/webhid/issues/61
  it('goes back by itself after two seconds where nobody rang, and that ends no call', () => {
    const headset = desk(devices.jabraEvolveLink).says(2, 1, 0).asks(dark).later(2_000).says(2, 0, 0);
    expect(headset.events).toEqual([{ type: 'offHook' }]);
  });

  // «Plantronics with <= 50 ms»: https://github.com/WICG/webhid/issues/61
  it('that springs back within 50 ms answers, and does not hang up; the next press ends the call', () => {
    const headset = desk(devices.blackwire5220).asks(ringing).says(8, 0x02).asks(talking).later(50).says(8, 0x00);
    expect(headset.events).toEqual([{ type: 'offHook' }]);
    headset.later(8_000).says(8, 0x02).later(50).says(8, 0x00);
    expect(headset.events).toEqual([{ type: 'offHook' }, { type: 'onHook' }]);
  });

  it('of a headset with volume keys in the same report is not moved by them', () => {
    const headset = desk(devices.eposImpactDw).asks(ringing).says(2, 0x02).says(2, 0x00).says(2, 0x01).says(2, 0x04);
    expect(headset.events).toEqual([{ type: 'offHook' }]);
  });
});

describe('a mute button', () => {
  // Sennheiser, Jabra and Poly alike: https://github.com/WICG/webhid/issues/72
  it.each([
    [devices.jabraEvolveLink, 2, 0x05, 0x01],
    [devices.polyBt700, 0x20, 0x03, 0x01],
    [devices.sennheiserSc660, 8, 0x03, 0x02],
    [devices.eposImpactDw, 2, 0x24, 0x04],
    [devices.yealinkWh66, 2, 0x05, 0x01],
  ] as const)('of $productName reports 1 and then 0, which is one press', (device, reportId, down, up) => {
    const headset = desk(device).asks(ringing).says(reportId, up, 0).asks(talking).later(2_000);
    headset.events.length = 0;
    headset.says(reportId, down, 0).asks(muted).later(20).says(reportId, up, 0);
    expect(headset.events).toEqual([{ type: 'mute' }]);
    headset.later(2_000).says(reportId, down, 0).asks(talking).later(20).says(reportId, up, 0);
    expect(headset.events).toEqual([{ type: 'mute' }, { type: 'mute' }]);
  });

  it('that is reported as pressed because we muted is not one', () => {
    const headset = desk(devices.sennheiserSc660)
      .asks(talking)
      .later(3_000)
      .asks(muted)
      .later(40)
      .says(8, 0x03)
      .says(8, 0x02);
    expect(headset.events).toEqual([]);
  });

  it('that bounces is pressed once', () => {
    const headset = desk(devices.polyBt700).asks(talking).later(3_000);
    headset.says(0x20, 0x03).later(10).says(0x20, 0x01).later(10).says(0x20, 0x03).says(0x20, 0x01);
    expect(headset.events).toEqual([{ type: 'mute' }]);
  });

  it('that never goes back to 0 counts each time', () => {
    const headset = desk(devices.jabraEvolveLink)
      .asks(talking)
      .later(3_000)
      .says(2, 0x05, 0)
      .later(1_000)
      .says(2, 0x05, 0);
    expect(headset.events).toEqual([{ type: 'mute' }, { type: 'mute' }]);
  });
});

describe('a mute switch with a position', () => {
  const item = { isAbsolute: true, hasPreferredState: false, usages: [0x0b002f], reportSize: 1, reportCount: 1 };
  const boom = { productName: 'Boom arm', vendorId: 1, productId: 1 };
  const device = { ...boom, collections: [{ inputReports: [{ reportId: 3, items: [item] }] }] };

  it('says which, and stays quiet when it only follows', () => {
    const headset = desk(device).asks(talking).says(3, 1).asks(muted).asks(talking).says(3, 0).says(3, 0);
    expect(headset.events).toEqual([{ type: 'muted', on: true }]);
  });
});

it('flash, drop and reject are presses', () => {
  const jabra = desk(devices.jabraEvolveLink).says(2, 0x08, 0).later(20).says(2, 0, 0).later(500).says(2, 0x40, 0);
  expect(jabra.events).toEqual([{ type: 'flash' }, { type: 'reject' }]);
  expect(desk(devices.eposImpactD1).says(2, 0x10).events).toEqual([{ type: 'drop' }]);
});

it('a report of something else, or one that is too short, says nothing', () => {
  const headset = desk(devices.jabraLink380).says(1, 0xff, 0xff).says(2).says(5, 0x01, 0x01);
  expect(headset.events).toEqual([]);
});
