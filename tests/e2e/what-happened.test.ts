/** What happened on this desk, told to the agent in plain sentences, and to whoever helps in the diagnostics' archive. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, callLine, demoAccounts, incomingCard, lineReady, signIn, statusLine } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

declare const window: { readonly casque: DeskBridge };

const name = 'Annick Roussel';
const number = '+33261910012';

const { keep, stop } = kept();
let display: Display;
let sound: Sound;
let asterisk: Asterisk;
let server: CasqueServer;
let keyring: Keyring;

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  sound = keep(await Sound.start());
  keyring = keep(await Keyring.start());
  asterisk = keep(await Asterisk.start());
  server = keep(await CasqueServer.start({ asterisk }));
});

test.afterAll(stop);

function told(desk: Page): Locator {
  return desk.getByRole('dialog', { name: 'Ce qui s’est passé sur ce poste' }).getByRole('listitem');
}

async function settings(desk: Page, change: { theme?: 'light' | 'dark'; language?: 'fr' | 'en' }): Promise<void> {
  await desk.evaluate((given) => window.casque.request('desk:settings', given), change);
}

test('the network goes in a call, the server stops, the program is killed: I read in plain words what happened and when', async () => {
  const app = keep(await CasqueApp.launch({ name: 'what-happened', display, sound, keyring, serverUrl: server.url }));
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  const customer = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number, name }));
  await incomingCard(desk).getByText(name).waitFor();
  await answer(desk, name);
  const line = callLine(desk, name);

  const cut = await NetworkCut.begin({ asterisk });
  await expect(line).toContainText('Reconnexion…', { timeout: 30_000 });
  await server.halt();
  await expect(statusLine(desk)).toContainText('Serveur : hors ligne', { timeout: 30_000 });
  await cut.end();
  await expect(line).toContainText(/Appel repris, coupure de \d+ s/, { timeout: 30_000 });
  await lineReady(desk, '201');

  // From the status line, by the mouse; what happens meanwhile comes by itself.
  await statusLine(desk)
    .getByRole('button', { name: /journal/ })
    .click();
  const gap = told(desk).filter({ hasText: /Le réseau est parti .+ pendant un appel.;.l’appel a continué\./ });
  await expect(gap).toHaveCount(1);
  await expect(told(desk).filter({ hasText: 'Le serveur ne répondait plus' })).toHaveCount(1);
  await server.boot();
  await expect(told(desk).filter({ hasText: /Le serveur n’a pas répondu pendant \d+/ })).toHaveCount(1, {
    timeout: 30_000,
  });
  await desk.keyboard.press('Escape');
  await expect(told(desk)).toHaveCount(0);
  await desk.keyboard.press('F4');
  await customer.reaches('ended');

  await app.kill();
  await app.start();
  desk = await app.desk();
  await lineReady(desk, '201');
  await desk.keyboard.press('Shift+J');
  await expect(told(desk).filter({ hasText: 'a redémarré sans avoir été fermé' })).toHaveCount(1);
  await expect(told(desk).filter({ hasText: 'Le réseau est parti' })).toHaveCount(1);
  await expect(told(desk).last()).toContainText(/Casque .+ a démarré/);
  const words = (await told(desk).allTextContents()).join('\n');
  for (const secret of [name, 'Roussel', number.slice(3)]) expect(words).not.toContain(secret);
  for (const theme of ['light', 'dark'] as const) {
    await settings(desk, { theme });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    await holds(desk, `what happened, ${theme}`);
    await app.screenshot(`what-happened-${theme}`);
  }
  await settings(desk, { language: 'en' });
  const english = desk.getByRole('dialog', { name: 'What happened on this desk' });
  await expect(english.getByText(/The network was gone for .+ during a call; the call went on\./)).toBeVisible();
  await app.screenshot('what-happened-en');
  await settings(desk, { language: 'fr', theme: 'light' });

  await desk.getByRole('button', { name: 'Copier' }).press('Enter');
  const clipboard = (): Promise<string> => app.electron.evaluate(({ clipboard: board }) => board.readText());
  await expect.poll(clipboard).toContain('pendant un appel');
  await desk.keyboard.press('Escape');

  // By its name, without knowing its key.
  await desk.keyboard.press('Control+k');
  await expect(desk.getByRole('combobox', { name: 'Commandes' })).toBeFocused();
  await desk.keyboard.type('passé');
  await expect(desk.getByRole('option').filter({ hasText: 'Ce qui s’est passé' })).toBeVisible();
  await desk.keyboard.press('Enter');
  await expect(told(desk).first()).toBeVisible();
});

test('the machine has no network at all: the status line says so before all else, and no longer when it is back', async () => {
  const app = keep(await CasqueApp.launch({ name: 'no-network', display, sound, serverUrl: server.url }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.karim);
  await lineReady(desk, '202');
  await desk.context().setOffline(true);
  await expect(statusLine(desk)).toContainText('Pas de réseau');
  await holds(desk, 'no network');
  await app.screenshot('no-network');
  await desk.context().setOffline(false);
  await expect(statusLine(desk)).not.toContainText('Pas de réseau');
});
