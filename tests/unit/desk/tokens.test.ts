import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../renderer/desk/design/tokens.css'), 'utf8');

function tokens(selector: string): Readonly<Record<string, string>> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

const themes = { light: tokens(':root'), dark: tokens(":root[data-theme='dark']") };

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'surface', 'surface-quiet', 'raised', 'hover', 'selected', 'field'];
const pairs: readonly (readonly [ink: string, ground: string])[] = [
  ...grounds.flatMap((ground) => ['ink', 'ink-second', 'ink-quiet'].map((ink) => [ink, ground] as const)),
  ...['accent', 'green', 'amber', 'red', 'blue'].flatMap((ink) =>
    ['ground', 'surface', 'surface-quiet', 'raised', `${ink}-soft`].map((ground) => [ink, ground] as const),
  ),
  ['ink', 'blue-soft'],
  ['ink-second', 'blue-soft'],
  ...[
    'accent-fill',
    'accent-fill-hover',
    'green-fill',
    'green-fill-hover',
    'red-fill',
    'red-fill-hover',
    'blue-fill',
  ].map((fill) => ['ink-on-fill', fill] as const),
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(pairs)('reads %s on %s (WCAG AA, 4.5:1)', (ink, ground) => {
    expect(contrast(themes[theme][ink] ?? '', themes[theme][ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['field-line', 'focus'])('shows %s on fields and grounds (3:1)', (line) => {
    for (const ground of ['field', 'surface', 'ground']) {
      expect(contrast(themes[theme][line] ?? '', themes[theme][ground] ?? '')).toBeGreaterThanOrEqual(3);
    }
  });
});

it('draws both themes whole', () => {
  expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light));
});
