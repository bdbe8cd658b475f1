#!/usr/bin/env node
/**
 * `npm test`: sets up what is missing, then runs every check there is, some side by side, and begins none after one that fails.
 * `npm test -- --only unit,e2e` runs some of them.
 *
 * The last line says `N passed, N failed`, the sum of what the test runners counted.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, setUp } from './setup.mjs';
import { projectNode, ROOT } from './setup/paths.mjs';
import { runAgainOn } from './setup/run.mjs';
import { say } from './setup/say.mjs';
import { runSteps } from './test/run-steps.mjs';
import { stages, steps } from './test/stages.mjs';

async function main(args) {
  const chosen = choose(args);
  if (!chosen) return 2;
  try {
    for (const profile of ['code', 'test']) {
      if (chosen.flat(2).some((stage) => stage.needs === profile)) await setUp(profile);
    }
  } catch (error) {
    explain(error);
    return 1;
  }
  // The set-up runs on whatever Node there is; the rest needs the project's own.
  if (!process.versions.node.startsWith('24.')) return runAgainOn(projectNode());
  return runAll(chosen);
}

/** @returns the steps with what was asked for; undefined when there is no such stage */
function choose(args) {
  const at = args.indexOf('--only');
  const names = at >= 0 ? (args[at + 1] ?? '').split(',') : stages.map(({ name }) => name);
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length === 0 && (at >= 0 || args.length === 0)) return only(names);
  say('Usage: npm test [-- --only STAGE,STAGE...]\n');
  for (const { name, title } of stages) say(`  ${name.padEnd(18)} ${title}`);
  return undefined;
}

function only(names) {
  const isThere = ({ length }) => length > 0;
  return steps
    .map((lanes) => lanes.map((lane) => lane.filter(({ name }) => names.includes(name))).filter(isThere))
    .filter(isThere);
}

async function runAll(chosen) {
  const { runStage } = await import('./test/run-stage.mjs');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { passed, failed, lines } = await runSteps(chosen, async (stage, hasCompany) => {
    if (scripts[stage.script]) return await runStage(stage, hasCompany);
    return { ok: false, passed: 0, failed: 1, unsteady: [], why: `there is no npm script ${stage.script}` };
  });
  say(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
