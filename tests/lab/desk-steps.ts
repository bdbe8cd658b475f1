/** What an agent does at the desk, as they do it: with the keyboard and by the names on the screen (French). */
import { expect, type Locator, type Page } from '@playwright/test';

export type Account = { readonly login: string; readonly password: string };

/** The demonstration agents of the server's seed; their lines are the exchange's 201 to 204. */
export const demoAccounts = {
  lea: { login: 'lea.martin', password: 'casque-demo' },
  nicolas: { login: 'nicolas.bernard', password: 'casque-demo' },
  karim: { login: 'karim.benali', password: 'casque-demo' },
} as const satisfies Record<string, Account>;

/** Fills in the sign-in form and sends it with Enter; does not wait for what comes of it. */
export async function typeSignIn(desk: Page, { login, password }: Account): Promise<void> {
  await desk.getByLabel('Identifiant').fill(login);
  await desk.getByLabel('Mot de passe').fill(password);
  await desk.getByLabel('Mot de passe').press('Enter');
}

/** Signs in and waits for the desk. */
export async function signIn(desk: Page, account: Account): Promise<void> {
  await typeSignIn(desk, account);
  await expect(statusLine(desk)).toBeVisible();
}

export function statusLine(desk: Page): Locator {
  return desk.getByRole('contentinfo', { name: 'État' });
}

/** All that the server has is here, and all that was done here is there. */
export async function syncedOnce(desk: Page): Promise<void> {
  await expect(statusLine(desk)).toContainText('Serveur connecté, tout est envoyé', { timeout: 120_000 });
}

export async function lineReady(desk: Page, line: string): Promise<void> {
  await expect(statusLine(desk)).toContainText(`Ligne ${line} prête`);
}

/** Chooses the devices by their names, in the settings. */
export async function chooseDevices(
  desk: Page,
  devices: { readonly microphone: string; readonly speaker: string; readonly ringer: string },
): Promise<void> {
  await desk.keyboard.press('Control+,');
  const settings = desk.getByRole('dialog', { name: 'Réglages' });
  await settings.getByRole('combobox', { name: 'Micro', exact: true }).selectOption({ label: devices.microphone });
  await settings
    .getByRole('combobox', { name: 'Casque ou haut-parleur', exact: true })
    .selectOption({ label: devices.speaker });
  await settings.getByRole('combobox', { name: 'Sonnerie', exact: true }).selectOption({ label: devices.ringer });
  await desk.keyboard.press('Escape');
  await expect(settings).toBeHidden();
}

/** The card that opens under the strip while the phone rings. */
export function incomingCard(desk: Page): Locator {
  return desk.getByRole('region', { name: 'Appel entrant' });
}

/** The line of the call with this person, once answered. */
export function callLine(desk: Page, name: string): Locator {
  return desk.getByRole('region', { name: `Appel avec ${name}` });
}

/** F2 answers from anywhere. */
export async function answer(desk: Page, name: string): Promise<void> {
  await desk.keyboard.press('F2');
  await expect(callLine(desk, name)).toContainText('En communication');
}

/** N opens a ticket from the call; its subject has the focus and is typed, and Enter goes on to the note. */
export async function openTicketFromCall(desk: Page, subject: string): Promise<void> {
  await desk.keyboard.press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type(subject);
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
}

export function subjectField(desk: Page): Locator {
  return desk.getByLabel('Objet', { exact: true });
}

export function noteField(desk: Page): Locator {
  return desk.getByRole('textbox', { name: 'Note', exact: true });
}

export function timeline(desk: Page): Locator {
  return desk.getByRole('list', { name: 'Fil du ticket' });
}

/** Types a note and sends it with Ctrl+Enter. */
export async function addNote(desk: Page, text: string): Promise<void> {
  await noteField(desk).focus();
  await desk.keyboard.type(text);
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText(text);
}

/** F4 hangs up from anywhere. */
export async function hangUp(desk: Page, name: string): Promise<void> {
  await desk.keyboard.press('F4');
  await expect(callLine(desk, name)).toBeHidden();
}
