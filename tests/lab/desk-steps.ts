/** What an agent does at the desk, as they do it: with the keyboard and by the names on the screen (French). */
import { expect, type Locator, type Page } from '@playwright/test';

export type Account = { readonly login: string; readonly password: string };

/** The demonstration agents of the server's seed; their lines are the exchange's 201 to 204. */
export const demoAccounts = {
  lea: { login: 'lea.martin', password: 'casque-demo' },
  nicolas: { login: 'nicolas.bernard', password: 'casque-demo' },
  karim: { login: 'karim.benali', password: 'casque-demo' },
} as const satisfies Record<string, Account>;

/** Of the sign-in; the button beside it that shows what is typed has a longer name. */
export function passwordField(desk: Page): Locator {
  return desk.getByLabel('Mot de passe', { exact: true });
}

/** Fills in the sign-in form and sends it with Enter; does not wait for what comes of it. */
export async function typeSignIn(desk: Page, { login, password }: Account): Promise<void> {
  await desk.getByLabel('Identifiant').fill(login);
  await passwordField(desk).fill(password);
  await passwordField(desk).press('Enter');
}

/**
 * Signs in and waits for the desk. What the account left unsent at another desk, in an earlier test, does not come along, unless
 * `carried` says so.
 */
export async function signIn(desk: Page, account: Account, { carried = false } = {}): Promise<void> {
  if (!carried) await endUnsent(desk, account);
  await typeSignIn(desk, account);
  await expect(statusLine(desk)).toBeVisible();
}

/** As another desk of this agent would end them: over the server, which may be away. */
async function endUnsent(desk: Page, { login, password }: Account): Promise<void> {
  await desk
    .evaluate(
      async (credentials) => {
        type Draft = { readonly key: string; readonly savedAt: string };
        const { casque } = window as unknown as {
          casque: { request(channel: string, argument: null): Promise<{ settings: { serverUrl: string | null } }> };
        };
        const { serverUrl } = (await casque.request('desk:start', null)).settings;
        if (serverUrl === null) return;
        const ask = async (method: string, path: string, body: unknown, token?: string) => {
          const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
          const json = body === null ? {} : { 'content-type': 'application/json' };
          const init = {
            method,
            headers: { ...json, ...authorization },
            body: body === null ? null : JSON.stringify(body),
          };
          return await fetch(new URL(path, serverUrl), init);
        };
        const answer = await ask('POST', '/v1/session', { ...credentials, device: 'before the test' });
        if (!answer.ok) return;
        const { token } = (await answer.json()) as { token: string };
        const exchange = async (since: number | null, drafts: readonly object[]) =>
          (await (await ask('POST', '/v1/drafts', { protocol: 1, since, drafts }, token)).json()) as {
            readonly cursor: number;
            readonly drafts: readonly Draft[];
          };
        const left = await exchange(null, []);
        const ended = left.drafts.map(({ key, savedAt }) => ({
          key,
          text: '',
          savedAt: new Date(Math.max(Date.now(), Date.parse(savedAt) + 1)).toISOString(),
        }));
        for (let at = 0; at < ended.length; at += 50) await exchange(left.cursor, ended.slice(at, at + 50));
        await ask('DELETE', '/v1/session', null, token);
      },
      { login, password },
    )
    .catch(() => undefined);
}

export function statusLine(desk: Page): Locator {
  return desk.getByRole('contentinfo', { name: 'État' });
}

/** All that the server has is here, and all that was done here is there. */
export async function syncedOnce(desk: Page): Promise<void> {
  await expect(statusLine(desk)).toContainText('Serveur connecté, tout est envoyé', { timeout: 120_000 });
}

/** Opens the first of the agent's own tickets, once there are any to see. */
export async function openFirst(desk: Page): Promise<void> {
  await desk.getByRole('listbox', { name: 'Miens' }).getByRole('option').first().waitFor();
  await desk.keyboard.press('j');
  await expect(noteField(desk)).toBeVisible();
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

/**
 * N opens a ticket from the call; its subject has the focus and is typed, and Enter goes on to the note.
 * @param key `Control+n` does the same while a text is being written
 */
export async function openTicketFromCall(desk: Page, subject: string, key: 'n' | 'Control+n' = 'n'): Promise<void> {
  await desk.keyboard.press(key);
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type(subject);
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
}

/** Opens a ticket, from wherever the agent is; its note has the focus. */
export async function newTicket(desk: Page, subject: string): Promise<void> {
  await desk.keyboard.press('Escape');
  await openTicketFromCall(desk, subject);
}

export function subjectField(desk: Page): Locator {
  return desk.getByLabel('Objet', { exact: true });
}

export function noteField(desk: Page): Locator {
  return desk.getByRole('textbox', { name: 'Note', exact: true });
}

/** The field with what the desk says of its words. */
export function composer(desk: Page): Locator {
  return desk.getByRole('form', { name: 'Nouvelle note' });
}

/** The desk says that the words in the field are on the disk. */
export async function keptHere(desk: Page): Promise<void> {
  await expect(composer(desk)).toContainText('Enregistrée sur ce poste');
}

/** How much waits to be sent, as the status line counts it. */
export async function waiting(desk: Page): Promise<number> {
  return Number(/(\d+) envois? en attente/.exec((await statusLine(desk).textContent()) ?? '')?.[1] ?? 0);
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
