/** The agent's machine has another network from one moment to the next, in a namespace of its own: others on this machine do not notice. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectNode } from '../../scripts/setup/paths.mjs';
import { Program } from '../lab/program.ts';

const ownNetwork = ['--net', '--'] as const;

test('a VPN comes up in a call and takes all traffic, and goes again: both hear each other each time, and it is the same call', async () => {
  const links = ['sh', '-c', 'ip link set lo up && ip link add probe0 type veth peer name probe1'];
  const { status } = spawnSync('unshare', [...ownNetwork, ...links], { stdio: 'ignore' });
  test.skip(status !== 0, 'This machine lets nobody have a network of their own.');
  const script = join(import.meta.dirname, 'own-network', 'vpn-in-a-call.ts');
  const program = new Program('unshare', [...ownNetwork, projectNode(), script]);
  const { code } = await program.exited;
  expect(code, program.output.slice(-8_000)).toBe(0);
});
