import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);

it('what the guide quotes of Asterisk is what the tests run', () => {
  const guide = readFileSync(new URL('docs/pbx.md', root), 'utf8');
  const lab = new URL('tests/lab/asterisk/', root);
  const run = new Set(
    readdirSync(lab).flatMap((name) =>
      readFileSync(new URL(name, lab), 'utf8')
        .split('\n')
        .map((line) => line.trim()),
    ),
  );
  const quoted = [...guide.matchAll(/^```ini\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
  expect(quoted.length).toBeGreaterThan(50);
  expect(quoted.map((line) => line.trim()).filter((line) => line !== '' && !run.has(line))).toEqual([]);
});
