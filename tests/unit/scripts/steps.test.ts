import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSteps, type Result, type Stage } from '../../../scripts/test/run-steps.mjs';

const named = (name: string): Stage => ({ name, title: `Title of ${name}` });
const [build, lint, types, sync] = [named('build'), named('lint'), named('types'), named('sync')];
const fine: Result = { ok: true, passed: 2, failed: 0, unsteady: [] };
const broken: Result = { ok: false, passed: 1, failed: 3, unsteady: [], why: '3 failed' };

let begun: string[];
let ends: Record<string, (result: Result) => void>;

/** A stage runs until the test ends it. */
function run({ name }: Stage, hasCompany: boolean): Promise<Result> {
  begun.push(hasCompany ? `${name} in company` : name);
  return new Promise((done) => (ends[name] = done));
}

async function end(name: string, result = fine): Promise<void> {
  await vi.waitFor(() => expect(ends).toHaveProperty(name));
  ends[name]?.(result);
  await new Promise((done) => setImmediate(done));
}

beforeEach(() => {
  [begun, ends] = [[], {}];
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

describe('the steps of npm test', () => {
  it('come one after the other, their lanes side by side, and the stages of a lane in turn', async () => {
    const all = runSteps([[[build]], [[lint, types], [sync]]], run);
    expect(begun).toEqual(['build']);
    await end('build');
    expect(begun).toEqual(['build', 'lint in company', 'sync in company']);
    await end('lint');
    expect(begun.at(-1)).toBe('types in company');
    await end('types');
    await end('sync');
    expect(await all).toEqual({
      passed: 8,
      failed: 0,
      lines: ['build', 'lint', 'types', 'sync'].map(
        (name) => expect.stringMatching(`^ {2}ok .*Title of ${name} `) as string,
      ),
    });
  });

  it('begin nothing after a failure, and hear out what runs beside it', async () => {
    const all = runSteps([[[lint, types], [sync]], [[build]]], run);
    await end('lint', broken);
    expect(begun).toEqual(['lint in company', 'sync in company']);
    await end('sync', { ...fine, unsteady: ['a.test.ts: shaky'] });
    const { passed, failed, lines } = await all;
    expect({ passed, failed }).toEqual({ passed: 3, failed: 3 });
    expect(begun).toHaveLength(2);
    expect(lines).toEqual([
      expect.stringMatching(/FAILED .*lint/),
      '  not run  Title of types',
      expect.stringMatching(/ok .*sync/),
      expect.stringContaining('only at a later try: a.test.ts: shaky'),
      '  not run  Title of build',
    ]);
  });
});
