import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectNode } from '../../../scripts/setup/paths.mjs';
import { Program } from '../../lab/program.ts';

/** A network, and host names, of their own: others on this machine do not notice. */
const own = ['--net', '--mount', '--'] as const;

/** Runs a script of this folder there; skips the test where this machine does not let a program have them. */
export async function runInOwnNetwork(script: string): Promise<void> {
  const links = ['sh', '-c', 'ip link set lo up && ip link add probe0 type veth peer name probe1'];
  const { status } = spawnSync('unshare', [...own, ...links], { stdio: 'ignore' });
  test.skip(status !== 0, 'This machine lets nobody have a network of their own.');
  const program = new Program('unshare', [...own, projectNode(), join(import.meta.dirname, script)]);
  const { code } = await program.exited;
  expect(code, program.output.slice(-8_000)).toBe(0);
}
