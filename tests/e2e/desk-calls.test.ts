/** Several calls on the practice line, by keys alone: consulting, switching, merging, passing on, diverting. */
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { answer, callLine, demoAccounts, incomingCard, openTicketFromCall, timeline } from '../lab/desk-steps.ts';
import { practising, startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';

const customer = 'Annick Roussel';
const number = '0261910034';
const shown = '02 61 91 00 34';

const { keep, stop } = kept();
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ machine } = await startPracticeLab(keep));
});

test.beforeEach(async () => {
  const name = `desk-calls ${test.info().title}`;
  app = await CasqueApp.launch({ ...machine, name });
  desk = await practising(app, demoAccounts.lea);
  await desk.keyboard.press('Control+Shift+E');
  await incomingCard(desk).getByText(customer).waitFor();
});

test.afterEach(async () => {
  await app.stop();
});

test.afterAll(stop);

/** Calls the colleague first, from the field that transfers. */
async function consult(): Promise<void> {
  await answer(desk, customer);
  await desk.keyboard.press('t');
  await desk.getByRole('combobox', { name: 'Transférer à' }).fill(number);
  await desk.keyboard.press('Shift+Enter');
  await expect(callLine(desk, shown)).toContainText('En communication');
  await expect(callLine(desk, customer)).toContainText('En attente');
}

test('a colleague is consulted, the calls are switched, and the customer is passed on', async () => {
  await consult();
  await desk.keyboard.press('b');
  await expect(callLine(desk, customer)).toContainText('En communication');
  await expect(callLine(desk, shown)).toContainText('En attente');
  await desk.keyboard.press('b');
  await expect(callLine(desk, shown)).toContainText('En communication');

  await desk.keyboard.press('t');
  await expect(desk.getByRole('option').first()).toContainText(customer);
  await desk.keyboard.press('Enter');
  const gone = desk.getByRole('region', { name: `Appel terminé avec ${customer}` });
  await expect(gone).toContainText(`Transféré à ${shown}`);
  await expect(callLine(desk, customer)).toBeHidden();
});

test('the ticket tells to whom its caller was transferred', async () => {
  await answer(desk, customer);
  await openTicketFromCall(desk, 'Box qui redémarre');
  await desk.keyboard.press('Control+t');
  await desk.getByRole('combobox', { name: 'Transférer à' }).fill(number);
  await desk.keyboard.press('Enter');
  await expect(callLine(desk, customer)).toBeHidden();
  await expect(timeline(desk)).toContainText(`transféré à ${shown}`);
});

test('a transfer that nobody takes gives the customer back', async () => {
  await answer(desk, customer);
  await desk.keyboard.press('t');
  await desk.getByRole('combobox', { name: 'Transférer à' }).fill('0261910099');
  await desk.keyboard.press('Enter');
  await expect(callLine(desk, customer)).toContainText('Transfert');
  await expect(callLine(desk, customer)).toContainText('Personne n’a pris le transfert');
  await expect(callLine(desk, customer)).toContainText('En communication');
});

test('the two are brought together, parted again, and left together', async () => {
  await consult();
  await desk.keyboard.press('x');
  await expect(callLine(desk, customer)).toContainText('En conférence à trois');
  await expect(callLine(desk, shown)).toContainText('En conférence à trois');
  await desk.getByRole('button', { name: 'Plus d’actions' }).press('Enter');
  await desk.getByRole('menuitem', { name: 'Séparer la conférence' }).press('Enter');
  await expect(desk.getByText('En attente', { exact: true })).toHaveCount(1);
  // A menu that is closing still takes the letters.
  await expect(desk.getByRole('menu')).toBeHidden();
  await desk.keyboard.press('x');
  await expect(callLine(desk, customer)).toContainText('En conférence à trois');
  await desk.getByRole('button', { name: 'Les laisser ensemble' }).press('Enter');
  const gone = desk.getByRole('region', { name: `Appel terminé avec ${customer}` });
  await expect(gone).toContainText(`Transféré à ${shown}`);
  await expect(callLine(desk, shown)).toBeHidden();
});

test('an incoming call is sent to a colleague without being taken', async () => {
  await desk.keyboard.press('q');
  await desk.getByRole('combobox', { name: 'Renvoyer vers' }).fill('karim');
  await expect(desk.getByRole('option', { name: /Karim Benali/ })).toBeVisible();
  await desk.keyboard.press('Enter');
  await expect(incomingCard(desk)).toBeHidden();
  await expect(desk.getByRole('region', { name: `Appel terminé avec ${customer}` })).toContainText(
    'Renvoyé vers Karim Benali',
  );
});

test('digits are tones while the keypad is open, wherever the focus is; in a text field they stay text', async () => {
  await answer(desk, customer);
  await desk.keyboard.press('d');
  await desk.getByRole('group', { name: 'Clavier du téléphone' }).waitFor();
  await desk.getByRole('button', { name: /^Muet/ }).focus();
  await desk.keyboard.press('4');
  await expect(desk.getByLabel('Touches envoyées')).toHaveText('4');
  await desk.keyboard.press('Control+f');
  await desk.keyboard.type('2');
  await expect(desk.getByLabel('Touches envoyées')).toHaveText('4');
});
