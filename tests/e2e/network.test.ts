/** What the agent sees of a network that goes away in a call, and of a call that it has cut off. */
import { expect, test, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, callLine, demoAccounts, incomingCard, lineReady, signIn } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

declare const window: { readonly casque: DeskBridge };

const name = 'Annick Roussel';
const number = '+33261910012';
/** The loss is found after some 5 s. */
const timeout = 30_000;

let display: Display;
let sound: Sound;
let asterisk: Asterisk;
let server: CasqueServer;
let app: CasqueApp;
let cut: NetworkCut | undefined;

test.beforeAll(async () => {
  display = await Display.start({ width: 1280, height: 720 });
  sound = await Sound.start();
  asterisk = await Asterisk.start();
  server = await CasqueServer.start({ asterisk });
});

test.afterAll(async () => {
  await cut?.end();
  await app.stop();
  await server.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
});

test('the call line counts while the network is away, takes hold meanwhile, and calls back whom it has cut off', async () => {
  app = await CasqueApp.launch({ name: 'network', display, sound, serverUrl: server.url });
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number, name });
  await incomingCard(desk).getByText(name).waitFor();
  await answer(desk, name);
  const line = callLine(desk, name);

  cut = await NetworkCut.begin({ asterisk });
  await expect(line).toContainText(/Reconnexion… \d+ s/, { timeout });
  await expect(desk.getByRole('status').filter({ hasText: 'L’appel est coupé, reconnexion' })).toHaveCount(1);
  await expect(line.getByRole('button', { name: /^Raccrocher/ })).toBeEnabled();
  await desk.keyboard.press('h');
  // What has to wait says so, and a question that is being written is not taken away.
  await expect(line.getByRole('button', { name: /^Transférer/ })).toBeDisabled();
  await expect(line.getByTitle('Possible dès que l’appel est rétabli')).toBeVisible();
  await desk.keyboard.press('w');
  const question = desk.getByRole('textbox', { name: 'Question', exact: true });
  await expect(question).toBeFocused();
  await desk.keyboard.type('Le voyant est-il');
  for (const theme of ['light', 'dark'] as const) {
    await settings(desk, { theme });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    await holds(desk, `reconnecting, ${theme}`);
    await app.screenshot(`network-1-reconnecting-${theme}`);
  }
  await settings(desk, { language: 'en', theme: 'light' });
  await expect(desk.getByRole('region', { name: `Call with ${name}` })).toContainText(/Reconnecting… \d+ s/);
  await app.screenshot('network-2-reconnecting-en');
  await settings(desk, { language: 'fr' });
  await cut.end();
  await expect(line).toContainText('En attente', { timeout });
  await expect(line).toContainText(/Appel repris, coupure de \d+ s/);
  await expect(question).toBeFocused();
  await desk.keyboard.type(' rouge ?');
  await expect(question).toHaveValue('Le voyant est-il rouge ?');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('h');
  await expect(line).toContainText('En communication');

  cut = await NetworkCut.begin({ asterisk });
  await expect(line).toContainText('Reconnexion…', { timeout });
  // It knows nothing of the call then.
  await asterisk.restart();
  await cut.end();
  const over = desk.getByRole('region', { name: `Appel terminé avec ${name}` });
  await expect(over).toContainText('L’appel s’est terminé pendant la coupure.', { timeout: 60_000 });
  await holds(desk, 'a call that the network cut off');
  await app.screenshot('network-3-cut-off');
  await lineReady(desk, '201');
  const again = await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort });
  await desk.keyboard.press('Shift+L');
  await again.reaches('talking');
  await expect(over).toBeHidden();
  await again.stop();
  await customer.stop();
});

async function settings(desk: Page, change: { theme?: 'light' | 'dark'; language?: 'fr' | 'en' }): Promise<void> {
  await desk.evaluate((given) => window.casque.request('desk:settings', given), change);
}
