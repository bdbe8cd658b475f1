/** The agent's machine has another network from one moment to the next. */
import { test } from '@playwright/test';
import { runInOwnNetwork } from './own-network/run.ts';

test('a VPN comes up in a call and takes all traffic, and goes again: both hear each other each time, and it is the same call', async () => {
  await runInOwnNetwork('vpn-in-a-call.ts');
});
