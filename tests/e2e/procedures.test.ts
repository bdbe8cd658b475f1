/** A procedure that is followed while a note is typed, without the server and over a crash of the desk, and its next version. */
import { expect } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { demoAccounts, noteField, openFirst, signIn, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { signedIn, startDeskLab, test } from '../lab/fixtures.ts';

const title = 'Plus d’Internet à la box';

test('an agent ticks the steps while typing, a crash keeps the place, and a supervisor writes the next version', async ({
  keep,
}) => {
  test.setTimeout(180_000);
  const { server, machine } = await startDeskLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'procedures' }));
  const desk = await signedIn(app, demoAccounts.lea);
  await openFirst(desk);
  await server.halt();

  const part = desk.getByRole('region', { name: 'Procédure', exact: true });
  const now = (words: string) => part.getByRole('group', { name: new RegExp(`^Étape en cours : ${words}`) });
  await test.step('one key finds and begins it', async () => {
    await desk.keyboard.press('Control+Shift+P');
    const dialog = desk.getByRole('dialog', { name: 'Procédures' });
    await expect(dialog.getByRole('combobox', { name: 'Procédures' })).toBeFocused();
    await expect(dialog.getByRole('button', { name: 'Nouvelle procédure' })).toHaveCount(0);
    await desk.keyboard.type('internet box');
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await expect(dialog.getByRole('region', { name: 'Aperçu' })).toContainText('Version 2, Marc Lefèvre');
    await holds(desk, 'the procedures');
    await app.screenshot('procedures-1-list');
    await desk.keyboard.press('Enter');
    await expect(now('Se présenter')).toBeVisible();
    await expect(timeline(desk)).toContainText(`Procédure commencée : ${title}, version 2`);
  });

  await test.step('its steps are answered while a note is typed', async () => {
    await desk.keyboard.press('r');
    await desk.keyboard.type('Voyant vert. ');
    await desk.keyboard.press('Control+d');
    await expect(now('Le voyant optique')).toBeVisible();
    await holds(desk, 'a question of a procedure');
    await app.screenshot('procedures-2-question');
    await desk.keyboard.press('Control+Shift+D');
    await expect(now('Débrancher')).toBeVisible();
    await desk.keyboard.press('Control+d');
    await expect(now('Internet est-il revenu')).toBeVisible();
    await desk.keyboard.press('Control+Shift+U');
    await expect(now('Débrancher')).toBeVisible();
    await desk.keyboard.press('Control+d');
    await expect(now('Internet est-il revenu')).toBeVisible();
    await desk.keyboard.press('Control+Shift+D');
    await expect(now('Vérifier la jarretière')).toBeVisible();
    await desk.keyboard.press('Control+d');
    await desk.keyboard.type('Jarretière vue.');
    await expect(noteField(desk)).toHaveValue('Voyant vert. Jarretière vue.');
    await expect(now('Puissance reçue')).toBeVisible();
  });

  await test.step('what is to be noted is typed in its place, and the desk’s death keeps it', async () => {
    await desk.keyboard.press('Control+d');
    const field = part.getByRole('textbox', { name: 'Puissance reçue (dBm)' });
    await expect(field).toBeFocused();
    await desk.keyboard.type('−27,5');
    await expect(field).toHaveValue('−27,5');
    // Another ticket and back: what is shown then is what the disk has.
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('j');
    await expect(part.getByRole('button', { name: 'Suivre une procédure' })).toBeVisible();
    await desk.keyboard.press('k');
    await expect(field).toHaveValue('−27,5');
    await desk.reload();
    await expect(field).toHaveValue('−27,5');
    await expect(part.getByRole('list', { name: 'Étapes faites' }).getByRole('listitem')).toHaveCount(5);
    await field.press('Enter');
    await expect(now('La puissance est-elle sous')).toBeVisible();
    await desk.keyboard.press('Control+d');
    await expect(now('Rendez-vous technicien')).toBeVisible();
    await expect(timeline(desk)).toContainText('−27,5');
    await holds(desk, 'something to be noted in a procedure');
    await app.screenshot('procedures-3-field');
  });

  await server.boot();
  await syncedOnce(desk);
  const second = keep(await CasqueApp.launch({ ...machine, name: 'procedures-supervisor' }));
  const supervisor = await second.desk();
  await test.step('a supervisor writes the next version', async () => {
    await signIn(supervisor, { login: 'marc.lefevre', password: 'casque-demo' });
    await syncedOnce(supervisor);
    await supervisor.keyboard.press('Control+Shift+P');
    const dialog = supervisor.getByRole('dialog', { name: 'Procédures' });
    await expect(dialog.getByRole('combobox', { name: 'Procédures' })).toBeFocused();
    await supervisor.keyboard.type('internet');
    await dialog.getByRole('button', { name: 'Modifier la procédure' }).press('Enter');
    const form = supervisor.getByRole('dialog', { name: 'Modifier la procédure' });
    await expect(form.getByRole('textbox', { name: 'Titre' })).toHaveValue(title);
    await form.getByRole('button', { name: 'Ajouter une étape' }).press('Enter');
    await form.getByRole('combobox', { name: 'Type de l’étape 10' }).selectOption({ label: 'À noter' });
    await form.getByRole('textbox', { name: 'Étape 10', exact: true }).fill('Satisfaction du client, de 1 à 5');
    await holds(supervisor, 'a procedure being written');
    await second.screenshot('procedures-4-form');
    await supervisor.keyboard.press('Escape');
    await expect(form).toBeHidden();
    await dialog.getByRole('button', { name: 'Modifier la procédure' }).press('Enter');
    await expect(form.getByRole('textbox', { name: 'Étape 10', exact: true })).toHaveValue(/^Satisfaction/);
    await form.getByRole('button', { name: 'Enregistrer la version 3' }).press('Enter');
    await expect(form).toBeHidden();
    await expect(dialog.getByRole('region', { name: 'Aperçu' })).toContainText('Version 3, Marc Lefèvre');
    await supervisor.keyboard.press('Escape');
    await syncedOnce(supervisor);
  });

  await test.step('the ticket goes on with the version that it began, to the end', async () => {
    await expect(part).toContainText('la version 3 existe depuis');
    await part.getByRole('textbox', { name: 'Rendez-vous technicien : jour et créneau' }).fill('jeudi, 8 h à 10 h');
    await desk.keyboard.press('Enter');
    await expect(now('Rappeler le numéro du ticket')).toBeVisible();
    await desk.keyboard.press('Control+d');
    await expect(part).toContainText('Terminée');
    await app.screenshot('procedures-5-finished');
    await syncedOnce(desk);
  });
});
