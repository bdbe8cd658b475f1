/** Cards of contacts, corrected without the server: in the call of somebody known who calls from a new number, and by two agents at once. */
import { expect } from '@playwright/test';
import { annickRoussel } from '../../server/seed/regulars.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes } from '../lab/colleague.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  newTicket,
  incomingCard,
  noteField,
  statusLine,
  subjectField,
  syncedOnce,
} from '../lab/desk-steps.ts';
import { signedIn, startDeskLab, startPhoneLab, test } from '../lab/fixtures.ts';
import { FlakyProxy } from '../sync/support/flaky-proxy.ts';

const roussel = 'Annick Roussel';
const married = 'Annick Le Roux-Roussel';

test('a caller is found under her name, her card takes the new number and what she says, and another desk knows her by it', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, server, machine } = await startPhoneLab(keep);
  const app = await CasqueApp.launch({ ...machine, name: 'contacts-first' });
  const desk = await signedIn(app, demoAccounts.lea, '201');
  await server.halt();

  const column = desk.getByRole('complementary', { name: 'Appelant et contact' });
  const asking = column.getByRole('form', { name: 'Nouveau contact' });
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261919755' }));
  await test.step('she calls from a number that nobody knows', async () => {
    await expect(incomingCard(desk)).toContainText('02 61 91 97 55');
    await answer(desk, 'Appelant inconnu');
    await expect(callLine(desk, 'Appelant inconnu')).toContainText('Nouveau contact');
    await desk.keyboard.press('a');
    await expect(asking.getByRole('textbox', { name: 'Nom' })).toBeFocused();
    await desk.keyboard.type('annick rous');
    const known = asking.getByRole('button', { name: `C’est ${roussel}, Brest` });
    await expect(known).toBeVisible();
    await holds(desk, 'a caller who is in the contacts already');
    await app.screenshot('contacts-1-known');
    await desk.keyboard.press('Tab');
    await expect(known).toBeFocused();
    await desk.keyboard.press('Enter');
    await expect(asking).toBeHidden();
    await expect(callLine(desk, roussel)).toBeVisible();
    await expect(column.getByRole('button', { name: 'Appeler le 02 61 91 97 55' })).toBeVisible();
  });

  const mending = column.getByRole('form', { name: `Modifier la fiche de ${roussel}` });
  const [name, numbers] = [
    mending.getByRole('textbox', { name: 'Nom' }),
    mending.getByRole('textbox', { name: 'Numéros' }),
  ];
  await test.step('what she says goes onto her card, and outlives the desk', async () => {
    await desk.keyboard.press('Control+e');
    await expect(name).toBeFocused();
    await name.fill(married);
    // Her ticket comes to it: the card goes on being corrected beside it.
    await desk.keyboard.press('Control+o');
    await expect(subjectField(desk)).toHaveValue('Box morte depuis une coupure de courant');
    await expect(name).toHaveValue(married);
    await noteField(desk).focus();
    await desk.keyboard.press('Control+e');
    await expect(name).toBeFocused();
    await desk.keyboard.press('Tab');
    await expect(numbers).toBeFocused();
    await numbers.fill('02 61 91 97 55, 06 39 98 00 12, demain');
    await expect(mending.getByRole('status')).toContainText('demain');
    await expect(mending.getByRole('button', { name: 'Enregistrer' })).toBeDisabled();
    await numbers.fill('02 61 91 97 55, 06 39 98 00 12');
    await mending.getByRole('textbox', { name: 'Courriel' }).fill('annick@leroux.example');
    await holds(desk, 'a contact being corrected');
    await app.screenshot('contacts-2-form');
    await desk.keyboard.press('Escape');
    await expect(noteField(desk)).toBeFocused();
    await desk.reload();
    await expect(callLine(desk, roussel)).toBeVisible();
    await desk.keyboard.press('Control+e');
    await expect(name).toHaveValue(married);
    await expect(numbers).toHaveValue('02 61 91 97 55, 06 39 98 00 12');
    await desk.emulateMedia({ colorScheme: 'dark' });
    await holds(desk, 'a contact being corrected, dark');
    await app.screenshot('contacts-3-form-dark');
    await desk.keyboard.press('Enter');
    await expect(mending).toBeHidden();
    await expect(column.getByText(married)).toBeVisible();
    await expect(column.getByText('annick@leroux.example')).toBeVisible();
    await expect(column.getByRole('button', { name: 'Appeler le 02 61 91 00 12' })).toBeHidden();
    await expect(callLine(desk, married)).toBeVisible();
    await holds(desk, 'a contact that was corrected, dark');
    await app.screenshot('contacts-4-done-dark');
  });
  await hangUp(desk, married);
  await call.stop();
  await server.boot();
  await syncedOnce(desk);
  await app.stop();

  const other = keep(await CasqueApp.launch({ ...machine, name: 'contacts-other' }));
  const there = await signedIn(other, demoAccounts.karim, '202');
  const again = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '202', number: '+33261919755' }));
  await expect(incomingCard(there)).toContainText(married);
  await there.keyboard.press('F3');
  await again.stop();
});

