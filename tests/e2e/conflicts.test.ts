/** Two people at one ticket, one of them without the server: nothing that was written is lost, and whose word did not count is told. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes, ticketNamed } from '../lab/colleague.ts';
import {
  addNote,
  demoAccounts,
  openTicketFromCall,
  signIn,
  statusLine,
  syncedOnce,
  timeline,
  type Account,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { RevivedDesk } from '../lab/revived-desk.ts';
import { CasqueServer } from '../lab/server.ts';
import { FlakyProxy } from '../sync/support/flaky-proxy.ts';

const marc: Account = { login: 'marc.lefevre', password: 'casque-demo' };
const isabelle: Account = { login: 'isabelle.caradec', password: 'casque-demo' };

let display: Display;
let server: CasqueServer;
let network: FlakyProxy;
let app: CasqueApp | undefined;

test.beforeAll(async () => {
  display = await Display.start({ width: 1280, height: 720 });
  server = await CasqueServer.start();
  network = await FlakyProxy.to(server.url);
});

test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  network.mend(server.url);
});

test.afterAll(async () => {
  await network.close();
  await server.stop();
  await display.stop();
});

async function deskOf(name: string, account: Account): Promise<Page> {
  app = await CasqueApp.launch({ name, display, serverUrl: network.url });
  const desk = await app.desk();
  await signIn(desk, account);
  await syncedOnce(desk);
  return desk;
}

/** An administrator at the server's console. */
async function administrator(...args: string[]): Promise<void> {
  const main = join(ROOT, 'server', 'main.ts');
  await promisify(execFile)(projectNode(), [main, '--data', server.dataFolder, ...args], { cwd: ROOT });
}

async function cutOff(desk: Page): Promise<void> {
  network.cut();
  await expect(statusLine(desk)).toContainText('Le serveur ne répond pas', { timeout: 60_000 });
}

/** What was refused, opened by its key once the status line speaks of it. */
async function refusedDialog(desk: Page): Promise<Locator> {
  await expect(statusLine(desk)).toContainText('1 envoi refusé', { timeout: 60_000 });
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Shift+X');
  return desk.getByRole('dialog', { name: 'Envois refusés' });
}

