import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../../domain/errors.ts';
import { commandFor } from '../../../renderer/voice/headset/call-buttons.ts';
import { Headsets } from '../../../renderer/voice/headset/headsets.ts';
import type { ListedDevice } from '../../../renderer/voice/devices/match-device.ts';
import type { PhoneCommand } from '../../../renderer/voice/contract/messages.ts';
import type { CallPhase, HeadsetState, PhoneCall } from '../../../renderer/voice/contract/state.ts';
import { phoneCall } from '../desk/phone-sample.ts';
import * as devices from './headset/devices.ts';
import { FakeHeadset, FakeHid } from './headset/fake-hid.ts';

const one = '018f4e5a-7b2c-7d3e-8f4a-000000000001';
const two = '018f4e5a-7b2c-7d3e-8f4a-000000000002';
const call = (phase: CallPhase, change: Partial<PhoneCall> = {}): PhoneCall => phoneCall({ id: one, phase, ...change });

let hid: FakeHid;
let calls: PhoneCall[];
let commands: PhoneCommand[];
let told: HeadsetState[][];
let listed: ListedDevice[];
let chosen: string | null;
let refusal: ErrorCode | null;
let headsets: Headsets;
const log = vi.fn();

beforeEach(() => {
  hid = new FakeHid();
  calls = [];
  commands = [];
  told = [];
  listed = [];
  chosen = null;
  refusal = null;
  log.mockClear();
  headsets = new Headsets({
    hid,
    calls: () => calls,
    run: (command) => {
      commands.push(command);
      return Promise.resolve({ error: refusal });
    },
    sounds: { listed: () => Promise.resolve(listed), chosen: () => chosen },
    onChange: (state) => told.push(state),
    log,
  });
});

/** Everything that was promised has come to pass. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function plug(device: devices.DescribedHeadset): Promise<FakeHeadset> {
  const headset = new FakeHeadset(device);
  hid.plug(headset);
  await settled();
  return headset;
}

async function callsAre(...now: PhoneCall[]): Promise<void> {
  calls = now;
  headsets.callsChanged();
  await settled();
}

/** SOFTPHONE.md, «Headsets». */
describe('the lights', () => {
  it('follow the call, whoever changes it', async () => {
    const jabra = await plug(devices.jabraEvolveLink);
    expect(jabra.shows()).toEqual({ 2: [0, 0] });
    await callsAre(call('ringing'));
    expect(jabra.shows()).toEqual({ 2: [0b100, 0] });
    await callsAre(call('connecting'));
    expect(jabra.shows()).toEqual({ 2: [0b1, 0] });
    await callsAre(call('active', { muted: true }));
    expect(jabra.shows()).toEqual({ 2: [0b11, 0] });
    await callsAre(call('held', { muted: true }), call('ringing', { id: two }));
    expect(jabra.shows()).toEqual({ 2: [0b1111, 0] });
    await callsAre(call('ended'));
    expect(jabra.shows()).toEqual({ 2: [0, 0] });
  });

  it('are not sent again when nothing changed', async () => {
    const poly = await plug(devices.polyBt700);
    await callsAre(call('active'));
    const before = poly.sent.length;
    await callsAre(call('active', { digits: '12' }));
    expect(poly.sent).toHaveLength(before);
    await callsAre(call('active', { muted: true }));
    expect(poly.sent.slice(before)).toEqual([{ reportId: 0x23, data: [1] }]);
  });

  it('of a headset that comes in the middle of a call are right at once', async () => {
    await callsAre(call('active', { muted: true }));
    expect((await plug(devices.yealinkWh66)).shows()).toEqual({ 2: [0b11, 0] });
  });
});

it('the lights go out with the phone', async () => {
  const epos = await plug(devices.eposImpactDw);
  await callsAre(call('active', { muted: true }));
  headsets.leave();
  await settled();
  expect(epos.shows()).toEqual({ 3: [0] });
});

describe('the buttons', () => {
  it('answer, mute, hold and hang up', async () => {
    const jabra = await plug(devices.jabraEvolveLink);
    await callsAre(call('ringing'));
    jabra.reports(2, 0b1, 0);
    await callsAre(call('active'));
    jabra.reports(2, 0b101, 0);
    jabra.reports(2, 0b1001, 0);
    expect(commands).toEqual([
      { type: 'answer', callId: one },
      { type: 'mute', callId: one, on: true },
      { type: 'hold', callId: one, on: true },
    ]);
  });

  it('that came to nothing are shown to have come to nothing', async () => {
    const jabra = await plug(devices.jabraEvolveLink);
    jabra.sent.length = 0;
    jabra.reports(2, 0b1, 0);
    await settled();
    expect(jabra.sent).toEqual([{ reportId: 2, data: [0, 0] }]);
    await callsAre(call('ringing'));
    refusal = 'PHONE_MICROPHONE_MISSING';
    jabra.reports(2, 0b0, 0);
    jabra.sent.length = 0;
    jabra.reports(2, 0b1, 0);
    await settled();
    expect(jabra.sent).toEqual([{ reportId: 2, data: [0b100, 0] }]);
  });

  it('are nobody’s business any more once the headset is gone', async () => {
    const jabra = await plug(devices.jabraEvolveLink);
    await callsAre(call('ringing'));
    hid.unplug(jabra);
    jabra.reports(2, 0b1, 0);
    expect(commands).toEqual([]);
  });
});

