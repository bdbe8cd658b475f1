/** What happened outside Casque is kept with the ticket: an e-mail, a chat, how satisfied the customer is. By keyboard, without the server, across deaths. */
import { expect, test, type Page } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { CasqueApp } from '../lab/app.ts';
import { colourRules, holds } from '../lab/axe.ts';
import { colleagueDoes, ticketNamed } from '../lab/colleague.ts';
import { demoAccounts, newTicket, noteField, signIn, statusLine, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';

const subject = 'Écran noir au démarrage';
const { keep, stop } = kept();
let display: Display;
let server: CasqueServer;
let keyring: Keyring;

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  keyring = keep(await Keyring.start());
  server = keep(await CasqueServer.start());
});

test.afterAll(stop);

/** As it comes from a mailbox: with its line breaks. */
async function paste(desk: Page, words: string): Promise<void> {
  await desk.evaluate(async (text) => await navigator.clipboard.writeText(text), words);
  await desk.keyboard.press('Control+V');
}

async function settings(desk: Page, changed: object): Promise<void> {
  await desk.evaluate(async (given) => {
    const { casque } = window as unknown as { casque: { request(channel: string, value: object): Promise<unknown> } };
    await casque.request('desk:settings', given);
  }, changed);
}

test('an e-mail, a chat and the satisfaction are recorded by keyboard without the server, across deaths, and a colleague sees and finds them', async () => {
  test.setTimeout(180_000);
  const app = keep(await CasqueApp.launch({ name: 'records', display, keyring, serverUrl: server.url }));
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await newTicket(desk, subject);
  await syncedOnce(desk);
  const ticketId = await ticketNamed(server.url, demoAccounts.karim, subject);
  await server.halt();

  await test.step('an e-mail is pasted as it is, and its words survive the death of the program', async () => {
    await expect(noteField(desk)).toBeFocused();
    await desk.keyboard.press('Control+Shift+M');
    let dialog = desk.getByRole('dialog', { name: 'Consigner un e-mail' });
    await expect(dialog.getByRole('textbox', { name: 'Adresse du correspondant' })).toBeFocused();
    await desk.keyboard.type('zoe.kermarrec@example.org');
    await dialog.getByRole('textbox', { name: 'Objet' }).focus();
    await desk.keyboard.type('Toujours noir');
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Tab');
    await expect(dialog.getByRole('textbox', { name: 'Texte de l’e-mail' })).toBeFocused();
    await paste(desk, 'Bonjour,\n\nl’écran reste noir.\n');
    await expect(dialog.getByRole('textbox', { name: 'Texte de l’e-mail' })).toHaveValue(
      'Bonjour,\n\nl’écran reste noir.\n',
    );
    await holds(desk, 'an e-mail that is being recorded');
    await app.screenshot('records-email-fr');
    await desk.keyboard.press('Escape');
    await expect(noteField(desk)).toBeFocused();
    await expect(noteField(desk)).toHaveValue('');
    await expect(desk.getByRole('button', { name: 'E-mail commencé' })).toBeVisible();

    await app.kill();
    await app.start();
    desk = await app.desk();
    await desk.getByRole('button', { name: 'E-mail commencé' }).press('Enter');
    dialog = desk.getByRole('dialog', { name: 'Consigner un e-mail' });
    const words = dialog.getByRole('textbox', { name: 'Texte de l’e-mail' });
    await expect(words).toBeFocused();
    await expect(words).toHaveValue('Bonjour,\n\nl’écran reste noir.\n');
    await expect(dialog.getByRole('textbox', { name: 'Objet' })).toHaveValue('Toujours noir');
    await desk.keyboard.press('Control+End');
    await desk.keyboard.type('Cordialement');
    await expect(dialog).toContainText('Enregistrée sur ce poste');
    await desk.reload();
    await desk.getByRole('button', { name: 'E-mail commencé' }).press('Enter');
    await expect(words).toHaveValue('Bonjour,\n\nl’écran reste noir.\nCordialement');
    await desk.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    const item = timeline(desk).getByRole('listitem').filter({ hasText: 'E-mail reçu de zoe.kermarrec@example.org' });
    await expect(item).toContainText('Toujours noir');
    await expect(item).toContainText('consigné par Léa Martin');
    await expect(item.getByText('l’écran reste noir.')).toHaveText('Bonjour,\n\nl’écran reste noir.\nCordialement', {
      useInnerText: true,
    });
    await expect(desk.getByRole('button', { name: 'E-mail commencé' })).toBeHidden();
  });

  await test.step('a chat, from the menu beside a note that is being written', async () => {
    await noteField(desk).fill('Pas encore fini');
    await desk.getByRole('button', { name: 'Consigner un e-mail, un chat ou la satisfaction' }).press('Enter');
    await expect(desk.getByRole('menuitem', { name: /E-mail/ })).toBeFocused();
    await app.screenshot('records-menu-fr');
    await desk.keyboard.press('ArrowDown');
    await desk.keyboard.press('Enter');
    const dialog = desk.getByRole('dialog', { name: 'Consigner un chat' });
    await dialog.getByRole('textbox', { name: 'Avec qui' }).fill('Zoé Kermarrec');
    await dialog.getByRole('textbox', { name: 'Conversation' }).focus();
    await paste(desk, Array.from({ length: 14 }, (_, line) => `Zoé : ligne ${line + 1}`).join('\n'));
    await holds(desk, 'a chat that is being recorded', colourRules);
    // Enter in a line is the answer to the dialog, and none to the note.
    await dialog.getByRole('textbox', { name: 'Avec qui' }).press('Enter');
    await expect(timeline(desk)).toContainText('Chat avec Zoé Kermarrec');
    await expect(noteField(desk)).toHaveValue('Pas encore fini');
    await expect(timeline(desk)).not.toContainText('Pas encore fini');
    await noteField(desk).fill('');
    const unfold = timeline(desk).getByRole('button', { name: 'Tout afficher' });
    await unfold.press('Enter');
    await expect(timeline(desk).getByRole('button', { name: 'Replier' })).toHaveAttribute('aria-expanded', 'true');
  });

  await test.step('the satisfaction: by its digit or the arrows, with the customer’s words', async () => {
    await desk.keyboard.press('Control+Shift+N');
    const dialog = desk.getByRole('dialog', { name: 'Satisfaction du client' });
    await expect(dialog.getByRole('radio', { name: /très insatisfait/ })).toBeFocused();
    await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(0);
    await desk.keyboard.press('4');
    await expect(dialog.getByRole('radio', { name: '4 satisfait' })).toBeChecked();
    await desk.keyboard.press('ArrowRight');
    await expect(dialog.getByRole('radio', { name: '5 très satisfait' })).toBeChecked();
    await desk.keyboard.press('Tab');
    await desk.keyboard.type('Merci pour tout');
    await holds(desk, 'the satisfaction');
    await app.screenshot('records-satisfaction-fr');
    await desk.emulateMedia({ colorScheme: 'dark' });
    await holds(desk, 'the satisfaction, dark', colourRules);
    await app.screenshot('records-satisfaction-fr-dark');
    await desk.keyboard.press('Control+Enter');
    await expect(timeline(desk)).toContainText('Satisfaction : 5 sur 5, très satisfait');
    await expect(timeline(desk)).toContainText('Merci pour tout');
    await holds(desk, 'what was recorded, dark');
    await app.screenshot('records-timeline-fr-dark');
    await desk.emulateMedia({ colorScheme: 'light' });
    await holds(desk, 'what was recorded', colourRules);
    await app.screenshot('records-timeline-fr');
    await expect(statusLine(desk)).toContainText('en attente');
  });

  await test.step('a word of the e-mail is found here at once', async () => {
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+Shift+F');
    const search = desk.getByRole('dialog', { name: 'Rechercher', exact: true });
    await expect(search.getByRole('combobox', { name: 'Rechercher', exact: true })).toBeFocused();
    await desk.keyboard.type('kermarrec cordialement');
    await expect(search.getByRole('option').first()).toContainText(subject);
    await expect(search.locator('mark').filter({ hasText: 'Cordialement' }).first()).toBeVisible();
    await desk.keyboard.press('Escape');
  });

  await test.step('once the server is there, a colleague sees them and finds the ticket by them', async () => {
    await server.boot();
    const other = keep(await CasqueApp.launch({ name: 'records-karim', display, serverUrl: server.url }));
    const colleague = await other.desk();
    await signIn(colleague, demoAccounts.karim);
    await syncedOnce(colleague);
    await colleague.keyboard.press('Control+Shift+F');
    const search = colleague.getByRole('dialog', { name: 'Rechercher', exact: true });
    await expect(search.getByRole('combobox', { name: 'Rechercher', exact: true })).toBeFocused();
    await colleague.keyboard.type('zoe.kermarrec@example.org');
    await expect(search.getByRole('option').first()).toContainText(subject);
    await colleague.keyboard.press('Enter');
    const seen = timeline(colleague);
    await expect(seen).toContainText('E-mail reçu de zoe.kermarrec@example.org');
    await expect(seen).toContainText('Chat avec Zoé Kermarrec');
    await expect(seen).toContainText('Satisfaction : 5 sur 5, très satisfait');
    await other.stop();
  });

  await test.step('a colleague’s score that came second is kept beside it, and does not count', async () => {
    const score = { id: newId(), ticketId, score: 1, text: 'Furieux', replaces: null } as const;
    await colleagueDoes(server.url, demoAccounts.karim, [{ name: 'satisfaction.record@1', args: score }]);
    const item = timeline(desk).getByRole('listitem').filter({ hasText: 'Furieux' });
    await expect(item).toContainText('Satisfaction : 1 sur 5, très insatisfait');
    await expect(item).toContainText('ne compte pas');
    await expect(timeline(desk).getByRole('listitem').filter({ hasText: 'Merci pour tout' })).not.toContainText(
      'ne compte pas',
    );
  });

  await test.step('in English', async () => {
    await settings(desk, { language: 'en' });
    await desk.keyboard.press('Control+Shift+M');
    await expect(desk.getByRole('dialog', { name: 'Record an e-mail' })).toBeVisible();
    await holds(desk, 'an e-mail that is being recorded, in English', colourRules);
    await app.screenshot('records-email-en');
    await desk.keyboard.press('Escape');
    await app.screenshot('records-timeline-en');
  });
  await app.stop();
});
