import type { PhoneCall } from '../contract/state.ts';
import type { Controls, LightName } from './controls.ts';

export type Lights = Readonly<Record<LightName, boolean>>;

export const dark: Lights = { offHook: false, ring: false, mute: false, hold: false };

type Call = Pick<PhoneCall, 'phase' | 'muted'>;

/** The call that a button means: the one spoken in, else the one being set up, else the one on hold. */
export function callInHand<C extends Call>(calls: readonly C[]): C | undefined {
  return (
    calls.find(({ phase }) => phase === 'active') ??
    calls.find(({ phase }) => phase === 'connecting' || phase === 'calling' || phase === 'early') ??
    calls.find(({ phase }) => phase === 'held')
  );
}

/**
 * What a headset has to show. It stays off the hook while a call is on hold: some take the end of it for the end of the call
 * (gonicus/gonnect#52), and many take neither mute nor hang-up while they are on the hook.
 */
export function lightsFor(calls: readonly Call[]): Lights {
  const inHand = callInHand(calls);
  return {
    offHook: inHand !== undefined,
    ring: calls.some(({ phase }) => phase === 'ringing'),
    mute: inHand?.muted === true,
    hold: calls.some(({ phase }) => phase === 'held'),
  };
}

export type OutputReport = { readonly reportId: number; readonly data: Uint8Array<ArrayBuffer> };

/**
 * Everything that a headset has to be sent for these lights. A report that switches something on comes first: mute is ignored by
 * a headset that is not off the hook yet, and ringing must not stop before the answer.
 */
export function reportsFor({ lights: bits, outputBytes }: Controls, lights: Lights): OutputReport[] {
  return [...outputBytes]
    .map(([reportId, length]) => {
      const data = new Uint8Array(length);
      for (const { name, reportId: place, bit } of bits) {
        if (place === reportId && lights[name]) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
      }
      return { reportId, data };
    })
    .sort((one, other) => turn(one) - turn(other));

  function turn({ reportId }: OutputReport): number {
    const own = bits.filter((bit) => bit.reportId === reportId);
    const rank = Math.min(...own.map(({ name }) => order.indexOf(name)));
    return own.some(({ name }) => lights[name]) ? rank : 2 * order.length - rank;
  }
}

/** To switch on in this order, and off in the other. */
const order: readonly LightName[] = ['offHook', 'mute', 'hold', 'ring'];
