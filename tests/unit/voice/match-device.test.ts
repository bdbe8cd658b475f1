import { describe, expect, it } from 'vitest';
import {
  listDevices,
  matchDevice,
  plainName,
  type ListedDevice,
} from '../../../renderer/voice/devices/match-device.ts';
import { codeOfMediaError } from '../../../renderer/voice/devices/microphone.ts';

const device = (kind: MediaDeviceKind, label: string, deviceId: string): ListedDevice => ({ kind, label, deviceId });

describe('a device', () => {
  it.each([
    ['Default - Jabra Evolve 65 (0b0e:030c)', 'Jabra Evolve 65'],
    ['Communications - Casque (Realtek)', 'Casque (Realtek)'],
    ['Par défaut - Haut-parleurs', 'Haut-parleurs'],
    ['Headset', 'Headset'],
  ])('%s is called %s', (label, name) => {
    expect(plainName(label)).toBe(name);
  });

  it('is listed once, without the stand-ins and without those that hide their name', () => {
    const devices = [
      device('audioinput', 'Default - Headset', 'default'),
      device('audioinput', 'Communications - Headset', 'communications'),
      device('audioinput', 'Headset', 'a'),
      device('audioinput', '', 'b'),
      device('audiooutput', 'Speakers', 'c'),
    ];
    expect(listDevices(devices, 'audioinput')).toEqual([{ name: 'Headset', deviceId: 'a' }]);
    expect(listDevices(devices, 'audiooutput')).toEqual([{ name: 'Speakers', deviceId: 'c' }]);
  });

  it('is found again by its name, whatever its id has become', () => {
    const devices = [
      { name: 'headset  pro', deviceId: '1' },
      { name: 'Headset Pro', deviceId: '2' },
      { name: 'Casque É', deviceId: '3' },
    ];
    expect(matchDevice(devices, 'Headset Pro')?.deviceId).toBe('2');
    expect(matchDevice(devices, 'Default - Headset Pro')?.deviceId).toBe('2');
    expect(matchDevice(devices, 'HEADSET PRO')?.deviceId).toBe('1');
    expect(matchDevice(devices, 'casque e\u0301')?.deviceId).toBe('3');
    expect(matchDevice(devices, 'Headset')).toBeUndefined();
    expect(matchDevice(devices, null)).toBeUndefined();
  });
});

it.each([
  ['NotAllowedError', 'PHONE_MICROPHONE_REFUSED'],
  ['NotFoundError', 'PHONE_MICROPHONE_MISSING'],
  ['OverconstrainedError', 'PHONE_MICROPHONE_MISSING'],
  ['NotReadableError', 'PHONE_MICROPHONE_BUSY'],
])('%s means %s', (name, code) => {
  expect(codeOfMediaError(Object.assign(new Error(), { name }))).toBe(code);
});
