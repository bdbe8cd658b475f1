import type { HIDDevice, Session } from 'electron';
import type { KnownHeadset } from '../../renderer/bridges/settings.ts';
import type { Log } from '../log/log.ts';
import { originOf } from '../protocol/app-paths.ts';

export const telephonyPage = 0x0b;

export type HeadsetAccessOptions = {
  readonly session: Pick<Session, 'on' | 'setDevicePermissionHandler'>;
  readonly known: () => readonly KnownHeadset[];
  readonly remember: (headsets: readonly KnownHeadset[]) => Promise<unknown>;
  /** Lets the phone's page ask for its headsets; resolves when it has been answered. */
  readonly ask: () => Promise<unknown>;
  /** The phone may use others than before. */
  readonly onChange: () => void;
  readonly log: Log;
};

/**
 * Which headsets the phone's page may use: those that the person connected once, by vendor and product, and of these only
 * what has call buttons. Chromium keeps such a permission in memory only, so it is given anew from the settings each time
 * somebody asks. There is no chooser: a person who wants the buttons wants those of every headset on the desk.
 */
export class HeadsetAccess {
  readonly #options: HeadsetAccessOptions;
  #found: readonly KnownHeadset[] = [];

  constructor(options: HeadsetAccessOptions) {
    this.#options = options;
    const { session } = options;
    session.setDevicePermissionHandler(
      ({ deviceType, origin, device }) =>
        deviceType === 'hid' && isPhone(origin) && isKnown(device as HIDDevice, options.known()),
    );
    session.on('select-hid-device', (event, { deviceList, frame }, choose) => {
      event.preventDefault();
      if (frame !== null && isPhone(frame.origin)) this.#found = headsetsIn(deviceList);
      // Nothing is chosen for this once: what may be used is told by the handler above.
      choose();
    });
  }

  /** Lets the phone use every headset that is there; resolves with their number. */
  async connect(): Promise<number> {
    const { ask, known, remember, onChange, log } = this.#options;
    this.#found = [];
    await ask();
    const found = this.#found;
    log.info('headsets-found', found.map(({ name }) => name).join(', '));
    await remember([...known().filter((headset) => !found.some((other) => isSame(headset, other))), ...found]);
    onChange();
    return found.length;
  }

  async forget(): Promise<void> {
    await this.#options.remember([]);
    this.#options.onChange();
  }
}

/** One of each make: a headset may show itself as several devices. */
export function headsetsIn(devices: readonly HIDDevice[]): KnownHeadset[] {
  const headsets: KnownHeadset[] = [];
  for (const { vendorId, productId, name, collections } of devices) {
    if (!hasCallButtons(collections)) continue;
    const headset = { vendorId, productId, name: name.slice(0, 120) };
    if (!headsets.some((other) => isSame(other, headset))) headsets.push(headset);
  }
  return headsets;
}

export function isKnown(device: HIDDevice, known: readonly KnownHeadset[]): boolean {
  return known.some((headset) => isSame(headset, device)) && hasCallButtons(device.collections);
}

/** Older Electrons do not say what is in a device; the page has asked for telephony only then. */
function hasCallButtons(collections: HIDDevice['collections'] | undefined): boolean {
  return collections?.some(({ usagePage }) => usagePage === telephonyPage) ?? true;
}

function isPhone(origin: string): boolean {
  return origin === originOf('voice') || origin === `${originOf('voice')}/`;
}

function isSame(one: Pick<KnownHeadset, 'vendorId' | 'productId'>, other: typeof one): boolean {
  return one.vendorId === other.vendorId && one.productId === other.productId;
}
