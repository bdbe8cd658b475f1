import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const document = readFileSync(join(root, 'docs', 'asvs.md'), 'utf8');
const rows = [...document.matchAll(/^\| (\d+)\.(\d+)\.(\d+) +\| (\S.*?) +\| (\S.*?) +\| (.+?) +\|$/gm)].map(
  ([, chapter = '', section, point, asked = '', answer = '', why = '']) => ({
    chapter,
    section: `${chapter}.${section}`,
    point: Number(point),
    asked,
    answer,
    why,
  }),
);
const answers = ['yes', 'partly', 'no', 'set up', '–'];

/** How many points a section has in 4.0.3, and which of them were taken out of the standard or are of level 3 alone. */
const sections: Readonly<Record<string, readonly [last: number, without?: readonly number[]]>> = {
  ...{ '1.1': [7], '1.2': [4], '1.4': [5, [2, 3]], '1.5': [4], '1.6': [4], '1.7': [2], '1.8': [2], '1.9': [2] },
  ...{ '1.10': [1], '1.11': [2], '1.12': [2, [1]], '1.14': [6] },
  ...{ '2.1': [12], '2.2': [3], '2.3': [3], '2.4': [5], '2.5': [7], '2.6': [3], '2.7': [6], '2.8': [7], '2.9': [3] },
  ...{ '2.10': [4], '3.1': [1], '3.2': [4], '3.3': [4], '3.4': [5], '3.5': [3], '3.7': [1] },
  ...{ '4.1': [5, [4]], '4.2': [2], '4.3': [3], '5.1': [5], '5.2': [8], '5.3': [10], '5.4': [3], '5.5': [4] },
  ...{ '6.1': [3], '6.2': [6], '6.3': [2], '6.4': [2], '7.1': [4], '7.2': [2], '7.3': [4, [2]], '7.4': [3] },
  ...{ '8.1': [4], '8.2': [3], '8.3': [8], '9.1': [3], '9.2': [4], '10.2': [2], '10.3': [3], '11.1': [8] },
  ...{ '12.1': [3], '12.2': [1], '12.3': [6], '12.4': [2], '12.5': [2], '12.6': [1] },
  ...{ '13.1': [5, [2]], '13.2': [6, [4]], '13.3': [2], '13.4': [2] },
  ...{ '14.1': [4], '14.2': [6], '14.3': [3, [1]], '14.4': [7], '14.5': [4] },
};

it('each point of level 2 is answered once, in order', () => {
  const expected = Object.entries(sections).flatMap(([section, [last, without = []]]) =>
    Array.from({ length: last }, (_, index) => index + 1)
      .filter((point) => !without.includes(point))
      .map((point) => `${section}.${point}`),
  );
  expect(rows.map(({ section, point }) => `${section}.${point}`)).toEqual(expected);
});

it('the answers are of five kinds, each with a reason, and name tests and files that there are', () => {
  expect(new Set(rows.map(({ answer }) => answer))).toEqual(new Set(answers));
  const files = globSync('{tests,server,domain,electron,renderer,scripts}/**/*.{ts,tsx,mjs}', { cwd: root });
  const known = new Set([...files, ...files.filter((file) => file.endsWith('.test.ts')).map((file) => basename(file))]);
  const named = rows.flatMap(({ why }) =>
    [...why.matchAll(/`([\w/.-]+\.(?:ts|tsx|mjs))`/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

it('what is met names the file, the test or the document that shows it', () => {
  const bare = rows.filter(({ answer, why }) => answer === 'yes' && !/`[\w/.-]+\.\w+`|\]\(\w+\.md\)/.test(why));
  expect(bare.map(({ section, point, why }) => `${section}.${point} ${why}`)).toEqual([]);
});

it('the table at the beginning counts the answers', () => {
  const counted = (of: typeof rows) => answers.map((each) => of.filter(({ answer }) => answer === each).length);
  const told = [...document.matchAll(/^\| (?:V(\d+) [^|]+|All) +((?:\| \d+ +){5})\|$/gm)].map(
    ([, chapter, numbers = '']) => [chapter, numbers.match(/\d+/g)?.map(Number)],
  );
  const chapters = [...new Set(rows.map(({ chapter }) => chapter))];
  expect(told).toEqual([
    ...chapters.map((each) => [each, counted(rows.filter(({ chapter }) => chapter === each))]),
    [undefined, counted(rows)],
  ]);
});
