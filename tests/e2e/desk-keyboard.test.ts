/** A whole call on the practice line without a mouse, and what typing must never lose or be robbed of. */
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import {
  addNote,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  noteField,
  openTicketFromCall,
  subjectField,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { practising, startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';

const customer = 'Annick Roussel';

const { keep, stop } = kept();
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ machine } = await startPracticeLab(keep));
});

test.beforeEach(async () => {
  const name = `desk-keyboard ${test.info().title}`;
  app = await CasqueApp.launch({ ...machine, name });
  desk = await app.desk();
});

test.afterEach(async () => {
  await app.stop();
});

test.afterAll(stop);

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await desk.keyboard.press(key);
};

async function ready(): Promise<void> {
  await practising(app, demoAccounts.lea);
  // A key that chooses from a list needs the list.
  await desk.getByRole('option').first().waitFor();
}

test('from signing in to hanging up, by keys alone', async () => {
  await desk.getByLabel('Identifiant').waitFor();
  await expect(desk.getByLabel('Identifiant')).toBeFocused();
  await desk.keyboard.type(demoAccounts.lea.login);
  await press('Tab');
  await desk.keyboard.type(demoAccounts.lea.password);
  await press('Enter');
  await syncedOnce(desk);

  // The palette finds by the words of the other language too.
  await press('Control+k');
  await desk.keyboard.type('simulated customer');
  await expect(desk.getByRole('option', { name: 'Faire appeler un client' })).toBeVisible();
  await press('Enter');
  await expect(incomingCard(desk)).toContainText(customer);
  await press('F2');
  await expect(callLine(desk, customer)).toContainText('En communication');

  await press('m');
  await expect(callLine(desk, customer).getByRole('button', { name: 'Muet' })).toHaveAttribute('aria-pressed', 'true');
  await press('m', 'h');
  await expect(callLine(desk, customer)).toContainText('En attente');
  await press('h');
  await expect(callLine(desk, customer)).toContainText('En communication');
  await press('d', '4', '2', '#');
  await expect(desk.getByLabel('Touches envoyées')).toHaveText('42#');
  await press('Escape');

  await openTicketFromCall(desk, 'Box qui redémarre');
  await addNote(desk, 'Le voyant passe au rouge.');
  await expect(timeline(desk)).toContainText('Appel entrant');
  await expect(desk.getByRole('complementary')).toContainText(customer);

  await press('Escape', 's');
  await desk.getByRole('menuitem', { name: 'Résoudre' }).press('Enter');
  await expect(desk.getByRole('button', { name: 'État : Résolu' })).toBeVisible();
  // A menu that is closing still takes the letters.
  await expect(desk.getByRole('menu')).toBeHidden();
  await press('p');
  await desk.getByRole('menuitem', { name: '1 Travail arrêté' }).press('Enter');
  await expect(desk.getByRole('button', { name: 'Priorité : Priorité 2' })).toBeVisible();
  await hangUp(desk, customer);
});

test('what is typed for the palette before it is drawn finds, and chooses', async () => {
  await ready();
  await press('Control+k');
  await desk.keyboard.type('simulated customer\n');
  await expect(incomingCard(desk)).toContainText(customer);
});

test('a call that rings takes no letter from the note, and is answered in the middle of a word', async () => {
  await ready();
  await press('j', 'r');
  await expect(noteField(desk)).toBeFocused();
  await desk.keyboard.type('Le voyant ');
  await press('Control+Shift+E');
  await incomingCard(desk).waitFor();
  await desk.keyboard.type('rou');
  await press('F2');
  await expect(desk.getByRole('region', { name: /^Appel avec/ })).toContainText('En communication');
  await desk.keyboard.type('ge clignote, mh');
  await expect(noteField(desk)).toBeFocused();
  await expect(noteField(desk)).toHaveValue('Le voyant rouge clignote, mh');
  await press('F6');
  await expect(desk.getByRole('button', { name: 'Muet' })).toHaveAttribute('aria-pressed', 'true');
});

test('a draft stays with its ticket', async () => {
  await ready();
  await press('j', 'r');
  await desk.keyboard.type('pour le premier');
  await press('Alt+ArrowDown');
  await expect(noteField(desk)).toHaveValue('');
  await press('Alt+ArrowUp');
  await expect(noteField(desk)).toHaveValue('pour le premier');
});

test('the desk comes back to the ticket and to the words after it crashed', async () => {
  await ready();
  await press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type('Décodeur bloqué');
  await press('Enter');
  await desk.keyboard.type('Voyant orange fixe');
  await expect(desk.getByText('Enregistrée sur ce poste')).toBeVisible();
  await desk.reload();
  await expect(subjectField(desk)).toHaveValue('Décodeur bloqué');
  await expect(noteField(desk)).toHaveValue('Voyant orange fixe');
});

test('Escape closes what is open and loses no word', async () => {
  await ready();
  await press('j', 'r');
  await desk.keyboard.type('à garder');
  await press('Control+k');
  await desk.getByRole('dialog', { name: 'Commandes' }).waitFor();
  await press('Escape');
  await expect(desk.getByRole('dialog')).toBeHidden();
  await expect(noteField(desk)).toBeFocused();
  await press('Escape');
  await expect(noteField(desk)).not.toBeFocused();
  await expect(noteField(desk)).toHaveValue('à garder');
});

test('the filter finds, and hands over to the list', async () => {
  await ready();
  await press('2', 'Control+f');
  await desk.keyboard.type('roussel');
  const list = desk.getByRole('listbox', { name: 'Équipe' });
  await expect(list.getByRole('option').first()).toContainText('Roussel');
  await press('Enter');
  await expect(list).toBeFocused();
  await press('ArrowDown');
  await expect(list.getByRole('option', { selected: true })).toContainText('Roussel');
});

test('where the window is narrow, the caller’s details open with a key', async () => {
  await ready();
  await desk.setViewportSize({ width: 960, height: 640 });
  await press('j');
  const details = desk.getByRole('complementary', { name: 'Appelant et contact' });
  await expect(details).toBeHidden();
  await press('f');
  await expect(details).toBeVisible();
  await press('Escape');
  await expect(details).toBeHidden();
});

test('English is one choice away, and stays', async () => {
  await ready();
  await press('Control+,');
  await desk.getByRole('combobox', { name: 'Langue' }).selectOption({ label: 'English' });
  await expect(desk.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await press('Escape');
  await expect(desk.getByRole('heading', { name: 'To do now' })).toBeVisible();
  await desk.reload();
  await expect(desk.getByRole('heading', { name: 'To do now' })).toBeVisible();
  await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
});
