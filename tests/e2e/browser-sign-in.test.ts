/** Signing in at the organisation's identity provider: the desk's half, on a real provider; only the browser is none. */
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { passwordField, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { IdentityProvider, signInAtProvider } from '../lab/identity-provider.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

let display: Display;
let sound: Sound;
let idp: IdentityProvider;
let server: CasqueServer;

test.beforeAll(async () => {
  display = await Display.start();
  sound = await Sound.start();
  idp = await IdentityProvider.start();
  idp.accounts.set('u-1', { preferred_username: 'lea.martin', name: 'Léa Martin' });
  idp.accounts.set('u-2', { preferred_username: 'karim.benali', name: 'Karim Benali' });
  server = await CasqueServer.start({ env: idp.env });
});

test.afterAll(async () => {
  await server.stop();
  await idp.stop();
  await sound.stop();
  await display.stop();
});

/** Keeps the browser from being opened; the answer is where it was sent, once it was. */
async function watchBrowser(app: CasqueApp): Promise<() => Promise<string>> {
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  return async () => {
    let url: string | undefined;
    await expect
      .poll(async () => {
        url = await app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.shift());
        return url;
      })
      .toBeTruthy();
    return url ?? '';
  };
}

const offer = (desk: Page) => desk.getByRole('button', { name: 'Se connecter avec Annuaire Lannion' });

test('an agent signs in in the browser, by the keyboard, and again when the session has ended', async () => {
  const app = await CasqueApp.launch({ display, sound, serverUrl: server.url, name: 'browser-sign-in' });
  try {
    const desk = await app.desk();
    const opened = await watchBrowser(app);
    await expect(offer(desk)).toBeVisible();
    await holds(desk, 'the sign-in with a provider');
    await app.screenshot('browser-sign-in-1-offered');

    // Begun and thought better of.
    await offer(desk).press('Enter');
    await opened();
    await expect(desk.getByText('Terminez la connexion avec Annuaire Lannion dans votre navigateur.')).toBeVisible();
    await app.screenshot('browser-sign-in-2-waiting');
    await holds(desk, 'waiting for the browser');
    await expect(desk.getByRole('button', { name: 'Annuler' })).toBeFocused();
    await desk.keyboard.press('Enter');
    await expect(offer(desk)).toBeFocused();

    // Refused there.
    await desk.keyboard.press('Enter');
    await fetch(await signInAtProvider(await opened(), 'u-1', true));
    await expect(desk.getByText('La connexion dans le navigateur n’a pas abouti. Réessayez.')).toBeVisible();

    await offer(desk).press('Enter');
    await fetch(await signInAtProvider(await opened(), 'u-1'));
    await syncedOnce(desk);

    // Their password is none of Casque's.
    const elsewhere = 'Vous vous connectez avec Annuaire Lannion\u00a0: c’est là que votre mot de passe se change.';
    await desk.keyboard.press('Control+,');
    await expect(desk.getByRole('region', { name: 'Mot de passe' })).toHaveText(`Mot de passe${elsewhere}`);
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+k');
    await desk.keyboard.type('changer mot de passe');
    await expect(desk.getByRole('option', { name: 'Changer de mot de passe' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('dialog', { name: 'Changer de mot de passe' })).toContainText(elsewhere);
    await holds(desk, 'a password that is the provider’s');
    await desk.keyboard.press('Enter');

    // Ended by an administrator; another account is not the one whose work is queued here.
    await server.command('session', 'end', 'lea.martin');
    await desk.getByRole('button', { name: 'Se reconnecter' }).click();
    await offer(desk).press('Enter');
    await fetch(await signInAtProvider(await opened(), 'u-2'));
    await expect(desk.getByText(/^Vous vous êtes connecté avec un autre compte/)).toBeVisible();
    await offer(desk).press('Enter');
    await fetch(await signInAtProvider(await opened(), 'u-1'));
    await expect(offer(desk)).toHaveCount(0);
    await syncedOnce(desk);
  } finally {
    await app.stop();
  }
});

test('where passwords are off only the provider is offered, and its button has the focus', async () => {
  const strict = await CasqueServer.start({ env: { ...idp.env, CASQUE_OIDC_ONLY: 'on' } });
  const app = await CasqueApp.launch({ display, sound, serverUrl: strict.url, name: 'provider-only' });
  try {
    const desk = await app.desk();
    const opened = await watchBrowser(app);
    await expect(offer(desk)).toBeFocused();
    await expect(passwordField(desk)).toHaveCount(0);
    await expect(desk.getByLabel('Identifiant')).toHaveCount(0);
    await holds(desk, 'the provider alone');
    await app.screenshot('browser-sign-in-3-only');
    await desk.keyboard.press('Enter');
    await fetch(await signInAtProvider(await opened(), 'u-1'));
    await syncedOnce(desk);
  } finally {
    await app.stop();
    await strict.stop();
  }
});
