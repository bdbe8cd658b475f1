/** Two people at one ticket, one of them without the server: nothing that was written is lost, and whose word did not count is told. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import {
  addNote,
  demoAccounts,
  openTicketFromCall,
  signIn,
  statusLine,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { FlakyProxy } from '../sync/support/flaky-proxy.ts';

let display: Display;
let server: CasqueServer;
let network: FlakyProxy;
let app: CasqueApp | undefined;

test.beforeAll(async () => {
  display = await Display.start({ width: 1280, height: 720 });
  server = await CasqueServer.start();
  network = await FlakyProxy.to(server.url);
});

test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  network.mend(server.url);
});

test.afterAll(async () => {
  await network.close();
  await server.stop();
  await display.stop();
});

async function deskOf(name: string, account: (typeof demoAccounts)[keyof typeof demoAccounts]): Promise<Page> {
  app = await CasqueApp.launch({ name, display, serverUrl: network.url });
  const desk = await app.desk();
  await signIn(desk, account);
  await syncedOnce(desk);
  return desk;
}

/** An administrator at the server's console. */
async function administrator(...args: string[]): Promise<void> {
  const main = join(ROOT, 'server', 'main.ts');
  await promisify(execFile)(projectNode(), [main, '--data', server.dataFolder, ...args], { cwd: ROOT });
}

async function cutOff(desk: Page): Promise<void> {
  network.cut();
  await expect(statusLine(desk)).toContainText('Le serveur ne répond pas', { timeout: 60_000 });
}

test('a note that the server refused is corrected where it stands, put on another ticket, and sent again', async () => {
  const desk = await deskOf('refused', demoAccounts.karim);
  await openTicketFromCall(desk, 'Imprimante hors service');
  await syncedOnce(desk);
  await cutOff(desk);
  await addNote(desk, 'Le toner est à changer.');
  await administrator('agent', 'change', demoAccounts.karim.login, '--team', 'N1 Mobile');
  try {
    network.mend(server.url);
    await expect(statusLine(desk)).toContainText('1 envoi refusé', { timeout: 60_000 });
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Shift+X');
    const dialog = desk.getByRole('dialog', { name: 'Envois refusés' });
    await expect(dialog).toContainText('Le toner est à changer.');
    await expect(dialog.getByRole('button', { name: 'Corriger et renvoyer' })).toBeFocused();
    await holds(desk, 'what was refused');
    await app?.screenshot('refused-1-fr');
    await desk.keyboard.press('Enter');
    const form = dialog.getByRole('form', { name: 'Corriger et renvoyer' });
    await expect(form.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await form.getByRole('textbox', { name: 'Note' }).fill('Toner changé.');
    await holds(desk, 'the correction of what was refused');
    await app?.screenshot('refused-2-fr');

    // Whatever dies: what was refused, and what was being made of it.
    await expect(async () => {
      await desk.reload();
      await desk.keyboard.press('Shift+X');
      await desk.keyboard.press('Enter', { delay: 10 });
      await expect(form.getByRole('textbox', { name: 'Note' })).toHaveValue('Toner changé.', { timeout: 5_000 });
    }).toPass({ timeout: 30_000 });
    const picker = form.getByRole('combobox', { name: 'Sur le ticket' });
    await picker.fill('mobile');
    await expect(form.getByRole('option').first()).toBeVisible();
    await desk.emulateMedia({ colorScheme: 'dark' });
    await holds(desk, 'another ticket for what was refused, dark');
    await app?.screenshot('refused-3-fr-dark');
    const chosen = await form
      .getByRole('option')
      .first()
      .getByText(/^#\d+ /)
      .innerText();
    await picker.press('Enter');
    await expect(form).toContainText(chosen);
    await form.getByRole('textbox', { name: 'Note' }).press('Control+Enter');
    await expect(dialog).toContainText('Aucun envoi refusé');
    await desk.keyboard.press('Escape');
    await syncedOnce(desk);
    await desk.keyboard.press('/');
    await desk.getByRole('combobox', { name: 'Rechercher' }).fill('Toner changé');
    await expect(desk.getByRole('option', { name: /Toner changé/ })).toBeVisible();
    await desk.keyboard.press('Enter');
    await expect(timeline(desk)).toContainText('Toner changé.');
    await expect(statusLine(desk)).not.toContainText('refusé');
  } finally {
    await administrator('agent', 'change', demoAccounts.karim.login, '--team', 'N1 Internet');
  }
});
