/** A major incident from its declaration to one answer for all who were hit, on a real Asterisk, with the server away for most of it. */
import { expect, type Page } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes, ticketNamed } from '../lab/colleague.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  noteField,
  openTicketFromCall,
  subjectField,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { signedIn, startPhoneLab, test } from '../lab/fixtures.ts';

const linksOf = (desk: Page) => desk.getByRole('list', { name: 'Liens du ticket' });

async function newTicket(desk: Page, subject: string): Promise<void> {
  await desk.keyboard.press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type(subject);
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
  await desk.keyboard.press('Escape');
}

async function declareMajorIncident(desk: Page, subject: string): Promise<void> {
  await newTicket(desk, subject);
  await desk.keyboard.press('p');
  await desk.getByRole('menuitem', { name: 'Déclarer incident majeur' }).press('Enter');
}

const roussel = { name: 'Annick Roussel', number: '+33261910012' };

test('a caller of a major incident is attached to it by one key, and one answer solves them all, without the server', async ({
  keep,
}) => {
  test.setTimeout(180_000);
  const { asterisk, server, machine } = await startPhoneLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'links' }));
  const desk = await signedIn(app, demoAccounts.lea, '201');

  await declareMajorIncident(desk, 'Panne de quartier à Recouvrance');
  await syncedOnce(desk);
  await server.halt();

  const links = linksOf(desk);
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number }));
  await test.step('the ringing call says it, and the new ticket is attached while its note is written', async () => {
    await expect(incomingCard(desk)).toContainText('Incident majeur en cours');
    await expect(incomingCard(desk)).toContainText('Panne de quartier à Recouvrance');
    await holds(desk, 'a call that rings in a major incident');
    await app.screenshot('links-1-ringing');
    await answer(desk, roussel.name);
    await openTicketFromCall(desk, 'Plus d’Internet, voyant rouge');
    await expect(links).toContainText('Incident majeur en cours');
    await holds(desk, 'a ticket that may be of the major incident');
    await app.screenshot('links-2-offer');
    await desk.keyboard.press('Control+g');
    await expect(links).toContainText('Rattaché à');
    await expect(links).not.toContainText('Incident majeur en cours');
    await expect(timeline(desk)).toContainText('Rattaché à');
  });
  await hangUp(desk, roussel.name);
  await call.reaches('ended');
  await call.stop();

  await test.step('another ticket is found by its words and linked, and the desk keeps it', async () => {
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+Shift+G');
    const dialog = desk.getByRole('dialog', { name: 'Lier ce ticket' });
    const found = dialog.getByRole('listbox', { name: 'L’autre ticket' }).getByRole('option');
    await expect(found.first()).toContainText('Panne de quartier');
    await desk.keyboard.type('box morte');
    await expect(found.first()).toContainText('Box morte');
    await dialog.getByRole('combobox', { name: 'Ce ticket est' }).selectOption({ label: 'doublon de' });
    await holds(desk, 'linking a ticket');
    await app.screenshot('links-3-dialog');
    await dialog.getByRole('combobox', { name: 'L’autre ticket' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(links).toContainText('Doublon de');
    await desk.reload();
    await expect(links).toContainText('Doublon de');
    await expect(links).toContainText('Rattaché à');
    await links.getByRole('button', { name: /^Défaire le lien avec .*Box morte/ }).press('Enter');
    await expect(links).not.toContainText('Doublon de');
    await expect(timeline(desk)).toContainText('Lien défait');
  });

  await test.step('the incident is solved, and its tickets with the same note', async () => {
    await links.getByRole('button', { name: /^(?!Défaire).*Panne de quartier/ }).press('Enter');
    await expect(links).toContainText('1 ticket rattaché, 1 ouvert');
    await desk.keyboard.press('r');
    await expect(noteField(desk)).toBeFocused();
    await desk.keyboard.type('Fibre réparée à 15 h 10.');
    await desk.keyboard.press('Control+Enter');
    await expect(timeline(desk)).toContainText('Fibre réparée');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('s');
    await desk.getByRole('menuitem', { name: 'Résoudre' }).press('Enter');
    const offer = desk.getByRole('dialog', { name: 'Un ticket rattaché est encore ouvert' });
    await expect(offer.getByRole('textbox', { name: 'Note de résolution' })).toHaveValue('Fibre réparée à 15 h 10.');
    await holds(desk, 'solving the tickets of an incident');
    await app.screenshot('links-4-solve');
    await desk.keyboard.press('Escape');
    await expect(offer).toBeHidden();
    await desk.keyboard.press('Control+Shift+Enter');
    await expect(offer.getByRole('textbox', { name: 'Note de résolution' })).toBeFocused();
    await desk.keyboard.press('Control+Enter');
    await expect(offer).toBeHidden();
    await expect(links).toContainText('1 ticket rattaché, tous résolus');
    await app.screenshot('links-5-solved');
  });
  await server.boot();
  await syncedOnce(desk);
  await expect(callLine(desk, roussel.name)).toBeHidden();
});

test('a major incident that another team took over stays in sight where tickets are attached to it, until it is solved', async ({
  keep,
}) => {
  test.setTimeout(120_000);
  const { asterisk, server, machine } = await startPhoneLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'links-elsewhere' }));
  const desk = await signedIn(app, demoAccounts.lea, '201');
  const links = linksOf(desk);
  const notOurs = 'Routeur de Lambézellec en panne';

  await declareMajorIncident(desk, notOurs);
  await newTicket(desk, 'Plus rien depuis ce matin');
  await expect(links).toContainText('Incident majeur en cours');
  await desk.keyboard.press('Control+g');
  await expect(links).toContainText('Rattaché à');
  await syncedOnce(desk);
  const incident = await ticketNamed(server.url, demoAccounts.lea, notOurs);

  await test.step('handed over, it is told where it is, and nothing else of it', async () => {
    await links.getByRole('button', { name: new RegExp(`^(?!Défaire).*${notOurs}`) }).press('Enter');
    await expect(links).toContainText('1 ticket rattaché, 1 ouvert');
    await desk.keyboard.press('Control+Shift+H');
    const dialog = desk.getByRole('dialog', { name: new RegExp(`^Transmettre .*${notOurs}`) });
    await expect(dialog.getByRole('combobox', { name: 'À quelle équipe' })).toBeFocused();
    await desk.keyboard.type('niveau');
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await desk.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Pourquoi' })).toBeFocused();
    await desk.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await syncedOnce(desk);
    await desk.getByRole('option', { name: /Plus rien depuis ce matin/ }).click();
    await expect(links).toContainText(new RegExp(`Incident majeur en cours.*${notOurs}.*Niveau 2`));
    await holds(desk, 'a ticket of a major incident that another team has');
    await app.screenshot('links-6-elsewhere');
  });

  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number }));
  await test.step('the next caller may call for it', async () => {
    await expect(incomingCard(desk)).toContainText('Incident majeur en cours');
    await expect(incomingCard(desk)).toContainText(notOurs);
    await holds(desk, 'a call that rings in a major incident of another team');
    await app.screenshot('links-7-elsewhere-ringing');
  });

  await test.step('solved by the other team, it is no longer told', async () => {
    await colleagueDoes(server.url, demoAccounts.nicolas, [
      {
        name: 'ticket.setState@1',
        args: { id: incident, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null },
      },
    ]);
    await expect(incomingCard(desk)).not.toContainText('Incident majeur en cours');
    await expect(links).toContainText(/Rattaché à.*Résolu/);
  });
  await call.stop();
});
