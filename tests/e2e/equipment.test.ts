/** What a caller works with is written down on their card, corrected, named by the ticket, and read on a colleague's desk. */
import { expect } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { demoAccounts, noteField, openFirst, syncedOnce } from '../lab/desk-steps.ts';
import { signedIn, startDeskLab, test } from '../lab/fixtures.ts';

test('equipment is added by one key, survives the desk and the server’s absence, and is named by the ticket', async ({
  keep,
}) => {
  test.setTimeout(120_000);
  const { server, machine } = await startDeskLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'equipment' }));
  const desk = await signedIn(app, demoAccounts.lea);

  await openFirst(desk);
  const card = desk.getByRole('region', { name: 'Équipement' });
  await expect(card).toBeVisible();
  await server.halt();
  await desk.keyboard.press('Shift+I');
  const form = card.getByRole('form', { name: 'Ajouter' });
  await expect(form.getByRole('textbox', { name: 'Nom' })).toBeFocused();
  await desk.keyboard.type('Latitude 5440');
  await form.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Ordinateur portable' });
  await form.getByRole('textbox', { name: 'Numéro de série' }).fill('7XK2');
  await holds(desk, 'equipment being written down');
  await app.screenshot('equipment-1-form');
  await desk.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await desk.reload();
  await expect(card).toBeVisible();
  await desk.keyboard.press('Shift+I');
  await expect(form.getByRole('textbox', { name: 'Nom' })).toHaveValue('Latitude 5440');
  await expect(form.getByRole('textbox', { name: 'Numéro de série' })).toHaveValue('7XK2');
  await expect(form.getByRole('combobox', { name: 'Type' })).toHaveValue('laptop');
  await desk.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(card.getByRole('list')).toContainText('Latitude 5440 n° 7XK2');

  await noteField(desk).fill('Pas encore finie');
  await card.getByRole('button', { name: 'Modifier Latitude 5440 n° 7XK2' }).press('Enter');
  const change = card.getByRole('form', { name: 'Modifier l’équipement' });
  await expect(change.getByRole('textbox', { name: 'Nom' })).toBeFocused();
  await change.getByRole('textbox', { name: 'Remarque' }).fill('Écran fêlé');
  // The key that sends a note saves the form that one is in.
  await desk.keyboard.press('Control+Enter');
  await expect(change).toBeHidden();
  await expect(noteField(desk)).toHaveValue('Pas encore finie');
  await expect(card.getByRole('list')).toContainText('Écran fêlé');

  const about = desk.getByRole('button', { name: /^Équipement concerné/ });
  await about.press('Enter');
  await desk.getByRole('menuitem', { name: 'Latitude 5440 n° 7XK2' }).press('Enter');
  await expect(about).toContainText('Latitude 5440 n° 7XK2');
  await holds(desk, 'a ticket that names its equipment');
  await app.screenshot('equipment-2-ticket');

  await server.boot();
  await syncedOnce(desk);
  await expect(about).toContainText('Latitude 5440 n° 7XK2');
});
