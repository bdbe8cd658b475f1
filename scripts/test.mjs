#!/usr/bin/env node
/**
 * `npm test`: sets up what is missing, then runs every check there is, in order, and stops at the first stage that fails.
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
import { stages } from './test/stages.mjs';

async function main(args) {
  const chosen = choose(args);
  if (!chosen) return 2;
  try {
    for (const profile of ['code', 'test']) {
      if (chosen.some((stage) => stage.needs === profile)) await setUp(profile);
    }
  } catch (error) {
    explain(error);
    return 1;
  }
  // The set-up runs on whatever Node there is; the rest needs the project's own.
  if (!process.versions.node.startsWith('24.')) return runAgainOn(projectNode());
  return runAll(chosen);
}

function choose(args) {
  const at = args.indexOf('--only');
  const names = at >= 0 ? (args[at + 1] ?? '').split(',') : stages.map(({ name }) => name);
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length === 0 && (at >= 0 || args.length === 0)) return stages.filter(({ name }) => names.includes(name));
  say('Usage: npm test [-- --only STAGE,STAGE...]\n');
  for (const { name, title } of stages) say(`  ${name.padEnd(18)} ${title}`);
  return undefined;
}

async function runAll(chosen) {
  const { runStage } = await import('./test/run-stage.mjs');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const lines = [];
  let [passed, failed] = [0, 0];
  for (const stage of chosen) {
    if (failed > 0) {
      lines.push(`  not run  ${stage.title}`);
      continue;
    }
    say(`\n=== ${stage.title} (${stage.name})`);
    const started = Date.now();
    const missing = { ok: false, passed: 0, failed: 1, unsteady: [], why: `there is no npm script ${stage.script}` };
    const result = scripts[stage.script] ? await runStage(stage) : missing;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    passed += result.passed;
    failed += result.failed;
    const counted = stage.runner ? `, ${result.passed} passed` : '';
    lines.push(`  ${result.ok ? 'ok      ' : 'FAILED  '} ${stage.title} (${seconds} s${counted})`);
    for (const title of result.unsteady) lines.push(`             only at a later try: ${title}`);
    say(result.ok ? `--- ok in ${seconds} s` : `--- FAILED after ${seconds} s: ${result.why}`);
    if (process.exitCode === 130) failed = Math.max(failed, 1);
  }
  say(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
