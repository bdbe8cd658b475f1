#!/usr/bin/env node
/**
 * `npm run audit`: known vulnerabilities of what the product ships (not of its tools), by the registry's advisories. Fails on serious ones. A registry
 * that offers no audit, as some mirrors do not, is said and fails nothing: it says nothing about the packages.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from './audit/judge.mjs';
import { isShipped } from './audit/shipped.mjs';
import { ROOT } from './setup/paths.mjs';
import { say } from './setup/say.mjs';

// One try: an answer that does not come is no reason to hold a test run up.
const args = ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
const { stdout, error } = spawnSync('npm', args, {
  cwd: ROOT,
  encoding: 'utf8',
  timeout: 60_000,
  maxBuffer: 64 << 20,
  shell: process.platform === 'win32',
});
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const { verdict, lines } = judge(stdout ?? error?.message ?? '', (each) => isShipped(lock, each));
for (const line of lines) say(line);
process.exitCode = verdict === 'vulnerable' ? 1 : 0;