test('a ticket without a contact is said to be of somebody, by their name, when nobody is on the telephone any more', async ({
  keep,
}) => {
  test.setTimeout(120_000);
  const { machine } = await startDeskLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'contacts-ticket' }));
  const desk = await signedIn(app, demoAccounts.lea);
  const column = desk.getByRole('complementary', { name: 'Appelant et contact' });
  const asking = column.getByRole('form', { name: 'Nouveau contact' });
  await newTicket(desk, 'Box qui redémarre');
  await expect(column.getByRole('button', { name: 'Dire qui c’est' })).toBeVisible();
  await desk.keyboard.press('Control+Shift+A');
  await expect(asking.getByRole('textbox', { name: 'Nom' })).toBeFocused();
  await desk.keyboard.type('annick rous');
  await expect(asking.getByRole('button', { name: `C’est ${roussel}, Brest` })).toBeVisible();
  await holds(desk, 'whose a ticket is');
  await app.screenshot('contacts-6-ticket');
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Enter');
  await expect(asking).toBeHidden();
  await expect(column.getByRole('button', { name: 'Appeler le 02 61 91 00 12' })).toBeVisible();
  await expect(column.getByText(roussel, { exact: true })).toBeVisible();
  await syncedOnce(desk);
});

test('what a colleague wrote onto the card first stands; the agent is told, and has their own put in its place', async ({
  keep,
}) => {
  test.setTimeout(180_000);
  const { server, machine } = await startDeskLab(keep);
  const network = await FlakyProxy.to(server.url);
  keep({ stop: async () => await network.close() });
  const app = keep(await CasqueApp.launch({ ...machine, serverUrl: network.url, name: 'contacts-conflict' }));
  const desk = await signedIn(app, demoAccounts.lea);
  network.cut();

  const column = desk.getByRole('complementary', { name: 'Appelant et contact' });
  const mending = column.getByRole('form', { name: `Modifier la fiche de ${roussel}` });
  await desk.keyboard.press('/');
  await desk.keyboard.type('annick roussel');
  await desk
    .getByRole('dialog')
    .getByRole('option', { name: `${roussel}, Brest` })
    .click();
  await expect(column.getByText(roussel, { exact: true })).toBeVisible();
  await desk.keyboard.press('Control+e');
  await mending.getByRole('textbox', { name: 'Ville' }).fill('Quimper');
  await desk.keyboard.press('Enter');
  await expect(column.getByText('Quimper')).toBeVisible();
  const changes = { town: { base: 'Brest', value: 'Morlaix' } };
  await colleagueDoes(server.url, demoAccounts.karim, [
    { name: 'contact.update@1', args: { id: annickRoussel.id, changes } },
  ]);
  network.mend(server.url);

  await expect(column.getByText('Morlaix')).toBeVisible({ timeout: 60_000 });
  await expect(statusLine(desk)).toContainText('1 envoi refusé');
  await desk.keyboard.press('Shift+X');
  const dialog = desk.getByRole('dialog', { name: 'Envois refusés' });
  await expect(dialog).toContainText(`Correction d’un contact${roussel}`);
  await desk.keyboard.press('Enter');
  const town = dialog.getByRole('textbox', { name: 'Ville' });
  await expect(town).toHaveValue('Quimper');
  await expect(dialog).toContainText('Morlaix');
  await holds(desk, 'a correction of a contact that did not count');
  await app.screenshot('contacts-5-conflict');
  await town.press('Enter');
  await expect(dialog).toContainText('Aucun envoi refusé');
  await desk.keyboard.press('Escape');
  await expect(column.getByText('Quimper')).toBeVisible();
  await syncedOnce(desk);
});