describe('two headsets', () => {
  it('both act and both show the call; the one that sound goes to comes first', async () => {
    listed = [
      { kind: 'audiooutput', deviceId: 'default', label: 'Default - Speakers' },
      { kind: 'audiooutput', deviceId: '1', label: 'EPOS IMPACT DW (1395:00a2)' },
    ];
    chosen = 'EPOS IMPACT DW';
    const jabra = await plug(devices.jabraEvolveLink);
    const epos = await plug(devices.eposImpactDw);
    expect(headsets.state).toEqual([
      { name: 'EPOS IMPACT DW', state: 'ready', inUse: true },
      { name: 'Jabra EVOLVE LINK MS', state: 'ready', inUse: false },
    ]);
    await callsAre(call('ringing'));
    expect([jabra.shows(), epos.shows()]).toEqual([{ 2: [0b100, 0] }, { 3: [0b1000] }]);
    jabra.reports(2, 1, 0);
    await callsAre(call('active'));
    expect([jabra.shows(), epos.shows()]).toEqual([{ 2: [0b1, 0] }, { 3: [0b10] }]);
    epos.reports(2, 0b10_0000);
    expect(commands.map(({ type }) => type)).toEqual(['answer', 'mute']);
  });

  it('and one vanishes in a call: the call goes on, and the other one still ends it', async () => {
    const jabra = await plug(devices.jabraEvolveLink);
    const epos = await plug(devices.eposImpactDw);
    await callsAre(call('ringing'));
    epos.reports(2, 0b100);
    await callsAre(call('active'));
    hid.unplug(jabra);
    await settled();
    expect(commands).toEqual([{ type: 'answer', callId: one }]);
    expect(told.at(-1)?.map(({ name }) => name)).toEqual(['EPOS IMPACT DW']);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1_000);
    epos.reports(2, 0);
    vi.restoreAllMocks();
    expect(commands.at(-1)).toEqual({ type: 'hangUp', callId: one });
    expect(log).not.toHaveBeenCalled();
  });
});

it('a headset that the system keeps is told as such', async () => {
  const jabra = new FakeHeadset(devices.jabraEvolveLink);
  jabra.refuses = new DOMException('Failed to open the device.', 'NotAllowedError');
  hid.granted.push(jabra);
  await headsets.read();
  await settled();
  expect(told.at(-1)).toEqual([{ name: 'Jabra EVOLVE LINK MS', state: 'refused', inUse: false }]);
  await callsAre(call('ringing'));
  expect(jabra.sent).toEqual([]);
});

it('devices without call buttons are left alone, and headsets that may no longer be used are let go', async () => {
  const [, consumer] = devices.jabraEvolveLink.collections;
  await plug({ ...devices.jabraEvolveLink, productName: 'Keyboard', collections: [consumer!] });
  const jabra = await plug(devices.jabraEvolveLink);
  expect(headsets.state.map(({ name }) => name)).toEqual(['Jabra EVOLVE LINK MS']);
  hid.granted.length = 0;
  await headsets.read();
  expect(headsets.state).toEqual([]);
  expect(jabra.opened).toBe(false);
});

describe('with a call and', () => {
  const ringing = call('ringing', { id: two });
  const held = call('held', { id: two });

  it.each([
    ['another one ringing, flash takes that one', 'flash', [call('active'), ringing], { type: 'answer', callId: two }],
    [
      'another one on hold, flash goes to it',
      'flash',
      [call('active'), held],
      { type: 'hold', callId: two, on: false },
    ],
    ['nothing else, flash holds', 'flash', [call('active')], { type: 'hold', callId: one, on: true }],
    ['that on hold, flash resumes', 'flash', [call('held')], { type: 'hold', callId: one, on: false }],
    [
      'another one ringing, hanging up ends the call',
      'onHook',
      [call('active'), ringing],
      { type: 'hangUp', callId: one },
    ],
    ['another one ringing, a press ends the call', 'hook', [call('active'), ringing], { type: 'hangUp', callId: one }],
    ['another one ringing, drop declines that', 'drop', [call('active'), ringing], { type: 'reject', callId: two }],
    ['another one ringing, reject declines that', 'reject', [call('active'), ringing], { type: 'reject', callId: two }],
    [
      'another one on hold, hanging up ends the one spoken in',
      'onHook',
      [held, call('active')],
      { type: 'hangUp', callId: one },
    ],
  ] as const)('%s', (_, type, now, expected) => {
    expect(commandFor({ type }, now)).toEqual(expected);
  });

  it('none, only a ringing one can be acted on', () => {
    expect(commandFor({ type: 'hook' }, [ringing])).toEqual({ type: 'answer', callId: two });
    expect(commandFor({ type: 'flash' }, [ringing])).toBeUndefined();
    for (const type of ['offHook', 'onHook', 'hook', 'mute', 'flash', 'drop', 'reject'] as const) {
      expect(commandFor({ type }, [call('ended')])).toBeUndefined();
    }
  });
});
