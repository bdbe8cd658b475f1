/** The exchange has another address from one moment to the next: its name leads there. */
import { test } from '@playwright/test';
import { runInOwnNetwork } from './own-network/run.ts';

test('the exchange’s name leads to another address in a call, and the one of before is dead: the call goes on there; the line follows between calls, too', async () => {
  await runInOwnNetwork('pbx-moves.ts');
});
