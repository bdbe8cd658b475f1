import type { Presence } from '../../renderer/bridges/phone-status.ts';

/** Sixteen steps, red, green, blue; and a shape, since a colour alone says nothing to one man in twelve. */
type Mark = { readonly colour: readonly [number, number, number]; readonly holds: (x: number, y: number) => boolean };

const disc = (x: number, y: number): boolean => x * x + y * y <= 1;
const square = (x: number, y: number): boolean => Math.abs(x) <= 0.85 && Math.abs(y) <= 0.85;
const triangle = (x: number, y: number): boolean => y <= 0.85 && y >= Math.abs(x) * 1.9 - 1;
const bar = (x: number, y: number): boolean => disc(x, y) && (Math.abs(y) > 0.28 || Math.abs(x) > 0.66);

const marks: Readonly<Record<Exclude<Presence, 'none'>, Mark>> = {
  available: { colour: [0x1b, 0x9a, 0x4f], holds: disc },
  inCall: { colour: [0x1b, 0x9a, 0x4f], holds: square },
  ringing: { colour: [0x2f, 0x7d, 0xe6], holds: triangle },
  unreachable: { colour: [0xcf, 0x37, 0x2e], holds: bar },
};

/**
 * Paints the sign of a state over the lower right part of an icon.
 * @param bitmap size x size pixels of four bytes, blue, green, red, alpha, as Electron's `toBitmap` gives them; a copy is returned
 */
export function withStateMark(bitmap: Uint8Array, size: number, presence: Presence): Uint8Array {
  const painted = Uint8Array.from(bitmap);
  if (presence === 'none') return painted;
  const { colour, holds } = marks[presence];
  const radius = size * 0.29;
  const centre = size - radius - 1;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column - centre) / radius, (row - centre) / radius];
      const at = (row * size + column) * 4;
      if (holds(x, y)) painted.set([colour[2], colour[1], colour[0], 0xff], at);
      // A clear rim, so that the sign stands off from whatever is behind.
      else if (disc(x * 0.8, y * 0.8)) painted.set([0, 0, 0, 0], at);
    }
  }
  return painted;
}
