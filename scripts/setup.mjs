#!/usr/bin/env node
/**
 * Installs what is missing: `node scripts/setup.mjs --for code|start|test|dist|bench`.
 *
 * Has no dependencies and runs on Node 20 and later, on Linux, macOS and Windows. It may be interrupted at any point and run
 * again: everything is made under a temporary name and renamed when complete.
 */
import { pathToFileURL } from 'node:url';
import { alone } from './setup/alone.mjs';
import { asteriskRoot } from './setup/asterisk-root.mjs';
import { cephRoot } from './setup/ceph-root.mjs';
import * as debianPackages from './setup/debian-packages.mjs';
import * as electronLibraries from './setup/electron-libraries.mjs';
import * as electronRuntime from './setup/electron-runtime.mjs';
import * as npmPackages from './setup/npm-packages.mjs';
import { cacheDir } from './setup/paths.mjs';
import { endChildrenOnSignals } from './setup/run.mjs';
import { say, SetupProblem } from './setup/say.mjs';

/** What each command of the project needs, in the order of installation. */
const profiles = {
  code: [npmPackages],
  start: [npmPackages, electronRuntime, debianPackages, electronLibraries],
  test: [npmPackages, electronRuntime, debianPackages, electronLibraries, asteriskRoot, cephRoot],
  bench: [npmPackages, electronRuntime, debianPackages, electronLibraries, asteriskRoot],
  dist: [npmPackages, electronRuntime, debianPackages],
};

/**
 * Makes the machine ready for one of the project's commands.
 * @param {keyof typeof profiles} profile
 * @throws {SetupProblem} with one sentence on what is missing and how to get it
 */
export async function setUp(profile) {
  const missing = profiles[profile].filter((step) => step.isMissing(profile));
  if (missing.length === 0) return;
  const started = Date.now();
  const undo = endChildrenOnSignals();
  const leave = await alone();
  try {
    say(`Setting up (once; kept in node_modules and in ${cacheDir()}):`);
    for (const step of profiles[profile]) {
      // Asked again: another set-up may have done it meanwhile, and one step can make the next one necessary.
      const reason = step.isMissing(profile);
      if (!reason) continue;
      say(`- ${step.title}: ${reason}`);
      await step.install(profile);
      const still = step.isMissing(profile);
      if (still) throw new SetupProblem(`${step.title} could not be completed: ${still}.`);
    }
    say(`Everything is there (${Math.round((Date.now() - started) / 1000)} s).`);
  } finally {
    leave();
    undo();
  }
}

/** Prints a problem as a person wants to read it: the sentence last, below the details. */
export function explain(error) {
  if (!(error instanceof SetupProblem)) throw error;
  if (error.details) process.stderr.write(`${error.details.trim().split('\n').slice(-30).join('\n')}\n\n`);
  process.stderr.write(`${error.message}\n`);
}

async function main(args) {
  const at = args.indexOf('--for');
  const profile = at >= 0 ? args[at + 1] : 'start';
  if (!Object.hasOwn(profiles, profile)) {
    say(`Usage: node scripts/setup.mjs --for ${Object.keys(profiles).join('|')}`);
    return args.includes('--help') ? 0 : 2;
  }
  try {
    const started = Date.now();
    await setUp(profile);
    say(`Ready for ${profile} (checked in ${((Date.now() - started) / 1000).toFixed(1)} s).`);
    return 0;
  } catch (error) {
    explain(error);
    return 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
