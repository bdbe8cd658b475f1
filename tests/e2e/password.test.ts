/** One's own password: shown as it is typed, and changed at the desk. */
import { expect, type Locator, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { colourRules, holds } from '../lab/axe.ts';
import { demoAccounts, passwordField, statusLine, syncedOnce, typeSignIn } from '../lab/desk-steps.ts';
import { startDeskLab, test } from '../lab/fixtures.ts';
import { request, signIn } from '../sync/support/desk.ts';

const { lea } = demoAccounts;
const chosen = 'le phare de la jument';

const dialogOf = (desk: Page): Locator => desk.getByRole('dialog', { name: 'Changer de mot de passe' });

/** From the settings, by the keyboard; the present password has the focus. */
async function openForm(desk: Page): Promise<void> {
  await desk.keyboard.press('Control+,');
  const settings = desk.getByRole('dialog', { name: 'Réglages' });
  await settings.getByRole('region', { name: 'Mot de passe' }).getByRole('button').press('Enter');
  await expect(dialogOf(desk).getByLabel('Mot de passe actuel', { exact: true })).toBeFocused();
}

async function inBothThemes(desk: Page, screen: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await desk.emulateMedia({ colorScheme });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await holds(desk, `${screen}, ${colorScheme}`, colorScheme === 'dark' ? colourRules : undefined);
  }
}

const caretOf = async (field: Locator) =>
  await field.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]);

test('an agent changes their own password, and what is typed can be shown', async ({ keep }) => {
  test.setTimeout(180_000);
  const { server, machine } = await startDeskLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'password' }));
  const desk = await app.desk();

  await test.step('the sign-in shows what is typed, and the caret stays where it was', async () => {
    const field = passwordField(desk);
    const show = desk.getByRole('button', { name: 'Afficher le mot de passe' });
    await field.fill('casque-de');
    await field.press('ArrowLeft');
    await field.press('Shift+ArrowLeft');
    await show.click();
    await expect(field).toHaveAttribute('type', 'text');
    await expect(show).toHaveAttribute('aria-pressed', 'true');
    await expect(field).toBeFocused();
    expect(await caretOf(field)).toEqual([7, 8]);
    await inBothThemes(desk, 'a password that is shown');
    await desk.keyboard.type('d');
    await expect(field).toHaveValue('casque-de');
    await field.press('Tab');
    await expect(show).toBeFocused();
    await desk.keyboard.press('Space');
    await expect(field).toHaveAttribute('type', 'password');
    await expect(show).toHaveAttribute('aria-pressed', 'false');
    await expect(show).toBeFocused();
    expect(await caretOf(field)).toEqual([8, 8]);
    await typeSignIn(desk, lea);
    await syncedOnce(desk);
  });

  const dialog = dialogOf(desk);
  const present = dialog.getByLabel('Mot de passe actuel', { exact: true });
  const next = dialog.getByLabel('Nouveau mot de passe', { exact: true });
  const told = (sentence: string): Locator => dialog.getByRole('alert').filter({ hasText: sentence });
  const elsewhere = await signIn(server.url, lea.login, lea.password);

  await test.step('each mistake is said beside its field, which can be typed over', async () => {
    await openForm(desk);
    await desk.keyboard.type(lea.password);
    await desk.keyboard.press('Tab');
    await expect(dialog.getByRole('button', { name: 'Afficher le mot de passe actuel' })).toBeFocused();
    await desk.keyboard.press('Tab');
    await expect(next).toBeFocused();
    for (const [typed, sentence] of [
      ['trop court', 'Trop court'],
      ['x'.repeat(129), 'Trop long'],
      ['1qaz2wsx3edc', 'a fuité ailleurs'],
      ['moi, lea.martin', 'Votre identifiant est dedans'],
    ] as const) {
      await desk.keyboard.type(typed);
      await desk.keyboard.press('Enter');
      await expect(told(sentence)).toBeVisible();
      await expect(next).toBeFocused();
      await expect(next).toHaveAttribute('aria-invalid', 'true');
      await expect(next).toHaveAccessibleDescription(new RegExp(sentence));
    }
    await inBothThemes(desk, 'a new password that is refused');
    await desk.keyboard.type(chosen);
    await present.fill('pas le bon');
    await present.press('Control+Enter');
    await expect(told('Ce n’est pas votre mot de passe actuel.')).toBeVisible();
    await expect(present).toBeFocused();
    await expect(present).toHaveAccessibleDescription(/votre mot de passe actuel/);
    await desk.keyboard.type(chosen);
    await desk.keyboard.press('Enter');
    await expect(told('C’est déjà votre mot de passe.')).toBeVisible();
    expect((await request(server.url, 'GET', '/v1/session', { token: elsewhere.token })).status).toBe(200);
  });

  await test.step('without the server it says so, and nothing of it is left behind', async () => {
    await server.halt();
    await present.fill(lea.password);
    await next.fill(chosen);
    await next.press('Enter');
    await expect(told('Le serveur ne répond pas, et rien n’est mis en attente.')).toBeVisible();
    await inBothThemes(desk, 'a password without the server');
    await desk.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await server.boot();
    await syncedOnce(desk);
    await openForm(desk);
    await expect(present).toHaveValue('');
    await expect(next).toHaveValue('');
    await signIn(server.url, lea.login, lea.password);
  });

  await test.step('the new one holds, the old one does not, and only this desk goes on', async () => {
    await desk.keyboard.type(lea.password);
    await next.fill(chosen);
    await next.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(desk.getByText('Votre mot de passe est changé. Vos 2 autres postes sont déconnectés.')).toBeVisible();
    expect((await request(server.url, 'GET', '/v1/session', { token: elsewhere.token })).status).toBe(401);
    await expect(signIn(server.url, lea.login, lea.password)).rejects.toThrow('AUTH_WRONG_CREDENTIALS');
    await signIn(server.url, lea.login, chosen);
    await expect(statusLine(desk)).toContainText('Serveur connecté, tout est envoyé');
    await desk.keyboard.press('Control+,');
    await expect(desk.getByRole('region', { name: 'Où vous êtes connecté' }).getByRole('listitem')).toHaveCount(2);
    await desk.keyboard.press('Escape');
  });

  await test.step('who tries too often waits', async () => {
    await openForm(desk);
    await next.fill('encore une autre phrase');
    for (let count = 0; count < 8; count++) {
      await present.fill(`faux ${count}`);
      await present.press('Enter');
      await expect(present).toHaveAttribute('aria-invalid', 'true');
      await expect(dialog.getByRole('button', { name: 'Changer', exact: true })).toBeEnabled();
    }
    await present.fill(chosen);
    await present.press('Enter');
    await expect(told('Trop d’essais.')).toBeVisible();
  });
});