test('a note that the server refused is corrected where it stands, put on another ticket, and sent again', async () => {
  const desk = await deskOf('refused', demoAccounts.karim);
  await openTicketFromCall(desk, 'Imprimante hors service');
  await syncedOnce(desk);
  // Its subject goes up after it: only the note is to be refused.
  await ticketNamed(server.url, demoAccounts.lea, 'Imprimante hors service');
  await cutOff(desk);
  await addNote(desk, 'Le toner est à changer.');
  await administrator('agent', 'change', demoAccounts.karim.login, '--team', 'N1 Mobile');
  try {
    network.mend(server.url);
    const dialog = await refusedDialog(desk);
    await expect(dialog).toContainText('Le toner est à changer.');
    await expect(dialog.getByRole('button', { name: 'Corriger et renvoyer' })).toBeFocused();
    await holds(desk, 'what was refused');
    await app?.screenshot('refused-1-fr');
    await desk.keyboard.press('Enter');
    const form = dialog.getByRole('form', { name: 'Corriger et renvoyer' });
    await expect(form.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await form.getByRole('textbox', { name: 'Note' }).fill('Toner changé.');
    await holds(desk, 'the correction of what was refused');
    await app?.screenshot('refused-2-fr');

    // Whatever dies: what was refused, and what was being made of it.
    await desk.reload();
    await expect(statusLine(desk)).toContainText('1 envoi refusé');
    await desk.keyboard.press('Shift+X');
    await expect(dialog.getByRole('button', { name: 'Corriger et renvoyer' })).toBeFocused();
    await desk.keyboard.press('Enter');
    await expect(form.getByRole('textbox', { name: 'Note' })).toHaveValue('Toner changé.');
    const picker = form.getByRole('combobox', { name: 'Sur le ticket' });
    await picker.fill('mobile');
    await expect(form.getByRole('option').first()).toBeVisible();
    await desk.emulateMedia({ colorScheme: 'dark' });
    await holds(desk, 'another ticket for what was refused, dark');
    await app?.screenshot('refused-3-fr-dark');
    const chosen = await form
      .getByRole('option')
      .first()
      .getByText(/^#\d+ /)
      .innerText();
    await picker.press('Enter');
    await expect(form).toContainText(chosen);
    await form.getByRole('textbox', { name: 'Note' }).press('Control+Enter');
    await expect(dialog).toContainText('Aucun envoi refusé');
    await desk.keyboard.press('Escape');
    await syncedOnce(desk);
    await desk.keyboard.press('/');
    await desk.getByRole('combobox', { name: 'Rechercher' }).fill('Toner changé');
    await expect(desk.getByRole('option', { name: /Toner changé/ })).toBeVisible();
    await desk.keyboard.press('Enter');
    await expect(timeline(desk)).toContainText('Toner changé.');
    await expect(statusLine(desk)).not.toContainText('refusé');
  } finally {
    await administrator('agent', 'change', demoAccounts.karim.login, '--team', 'N1 Internet');
  }
});

test('two tickets about one matter are merged by a key, offline too; of two opposite ones the first has it', async () => {
  const desk = await deskOf('merge', demoAccounts.lea);
  for (const subject of ['Plus de réseau ce matin', 'Box éteinte depuis hier']) {
    await openTicketFromCall(desk, subject);
    await addNote(desk, `Vu : ${subject}`);
    await desk.keyboard.press('Escape');
  }
  await syncedOnce(desk);
  const [network1, box] = [
    await ticketNamed(server.url, demoAccounts.karim, 'Plus de réseau ce matin'),
    await ticketNamed(server.url, demoAccounts.karim, 'Box éteinte depuis hier'),
  ];
  await cutOff(desk);
  await desk.keyboard.press('Shift+G');
  const dialog = desk.getByRole('dialog', { name: /^Réunir #\d+ Box éteinte depuis hier/ });
  const picker = dialog.getByRole('combobox', { name: 'Au ticket' });
  await expect(picker).toBeFocused();
  await picker.fill('Plus de réseau');
  await expect(dialog.getByRole('option', { name: /Plus de réseau ce matin/ })).toBeVisible();
  await holds(desk, 'the ticket to merge into');
  await app?.screenshot('merge-1-fr');
  await picker.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Réunir' })).toBeFocused();
  await holds(desk, 'a merge to be confirmed');
  await app?.screenshot('merge-2-fr');
  await desk.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(timeline(desk)).toContainText('Vu : Box éteinte depuis hier');
  await expect(timeline(desk)).toContainText('Vu : Plus de réseau ce matin');
  await timeline(desk)
    .getByRole('button', { name: /^a réuni ici #\d+ Box éteinte depuis hier/ })
    .press('Enter');
  await expect(desk.getByRole('main')).toContainText('Ce qui est écrit ici y va.');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await holds(desk, 'a ticket that was merged, dark');
  await app?.screenshot('merge-3-fr-dark');

  // Karim, who could not know, has merged them the other way round meanwhile.
  await colleagueDoes(server.url, demoAccounts.karim, [
    { name: 'ticket.merge@1', args: { id: network1, into: box, entryId: newId() } },
  ]);
  network.mend(server.url);
  const refused = await refusedDialog(desk);
  await expect(refused).toContainText('Un collègue a réuni ce ticket à un autre avant vous.');
  await desk.keyboard.press('Escape');
  await expect(timeline(desk)).toContainText('Vu : Plus de réseau ce matin');
  await expect(timeline(desk)).toContainText(/Karim Benali/);
});

test('what was written to a deleted ticket comes back; a supervisor restores it, sends it again, and deletes it with a reason', async () => {
  const desk = await deskOf('deleted', marc);
  await openTicketFromCall(desk, 'Ticket d’essai');
  await syncedOnce(desk);
  const ticketId = await ticketNamed(server.url, isabelle, 'Ticket d’essai');
  await cutOff(desk);
  await addNote(desk, 'Écrit sans serveur.');
  await colleagueDoes(server.url, isabelle, [{ name: 'ticket.delete@1', args: { id: ticketId, reason: 'Doublon' } }]);
  network.mend(server.url);
  const dialog = await refusedDialog(desk);
  await expect(dialog).toContainText('Ce ticket a été supprimé.');
  await holds(desk, 'a note on a deleted ticket');
  await app?.screenshot('deleted-1-fr');
  await dialog.getByRole('button', { name: 'Restaurer le ticket' }).press('Enter');
  await dialog.getByRole('button', { name: 'Corriger et renvoyer' }).press('Enter');
  const form = dialog.getByRole('form', { name: 'Corriger et renvoyer' });
  // Until the ticket is back another one is asked for.
  await expect(form.getByRole('button', { name: 'Autre ticket' })).toBeVisible({ timeout: 60_000 });
  await expect(form).toContainText(/#\d+ Ticket d’essai/);
  await form.getByRole('textbox', { name: 'Note' }).press('Control+Enter');
  await expect(dialog).toContainText('Aucun envoi refusé');
  await desk.keyboard.press('Escape');
  await syncedOnce(desk);
  await expect(timeline(desk)).toContainText('Écrit sans serveur.');

  await desk.keyboard.press('Shift+V');
  const question = desk.getByRole('alertdialog', { name: /Supprimer #\d+ Ticket d’essai/ });
  await expect(question.getByRole('textbox', { name: 'Raison' })).toBeFocused();
  await expect(question.getByRole('button', { name: 'Supprimer' })).toBeDisabled();
  await desk.keyboard.type('Essai terminé');
  await holds(desk, 'a deletion to be confirmed');
  await app?.screenshot('deleted-2-fr');
  await desk.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await syncedOnce(desk);
  await desk.keyboard.press('Control+f');
  await desk.keyboard.type('Ticket d’essai');
  await expect(desk.getByRole('option', { name: /Ticket d’essai/ })).toHaveCount(0);
});

test('a note that was written without the server waits when a colleague changed the ticket, and goes with one key', async () => {
  const desk = await deskOf('written-offline', demoAccounts.karim);
  await openTicketFromCall(desk, 'Messagerie muette');
  await syncedOnce(desk);
  const ticketId = await ticketNamed(server.url, demoAccounts.lea, 'Messagerie muette');
  await cutOff(desk);
  await addNote(desk, 'Le client teste ce soir.');
  await colleagueDoes(server.url, demoAccounts.lea, [
    { name: 'note.add@1', args: { id: newId(), ticketId, text: 'Boîte recréée, tout marche.' } },
    {
      name: 'ticket.setState@1',
      args: { id: ticketId, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null },
    },
  ]);
  network.mend(server.url);
  const dialog = await refusedDialog(desk);
  await expect(dialog).toContainText('Un collègue a changé ce ticket');
  await expect(dialog).toContainText('Boîte recréée, tout marche.');
  await expect(dialog).toContainText('Résolu');
  await expect(dialog.getByRole('button', { name: 'Ajouter quand même' })).toBeFocused();
  await holds(desk, 'a note that waits for its author');
  // The same when it is known already what waits.
  await desk.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await desk.keyboard.press('Shift+X');
  await expect(dialog.getByRole('button', { name: 'Ajouter quand même' })).toBeFocused();
  await app?.screenshot('written-offline-fr');
  // As the operating system gives the key to the window.
  await new RevivedDesk(app as CasqueApp).press('Enter');
  await expect(dialog).toContainText('Aucun envoi refusé');
  await desk.keyboard.press('Escape');
  await syncedOnce(desk);
  await expect(timeline(desk)).toContainText('Le client teste ce soir.');
});

test('a ticket is handed over with its reason and goes on being seen; one that arrives is told; what came late is given back', async () => {
  const desk = await deskOf('hand-over', demoAccounts.karim);
  await openTicketFromCall(desk, 'Débit faible le soir');
  await syncedOnce(desk);
  const gone = await ticketNamed(server.url, demoAccounts.lea, 'Débit faible le soir');
  const late = newId();
  const [internet, level2] = ['01980000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000003'];

  await test.step('by its key: the team, the reason, and it is gone from here but for how it stands', async () => {
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+Shift+H');
    const dialog = desk.getByRole('dialog', { name: /^Transmettre (#\d+ )?Débit faible le soir/ });
    await expect(dialog.getByRole('combobox', { name: 'À quelle équipe' })).toBeFocused();
    await desk.keyboard.type('niveau');
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await holds(desk, 'the team to hand over to');
    await app?.screenshot('hand-over-1-fr');
    await desk.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Pourquoi' })).toBeFocused();
    await desk.keyboard.type('Box et câbles déjà changés.');
    await holds(desk, 'why it is handed over');
    await app?.screenshot('hand-over-2-fr');
    await desk.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await syncedOnce(desk);
    const followed = desk.getByRole('navigation', { name: 'Suivis, chez d’autres équipes' });
    await followed.getByRole('button', { name: /Débit faible le soir.*Niveau 2/ }).press('Enter');
    await expect(desk.getByRole('main')).toContainText('Niveau 2 s’en occupe.');
    await holds(desk, 'a ticket that another team has');
    await app?.screenshot('hand-over-3-fr');
    await colleagueDoes(server.url, demoAccounts.nicolas, [
      {
        name: 'ticket.setState@1',
        args: { id: gone, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null },
      },
    ]);
    await expect(desk.getByRole('main')).toContainText('Résolu');
    await desk.getByRole('button', { name: /^Ne plus suivre/ }).press('Enter');
    await expect(followed).toBeHidden();
  });

  await test.step('one that another team hands over is told and marked', async () => {
    const nobody = { contactId: null, callerNumber: null, assigneeId: null, tags: [], callId: null };
    const moved = { from: level2, teamId: internet, reason: 'Box à échanger', entryId: newId(), follow: false };
    await colleagueDoes(server.url, demoAccounts.nicolas, [
      {
        name: 'ticket.create@1',
        args: { id: late, teamId: level2, subject: 'Box à échanger', impact: 1, urgency: 1, ...nobody },
      },
      { name: 'ticket.handOver@1', args: { id: late, ...moved } },
    ]);
    await expect(desk.getByRole('log')).toContainText(/Niveau 2 vous transmet #\d+ Box à échanger/);
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('2');
    await expect(desk.getByRole('option', { name: /Box à échanger.*Transmis par Niveau 2/ })).toBeVisible();
    await desk.getByRole('option', { name: /Box à échanger/ }).click();
    await expect(timeline(desk)).toContainText('a transmis de Niveau 2 à N1 Internet');
    await desk.emulateMedia({ colorScheme: 'dark' });
    await holds(desk, 'a ticket that has arrived, dark');
    await app?.screenshot('hand-over-4-fr-dark');
  });

  await cutOff(desk);
  await addNote(desk, 'Échange demandé.');
  const back = { from: internet, teamId: level2, reason: '', entryId: newId(), follow: false };
  await colleagueDoes(server.url, demoAccounts.lea, [{ name: 'ticket.handOver@1', args: { id: late, ...back } }]);
  network.mend(server.url);
  const refused = await refusedDialog(desk);
  await expect(refused).toContainText('Le ticket a été transmis à une autre équipe entre-temps.');
  await expect(refused).toContainText('Échange demandé.');
  await app?.screenshot('hand-over-5-fr-dark');
});
