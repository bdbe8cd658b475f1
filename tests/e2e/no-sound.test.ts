/** What the agent sees of a call that is answered and in which nobody hears anybody. */
import { expect, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import { callLine, demoAccounts, incomingCard, lineReady, signIn } from '../lab/desk-steps.ts';
import { test } from '../lab/fixtures.ts';
import { Display } from '../lab/display.ts';
import { withoutWay } from '../lab/no-way.ts';
import { CasqueServer } from '../lab/server.ts';
import { SipFront } from '../lab/sip-front.ts';
import { Sound } from '../lab/sound.ts';

declare const window: { readonly casque: DeskBridge };

const name = 'Annick Roussel';
const number = '+33261910012';

test('no sound comes through: the line says so and counts, and hung up it is over at once', async ({ keep }) => {
  const display = keep(await Display.start({ width: 1280, height: 720 }));
  const sound = keep(await Sound.start());
  const asterisk = keep(await Asterisk.start());
  const front = keep(await SipFront.start(asterisk.webSocketUrl, { fromPhone: withoutWay, toPhone: withoutWay }));
  const server = keep(await CasqueServer.start({ asterisk, env: { CASQUE_DEMO_SIP_SERVER: front.url } }));
  const app = keep(await CasqueApp.launch({ name: 'no-sound', display, sound, serverUrl: server.url }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  const customer = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number, name }));
  await incomingCard(desk).getByText(name).waitFor();
  await desk.keyboard.press('F2');
  const line = callLine(desk, name);
  await expect(line).toContainText('Connexion…');
  await expect(line).toContainText('Aucun son ne passe, nouvel essai en cours.', { timeout: 30_000 });
  await expect(line).toContainText(/Sans son depuis \d+ s/);
  await expect(desk.getByRole('status').filter({ hasText: 'Aucun son ne passe' })).toHaveCount(1);
  for (const theme of ['light', 'dark'] as const) {
    await settings(desk, { theme });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    await holds(desk, `no sound, ${theme}`);
    await app.screenshot(`no-sound-1-${theme}`);
  }
  await settings(desk, { language: 'en', theme: 'light' });
  await expect(desk.getByRole('region', { name: `Call with ${name}` })).toContainText(/No sound for \d+ s/);
  await app.screenshot('no-sound-2-en');
  await settings(desk, { language: 'fr' });
  await desk.keyboard.press('F4');
  await expect(line).toBeHidden();
  await customer.reaches('ended', 5_000);
});

async function settings(desk: Page, change: { theme?: 'light' | 'dark'; language?: 'fr' | 'en' }): Promise<void> {
  await desk.evaluate((given) => window.casque.request('desk:settings', given), change);
}
