/** Keys of one's own, keys that work while another window has the focus, and numbers that come from outside. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { callLine, demoAccounts, incomingCard } from '../lab/desk-steps.ts';
import type { Display } from '../lab/display.ts';
import { practising, startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';

const customer = 'Annick Roussel';

const { keep, stop } = kept();
let display: Display;
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ display, machine } = await startPracticeLab(keep));
});

test.beforeEach(async () => {
  const name = `desk-keys ${test.info().title}`;
  app = await CasqueApp.launch({ ...machine, name });
  await ready();
});

test.afterEach(async () => {
  await app.stop();
});

test.afterAll(stop);

async function ready(): Promise<void> {
  desk = await practising(app, demoAccounts.lea);
}

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await desk.keyboard.press(key);
};

const help = (): Locator => desk.getByRole('dialog', { name: 'Touches du clavier' });
const question = (): Locator => desk.getByRole('alertdialog', { name: 'Appeler ce numéro' });

test('a key that was changed is bound, shown everywhere, and still there after a restart', async () => {
  await press('F1');
  await help().getByRole('button', { name: 'Répondre, touche F2' }).click();
  // What the desk does elsewhere with a key is not done while it is being chosen.
  await press('Tab');
  await expect(help().getByRole('alert')).toContainText('sert déjà au système ou à la saisie');
  await press('F9');
  await expect(help().getByRole('alert')).toHaveText(
    '« F9 » sert à « Composer un numéro ».'.replaceAll(/« | »/g, (q) => q.replace(' ', '\u00a0')),
  );
  await help().getByRole('button', { name: 'La prendre' }).press('Enter');
  await expect(help().getByRole('button', { name: 'Répondre, touche F9' })).toBeVisible();
  await expect(help().getByRole('button', { name: 'Composer un numéro, touche F9' })).toBeHidden();
  await help().getByRole('button', { name: 'Composer un numéro, touche C' }).click();
  // Escape leaves the key and not the dialog.
  await press('Escape');
  await press('Escape');
  await expect(help()).toBeHidden();

  await app.quit();
  await app.start();
  await ready();
  await press('Control+Shift+E');
  const answer = incomingCard(desk).getByRole('button', { name: 'Répondre' });
  await expect(answer).toHaveAttribute('aria-keyshortcuts', 'F9');
  await expect(answer).toContainText('F9');
  await press('Control+k');
  await desk.keyboard.type('pick up');
  await expect(desk.getByRole('option', { name: 'Répondre' })).toContainText('F9');
  await press('Escape', 'F2');
  await expect(incomingCard(desk)).toBeVisible();
  await press('F9');
  await expect(callLine(desk, customer)).toContainText('En communication');
  await press('F4');

  await press('F1');
  await help().getByRole('button', { name: 'Tout rétablir' }).click();
  await expect(help().getByRole('button', { name: 'Répondre, touche F2' })).toBeVisible();
});

test('a global key answers while another window has the focus; one that the system refuses is said to be', async () => {
  // Another program has this one.
  await app.electron.evaluate(
    ({ globalShortcut }) => void globalShortcut.register('Control+Shift+F4', () => undefined),
  );
  const registered = (accelerator: string): Promise<boolean> =>
    app.electron.evaluate(({ globalShortcut }, key) => globalShortcut.isRegistered(key), accelerator);
  await press('F1');
  const global = help().getByRole('region', { name: 'Même dans une autre fenêtre' });
  expect(await registered('Control+Shift+F2')).toBe(false);
  await global.getByRole('checkbox', { name: 'Répondre' }).check();
  await expect.poll(() => registered('Control+Shift+F2')).toBe(true);
  await global.getByRole('checkbox', { name: 'Raccrocher' }).check();
  await expect(global.getByRole('alert')).toContainText('un autre logiciel l’a déjà');
  await global.getByRole('button', { name: 'Raccrocher, touche Ctrl+Maj+F4' }).click();
  await press('m');
  await expect(global.getByRole('alert')).toContainText('demande Ctrl, Alt ou une touche de fonction');
  await press('Control+Alt+r');
  await expect.poll(() => registered('Control+Alt+R')).toBe(true);
  await expect(global.getByRole('alert')).toBeHidden();
  await press('Escape');

  await press('Control+Shift+E');
  await incomingCard(desk).waitFor();
  // The keyboard of the machine, while the desk is not what is typed into.
  const elsewhere = await app.electron.evaluate(({ BrowserWindow }) => {
    const other = new BrowserWindow({ width: 200, height: 100 });
    other.focus();
    return other.id;
  });
  const isElsewhere = (): Promise<boolean> =>
    app.electron.evaluate(({ BrowserWindow }, id) => BrowserWindow.getFocusedWindow()?.id === id, elsewhere);
  await expect.poll(isElsewhere).toBe(true);
  await display.press('ctrl+shift+F2');
  await expect(callLine(desk, customer)).toContainText('En communication');
  expect(await isElsewhere()).toBe(true);
  await display.press('ctrl+alt+r');
  await expect(callLine(desk, customer)).toBeHidden();
  await app.electron.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.destroy(), elsewhere);

  // Given back with the switch, and held again after a restart.
  await press('Escape', 'F1');
  await global.getByRole('checkbox', { name: 'Raccrocher' }).uncheck();
  await expect.poll(() => registered('Control+Alt+R')).toBe(false);
  await app.quit();
  await app.start();
  desk = await app.desk();
  await expect.poll(() => registered('Control+Shift+F2')).toBe(true);
});

test('links and copied numbers ask first, and say who it would be', async () => {
  const opened = (link: string): Promise<void> =>
    app.electron.evaluate(({ app: running }, argument) => {
      running.emit('second-instance', {}, ['/opt/casque', argument], '/', null);
    }, link);
  const copied = (text: string): Promise<void> =>
    app.electron.evaluate(({ clipboard }, copy) => clipboard.writeText(copy), text);

  for (const link of [
    'tel:+33-2-98-00-12-34',
    'sip:0298001234@pbx.example;transport=ws',
    'callto:02%2098%2000%2012%2034',
  ]) {
    await opened(link);
    await expect(question()).toContainText('Un lien demande d’appeler le 02 98 00 12 34');
    await press('Escape');
    await expect(question()).toBeHidden();
  }
  for (const link of [
    'tel:<img src=x onerror=alert(1)>',
    'callto:someone@example.com',
    'sip:x@y\r\nInvite: z',
    `tel:${'1'.repeat(500)}`,
    'tel:%E0%A4%A',
  ]) {
    await opened(link);
  }
  // The last one in the row is the one that shows that none before it asked for anything.
  await opened('sip:alice@pbx.example');
  await expect(desk.getByText('Ce numéro ne peut pas être appelé')).toBeVisible();
  await expect(question()).toBeHidden();

  await copied('Bonjour, rien à appeler ici.');
  await press('v');
  await expect(desk.getByText('Le texte copié ne contient pas de numéro')).toBeVisible();
  await copied('Rappeler au 02.61.91.00.12, merci');
  await press('v');
  await expect(question()).toContainText('02 61 91 00 12');
  await expect(question()).toContainText(customer);
  await press('Escape');
  await copied('fixe 02 61 91 00 12, portable 06 12 34 56 78');
  await press('v');
  await expect(question().getByRole('radio', { name: /02 61 91 00 12.*Annick Roussel/ })).toBeFocused();
  await expect(question().getByRole('radio', { name: /06 12 34 56 78.*Numéro inconnu/ })).not.toBeChecked();
  await press('Escape');
  await copied('204');
  await press('Shift+F9');
  await expect(question()).toContainText('Numéro copié');
  await expect(question().getByRole('button', { name: 'Appeler' })).toBeFocused();
  await press('Enter');
  await expect(desk.getByRole('region', { name: /^Appel avec/ })).toContainText('204');
});
