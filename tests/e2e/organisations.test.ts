/** A number that nobody is known by, and the organisation that it belongs to, on a real Asterisk, without the server. */
import { expect } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import { demoAccounts, incomingCard, syncedOnce } from '../lab/desk-steps.ts';
import { signedIn, startPhoneLab, test } from '../lab/fixtures.ts';

const salaun = 'Cabinet Salaün Avocats';

test('an unknown number is given to an organisation by one key, and the next caller of its range is one of its people', async ({
  keep,
}) => {
  test.setTimeout(180_000);
  const { asterisk, server, machine } = await startPhoneLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'organisations' }));
  const desk = await signedIn(app, demoAccounts.lea, '201');
  await server.halt();

  const column = desk.getByRole('complementary', { name: 'Appelant et contact' });
  const ofNumber = column.getByRole('form', { name: 'Numéro d’une organisation' });
  const card = column.getByRole('region', { name: salaun });
  const first = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261919710' }));
  await test.step('whose number it is, while it rings', async () => {
    await expect(incomingCard(desk)).toContainText('02 61 91 97 10');
    await expect(column.getByRole('button', { name: 'Numéro d’une organisation' })).toBeVisible();
    await desk.keyboard.press('Control+Shift+O');
    await expect(ofNumber.getByRole('combobox', { name: 'Organisation' })).toBeFocused();
    await desk.keyboard.type('cabinet salaun avocats');
    await holds(desk, 'saying whose number it is');
    await desk.keyboard.press('Enter');
    await expect(incomingCard(desk)).toContainText(`Quelqu’un de ${salaun}`);
    await expect(card).toContainText('02 61 91 97 10');
    await holds(desk, 'a caller of an organisation');
    await app.screenshot('organisations-1-ringing');
  });
  await desk.keyboard.press('F3');
  await expect(incomingCard(desk)).toBeHidden();
  await first.stop();

  const second = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261919742' }));
  await test.step('a range and a note are written down, and survive the desk', async () => {
    await expect(incomingCard(desk)).toContainText('02 61 91 97 42');
    await expect(incomingCard(desk)).not.toContainText(salaun);
    await desk.keyboard.press('F3');
    await expect(incomingCard(desk)).toBeHidden();
    await second.stop();
    await desk.keyboard.press('/');
    await desk.keyboard.type('cabinet salaun');
    await desk.getByRole('dialog').getByRole('option').first().click();
    await expect(card).toBeVisible();
    await card.getByRole('button', { name: `Modifier ${salaun}` }).press('Enter');
    const form = card.getByRole('form', { name: `Modifier ${salaun}` });
    const numbers = form.getByRole('textbox', { name: 'Numéros de l’organisation' });
    await expect(numbers).toBeFocused();
    await numbers.fill('02 61 91 97 10, 02 61 91 97, demain');
    await expect(form.getByRole('status')).toContainText('demain');
    await numbers.fill('02 61 91 97 10, 02 61 91 97 *');
    await form.getByRole('textbox', { name: 'À savoir' }).fill('Passer par l’accueil');
    await holds(desk, 'an organisation being written down');
    await app.screenshot('organisations-2-form');
    await desk.keyboard.press('Enter');
    await expect(form).toBeHidden();
    await expect(card).toContainText('Passer par l’accueil');
    await desk.reload();
  });

  const third = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261919742' }));
  await expect(incomingCard(desk)).toContainText(`Quelqu’un de ${salaun}`);
  await app.screenshot('organisations-3-range');
  await desk.keyboard.press('F3');
  await third.stop();
  await server.boot();
  await syncedOnce(desk);
});
