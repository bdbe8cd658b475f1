import type { HIDDevice } from 'electron';
import { expect, test, vi } from 'vitest';
import { HeadsetAccess, headsetsIn, isKnown } from '../../../electron/headsets/headset-access.ts';
import type { KnownHeadset } from '../../../renderer/bridges/settings.ts';

const jabra = { vendorId: 0x0b0e, productId: 0x0307, name: 'Jabra EVOLVE LINK MS' };
const poly = { vendorId: 0x047f, productId: 0x02e6, name: 'Poly BT700' };

function device(headset: KnownHeadset, ...usagePages: readonly number[]): HIDDevice {
  const collections = usagePages.map((usagePage) => ({ usagePage, usage: 5 }));
  return { ...headset, deviceId: `${headset.name} ${usagePages.join()}`, collections } as unknown as HIDDevice;
}

type Select = (
  event: { preventDefault: () => void },
  details: { deviceList: HIDDevice[]; frame: { origin: string } | null },
  choose: (id?: string) => void,
) => void;

function access(plugged: readonly HIDDevice[], origin = 'app://voice') {
  let known: readonly KnownHeadset[] = [];
  let select: Select | undefined;
  let mayUse: ((details: object) => boolean) | undefined;
  const choose = vi.fn();
  const preventDefault = vi.fn();
  const onChange = vi.fn();
  const headsets = new HeadsetAccess({
    session: {
      on: (_: string, listener: Select) => {
        select = listener;
      },
      setDevicePermissionHandler: (handler: typeof mayUse) => {
        mayUse = handler;
      },
    } as never,
    known: () => known,
    remember: (next) => {
      known = next;
      return Promise.resolve();
    },
    ask: () => {
      select?.({ preventDefault }, { deviceList: [...plugged], frame: { origin } }, choose);
      return Promise.resolve();
    },
    onChange,
    log: { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
  const may = (asked: HIDDevice, details: object = {}): boolean | undefined =>
    mayUse?.({ deviceType: 'hid', origin: 'app://voice/', device: asked, ...details });
  return { headsets, may, choose, preventDefault, onChange, known: () => known };
}

test('a headset is the phone’s once it was connected, and no longer once it was forgotten', async () => {
  const { headsets, may, choose, preventDefault, onChange, known } = access([
    device(jabra, 0x0b),
    device(jabra, 0x0b, 0xff00),
  ]);
  expect(may(device(jabra, 0x0b))).toBe(false);
  expect(await headsets.connect()).toBe(1);
  expect(known()).toEqual([jabra]);
  expect(may(device(jabra, 0x0b))).toBe(true);
  // No chooser, and nothing for this run alone.
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(choose).toHaveBeenCalledExactlyOnceWith();
  await headsets.forget();
  expect(may(device(jabra, 0x0b))).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
});

test('one that is not plugged in today stays known', async () => {
  const plugged = [device(jabra, 0x0b)];
  const { headsets, known } = access(plugged);
  await headsets.connect();
  plugged.splice(0, 1, device(poly, 0x0b));
  await headsets.connect();
  await headsets.connect();
  expect(known()).toEqual([jabra, poly]);
});

test('a page that is not the phone gets none, nor does the phone get what is no headset', async () => {
  const { headsets, may } = access([device(jabra, 0x0b)]);
  await headsets.connect();
  expect(may(device(jabra, 0x0b), { origin: 'app://desk' })).toBe(false);
  expect(may(device(jabra, 0x0b), { origin: 'https://casque.example' })).toBe(false);
  expect(may(device(jabra, 0x0b), { deviceType: 'usb' })).toBe(false);
  expect(may(device(jabra, 0x01))).toBe(false);
  expect(may(device(poly, 0x0b))).toBe(false);
  const stranger = access([device(jabra, 0x0b)], 'app://desk');
  expect(await stranger.headsets.connect()).toBe(0);
  expect(stranger.known()).toEqual([]);
});

test('a keyboard is no headset; an Electron that does not say what a device is asked for headsets only', () => {
  expect(headsetsIn([device({ ...poly, name: 'Keyboard' }, 0x01, 0x0c)])).toEqual([]);
  const silent = { ...jabra, deviceId: '1' } as unknown as HIDDevice;
  expect(headsetsIn([silent])).toEqual([jabra]);
  expect(isKnown(silent, [jabra])).toBe(true);
});
