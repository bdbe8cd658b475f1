/** The diagnostics of a desk, on the practice line: every step by the keyboard, and the archive to send. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzip } from '../../scripts/setup/unzip.mjs';
import { CasqueApp } from '../lab/app.ts';
import { chooseDevices, demoAccounts } from '../lab/desk-steps.ts';
import { practising, startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { labFolder } from '../lab/folder.ts';
import { kept } from '../lab/keep.ts';
import type { CasqueServer } from '../lab/server.ts';
import type { Sound } from '../lab/sound.ts';
import { alone } from '../lab/tags.ts';

const { keep, stop } = kept();
let sound: Sound;
let server: CasqueServer;
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ sound, server, machine } = await startPracticeLab(keep));
});

test.beforeEach(async () => {
  const name = `diagnostics ${test.info().title}`;
  app = await CasqueApp.launch({ ...machine, name });
  desk = await practising(app, demoAccounts.lea);
  await chooseDevices(desk, { microphone: 'Headset Microphone', speaker: 'Headset', ringer: 'Speakers' });
});

test.afterEach(async () => {
  await app.stop();
  sound.hush();
});

test.afterAll(stop);

function step(dialog: Locator, title: string): Locator {
  return dialog.getByRole('listitem').filter({ has: desk.getByText(title, { exact: true }) });
}

async function accessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
}

test('every step is taken by the keyboard, all is well, and the archive holds what helps', { tag: alone }, async () => {
  test.setTimeout(150_000);
  await desk.keyboard.press('Control+,');
  await desk.getByRole('button', { name: 'Vérifier ce poste…' }).press('Enter');
  const dialog = desk.getByRole('dialog', { name: 'Diagnostic de ce poste' });
  await expect(dialog.getByRole('button', { name: 'Commencer' })).toBeFocused();
  await accessible();
  await app.screenshot('diagnostics-1-ready');
  sound.speak('agent');
  await desk.keyboard.press('Enter');
  for (const question of ['Avez-vous entendu un son dans votre casque', 'Avez-vous entendu la sonnerie']) {
    const asked = dialog.getByRole('group', { name: question });
    await expect(asked.getByRole('button', { name: 'Oui' })).toBeFocused({ timeout: 20_000 });
    await desk.keyboard.press('Enter');
  }
  await expect(dialog.getByText('Des bips partent')).toBeVisible();
  await app.screenshot('diagnostics-2-running');
  await accessible();
  // How good the sound is depends on how busy the machine is; that it is heard does not.
  await expect(dialog.getByRole('status')).toHaveText(/^(Tout va bien|.* à surveiller)\.$/, { timeout: 60_000 });
  await expect(step(dialog, 'Serveur')).toContainText(/Le serveur répond en \d+ ms/);
  await expect(step(dialog, 'Horloge')).toContainText('L’heure de ce poste est la bonne.');
  await expect(step(dialog, 'Micro')).toContainText('Votre voix arrive bien.');
  await expect(step(dialog, 'Appel d’essai')).toContainText(/\d+ ms .*aller-retour|aller-retour en \d+ ms/);
  await expect(step(dialog, 'Qualité du son, pendant 20 s')).toContainText(/qualité \(note estimée \d[.,]\d\)/);
  await expect(desk.getByRole('region', { name: /^Appel avec/ })).toHaveCount(0);
  // A test call is no work to wrap up.
  await expect(desk.getByRole('button', { name: /^Léa Martin/ })).toContainText('Disponible');
  await app.screenshot('diagnostics-3-done');
  await accessible();

  const folder = labFolder('diagnostics');
  const file = join(folder.path, 'archive.zip');
  await app.electron.evaluate(({ dialog: dialogs }, filePath) => {
    dialogs.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await dialog.getByRole('button', { name: 'Enregistrer l’archive…' }).press('Enter');
  await expect(desk.getByText('L’archive est enregistrée.')).toBeVisible();
  await unzip(file, folder.path);
  expect(readdirSync(folder.path).sort()).toEqual([
    'archive.zip',
    'incidents.jsonl',
    'logs',
    'results.json',
    'results.txt',
  ]);
  expect(readFileSync(join(folder.path, 'results.txt'), 'utf8')).toContain('Votre voix arrive bien.');
  expect(JSON.parse(readFileSync(join(folder.path, 'results.json'), 'utf8'))).toMatchObject({
    phone: { mode: 'practice', chosen: { speaker: 'Headset' } },
    steps: expect.arrayContaining([
      { id: 'testCall', state: expect.any(String) as unknown, figures: { echoMs: expect.any(Number) as unknown } },
    ]),
  });
  expect(readFileSync(join(folder.path, 'logs', 'casque.log'), 'utf8')).toContain('voice line-registered');
  folder.remove();
});

test('what is wrong is said with what helps, and closing it ends the test call', async () => {
  await server.halt();
  try {
    await desk.keyboard.press('Control+k');
    await desk.getByRole('combobox', { name: 'Commandes' }).fill('diagnostic');
    await desk.getByRole('option', { name: 'Diagnostic de ce poste' }).waitFor();
    await desk.keyboard.press('Enter');
    const dialog = desk.getByRole('dialog', { name: 'Diagnostic de ce poste' });
    await dialog.getByRole('button', { name: 'Commencer' }).press('Enter');
    await expect(step(dialog, 'Serveur')).toContainText('Le serveur ne répond pas.');
    await expect(step(dialog, 'Serveur')).toContainText('Vérifiez le réseau et le VPN.');
    await expect(step(dialog, 'Micro')).toContainText('Le micro ne donne aucun son.', { timeout: 20_000 });
    await dialog
      .getByRole('group', { name: /dans votre casque/ })
      .getByRole('button', { name: 'Non' })
      .press('Enter');
    await expect(step(dialog, 'Casque ou haut-parleur')).toContainText('Choisissez un autre appareil');
    await dialog
      .getByRole('group', { name: /la sonnerie/ })
      .getByRole('button', { name: 'Oui' })
      .press('Enter');
    await expect(desk.getByRole('region', { name: 'Appel avec Appel d’essai' })).toContainText('En communication');
    await app.screenshot('diagnostics-4-trouble');
    await desk.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(desk.getByRole('region', { name: 'Appel avec Appel d’essai' })).toBeHidden();
  } finally {
    await server.boot();
  }
});
