/** Words that are written again and again: looked for, abbreviated, filled in, written and changed, without the server. */
import { expect } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { demoAccounts, noteField, openFirst, syncedOnce } from '../lab/desk-steps.ts';
import { signedIn, startDeskLab, test } from '../lab/fixtures.ts';

test('a canned text goes into the note by one key or by its abbreviation, and one’s own is written without the server', async ({
  keep,
}) => {
  test.setTimeout(120_000);
  const { server, machine } = await startDeskLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'texts' }));
  const desk = await signedIn(app, demoAccounts.lea);
  await openFirst(desk);
  const note = noteField(desk);
  await desk.keyboard.press('r');
  await expect(note).toBeFocused();
  await server.halt();

  const texts = desk.getByRole('dialog', { name: 'Textes types' });
  const search = texts.getByRole('combobox', { name: 'Textes types' });
  await test.step('one key looks through them, and the first gap is typed over', async () => {
    await desk.keyboard.type('Vu avec le client. Suite.');
    for (let step = 0; step < 7; step++) await desk.keyboard.press('ArrowLeft');
    const caret = () => note.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd]);
    const written = await caret();
    await desk.keyboard.press('Control+;');
    await expect(search).toBeFocused();
    await desk.keyboard.type('rien');
    await desk.keyboard.press('Escape');
    await expect(note).toBeFocused();
    expect(await caret()).toEqual(written);
    await desk.keyboard.press('Control+;');
    await desk.keyboard.type('techn');
    await expect(search).toHaveValue('techn');
    await expect(texts.getByRole('option')).toHaveCount(1);
    await expect(texts.getByRole('region', { name: 'Aperçu' })).toContainText('Rendez-vous confirmé {jour} entre');
    await holds(desk, 'canned texts');
    await app.screenshot('texts-1-list');
    await desk.keyboard.press('Tab');
    await expect(texts.getByRole('region', { name: 'Aperçu' })).toBeFocused();
    await desk.keyboard.press('Enter');
    await expect(texts).toBeHidden();
    await expect(note).toHaveValue(
      /^Vu avec le client\.Manipulations faites[\s\S]*confirmé \{jour\} entre[\s\S]* Suite\.$/,
    );
    await expect(note).toBeFocused();
    await desk.keyboard.type('lundi');
    await expect(note).toHaveValue(/confirmé lundi entre \{créneau\}[\s\S]*avec le numéro #\d+\. Suite\.$/);
    // What was typed over, letter by letter, then the text in one.
    for (let before = ''; before !== 'Vu avec le client. Suite.';) {
      const value = await note.inputValue();
      await desk.keyboard.press('Control+z');
      await expect(note).not.toHaveValue(value);
      before = await note.inputValue();
    }
  });

  await test.step('an abbreviation and Tab write one out', async () => {
    await desk.keyboard.press('Control+a');
    await desk.keyboard.type(';ok');
    await desk.keyboard.press('Tab');
    await expect(note).toHaveValue(/^.+ confirme que tout fonctionne\. Résolu à l’appel par Léa Martin\.$/);
    await desk.keyboard.press('Control+a');
    await desk.keyboard.type('un;ok ;inconnu suite');
    await expect(note).toHaveValue('un;ok ;inconnu suite');
    await desk.keyboard.press('Control+a');
    await desk.keyboard.press('Delete');
    await desk.keyboard.press('Escape');
  });

  const form = desk.getByRole('dialog', { name: 'Nouveau texte' });
  await test.step('one’s own is written, outlives the desk, and is there at once', async () => {
    await desk.keyboard.press('Control+;');
    await expect(search).toBeFocused();
    await texts.getByRole('button', { name: 'Nouveau texte' }).press('Enter');
    await expect(form.getByRole('textbox', { name: 'Titre' })).toBeFocused();
    await desk.keyboard.type('Fin d’échange');
    await desk.keyboard.press('Tab');
    await desk.keyboard.type(';deux mots');
    await expect(form.getByRole('status')).toContainText('Un seul mot');
    await expect(form.getByRole('button', { name: 'Enregistrer' })).toBeDisabled();
    await form.getByRole('textbox', { name: 'Abréviation' }).fill(';fin');
    await form.getByRole('textbox', { name: 'Texte', exact: true }).fill('Bonne journée à {client}.');
    await holds(desk, 'a canned text being written');
    await app.screenshot('texts-2-form');
    await desk.keyboard.press('Escape');
    await expect(texts).toBeVisible();
    await desk.reload();
    await expect(note).toBeVisible();
    await desk.keyboard.press('Control+;');
    await texts.getByRole('button', { name: 'Nouveau texte' }).press('Enter');
    await expect(form.getByRole('textbox', { name: 'Titre' })).toHaveValue('Fin d’échange');
    await expect(form.getByRole('textbox', { name: 'Texte', exact: true })).toHaveValue('Bonne journée à {client}.');
    await desk.keyboard.press('Control+Enter');
    await expect(form).toBeHidden();
    await expect(texts.getByRole('option', { name: /^Fin d’échange\s*Personnel/ })).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(texts).toBeHidden();
    await desk.keyboard.press('r');
    await desk.keyboard.type(';fin ');
    await expect(note).toHaveValue(/^Bonne journée à .+\.$/);
    await expect(note).not.toHaveValue(/client/);
  });

  await test.step('a team’s is not an agent’s to change; one’s own is, and goes', async () => {
    await desk.keyboard.press('Control+;');
    await search.fill('box');
    await expect(texts.getByRole('option')).toHaveCount(1);
    await expect(texts.getByRole('button', { name: 'Modifier le texte' })).toHaveCount(0);
    await search.fill('échange');
    await texts.getByRole('button', { name: 'Modifier le texte' }).press('Enter');
    const change = desk.getByRole('dialog', { name: 'Modifier le texte' });
    await change.getByRole('button', { name: 'Supprimer' }).press('Enter');
    await expect(change).toBeHidden();
    await expect(texts.getByText('Aucun texte pour')).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(texts).toBeHidden();
  });

  await server.boot();
  await syncedOnce(desk);
});
