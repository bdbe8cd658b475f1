import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
const headings = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
const threats = read('threats.md');

it('each flow of the architecture has its threats, under its name and in its order', () => {
  const flows = headings(read('architecture.md'));
  expect(flows.length).toBeGreaterThan(10);
  expect(headings(threats).slice(0, flows.length)).toEqual(flows);
});

it('each flow says who could do what, what stands against it, and what is left', () => {
  const sections = threats.split(/^## .+$/m).slice(1);
  const parts = sections.map((section) => [...section.matchAll(/^- \*\*(\w+)\*\*:/gm)].map(([, part]) => part));
  expect(parts).toEqual(Array(sections.length).fill(['Threat', 'Against', 'Left']));
});

it.each(['threats.md', 'secure-code.md', 'security.md'])('%s names files and tests that there are', (name) => {
  const tests = new Set(globSync('tests/**/*.test.ts', { cwd: root }).map((file) => basename(file)));
  const named = [...read(name).matchAll(/`([\w/.-]+(?:\.(?:ts|tsx|mjs)|\/))`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !tests.has(path) && !(path.includes('/') && existsSync(join(root, path))))).toEqual([]);
});
