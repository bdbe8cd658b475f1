/** How a call sounds, on the practice line: the bars, the figures behind them, and what the ticket keeps of it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  openTicketFromCall,
  statusLine,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { practising, startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';
import { alone } from '../lab/tags.ts';

const customer = 'Annick Roussel';

const { keep, stop } = kept();
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ machine } = await startPracticeLab(keep));
});

test.afterEach(async () => {
  await app.stop();
});

test.afterAll(stop);

test('the bars say how the call sounds, a press says why, and the ticket keeps it', { tag: alone }, async () => {
  app = await CasqueApp.launch({ ...machine, name: 'quality' });
  desk = await practising(app, demoAccounts.lea);
  await desk.keyboard.press('Control+Shift+E');
  await incomingCard(desk).getByText(customer).waitFor();
  await answer(desk, customer);
  await openTicketFromCall(desk, 'Box qui redémarre');

  const bars = callLine(desk, customer).getByRole('button', { name: /^Qualité de l’appel/ });
  await expect(bars).toHaveAccessibleName(/bonne qualité/i, { timeout: 20_000 });
  await bars.press('Enter');
  const panel = desk.getByRole('dialog', { name: 'Qualité de l’appel' });
  await expect(panel).toContainText('Vous vous entendez bien dans les deux sens.');
  await expect(panel.getByText(/^\d,\d$/)).toBeVisible();
  await expect(panel.getByText(/Depuis le début/)).toContainText(/note moyenne \d,\d, au plus bas \d,\d à \d\d:\d\d/);
  await expect(panel.locator('canvas')).toBeVisible();
  const { violations } = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  await app.screenshot('quality-1-panel');
  await desk.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(bars).toBeFocused();

  // From the palette too.
  await desk.keyboard.press('Control+k');
  await desk.getByRole('combobox', { name: 'Commandes' }).fill('qualité');
  await expect(desk.getByRole('option', { name: 'Qualité de l’appel' })).toBeVisible();
  await desk.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await desk.keyboard.press('Escape');

  await hangUp(desk, customer);
  await expect(timeline(desk)).toContainText('bonne qualité');
  await app.screenshot('quality-2-kept');
  await syncedOnce(desk);
  await expect(statusLine(desk)).not.toContainText('refus');
});
