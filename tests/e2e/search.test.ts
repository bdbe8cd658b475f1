/** The search over everything on this machine, by its key, with words, numbers and filters. */
import { expect, test, type Page } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes, teamOf, type Deed } from '../lab/colleague.ts';
import { addNote, demoAccounts, noteField, signIn, subjectField, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { startPracticeLab, type PracticeLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';
import type { CasqueServer } from '../lab/server.ts';
import { FlakyProxy } from '../sync/support/flaky-proxy.ts';

const { keep, stop } = kept();
let server: CasqueServer;
let machine: PracticeLab['machine'];
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ server, machine } = await startPracticeLab(keep));
});

test.beforeEach(async () => {
  const name = `search ${test.info().title}`;
  app = await CasqueApp.launch({ ...machine, name });
  desk = await app.desk();
});

test.afterEach(async () => {
  await app.stop();
});

test.afterAll(stop);

test('what was just written is found by mistyped words, opened with Enter, and the search stays where it was', async () => {
  test.setTimeout(120_000);
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await desk.keyboard.press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type('Le standard grésille le matin');
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
  await addNote(desk, 'Câble RJ45 remplacé au premier étage');
  await desk.keyboard.press('Escape');

  const search = desk.getByRole('dialog', { name: 'Rechercher', exact: true });
  const field = search.getByRole('combobox', { name: 'Rechercher', exact: true });
  const results = search.getByRole('option');
  await desk.keyboard.press('/');
  await expect(field).toBeFocused();
  await expect(search).toContainText('avec ou sans accents');
  await holds(desk, 'the search with nothing typed');

  await desk.keyboard.type('gresile matin');
  await expect(results.first()).toContainText('Le standard grésille le matin');
  await expect(results.first().locator('mark').first()).toHaveText('grésille');
  await expect(search.getByRole('status')).toContainText('orthographe approchée');
  await field.fill('cable rj45 étage');
  await expect(results.first()).toContainText('Câble RJ45 remplacé au premier étage');
  await expect(results.first().locator('mark').first()).toHaveText('Câble');
  await holds(desk, 'a search that found a note');

  await field.fill('etat:nouveau roussel');
  await expect(search.getByRole('button', { name: 'État\u00a0: Nouveau' })).toBeVisible();
  await field.fill('roussel');
  await expect(results.filter({ hasText: 'Roussel' }).first()).toBeVisible();
  await search.getByRole('button', { name: 'État\u00a0: Tous' }).click();
  await desk.getByRole('menuitem', { name: 'Fermé' }).click();
  await expect(search.getByRole('button', { name: 'État\u00a0: Fermé' })).toBeVisible();
  await field.fill('grésille');
  await expect(search).toContainText('Rien ne correspond à «\u00a0grésille\u00a0», ni sur cette machine ni');
  await holds(desk, 'a search that found nothing');
  await search.getByRole('button', { name: 'Retirer les filtres' }).click();
  await expect(results.first()).toContainText('Le standard grésille le matin');

  await field.focus();
  await desk.keyboard.press('Enter');
  await expect(search).toBeHidden();
  await expect(subjectField(desk)).toHaveValue('Le standard grésille le matin');
  await expect(timeline(desk)).toContainText('Câble RJ45');
  await desk.keyboard.press('Control+Shift+F');
  await expect(field).toHaveValue('grésille');
  await desk.keyboard.type('roussel');
  await expect(results.filter({ hasText: 'Roussel' }).first()).toBeVisible();
  await desk.keyboard.press('Escape');
  await expect(search).toBeHidden();
});

test('what only the server has stands apart, and is told from what is on this machine', async () => {
  test.setTimeout(120_000);
  const network = await FlakyProxy.to(server.url);
  const name = 'search on the server';
  const other = await CasqueApp.launch({ ...machine, name, serverUrl: network.url });
  try {
    const screen = await other.desk();
    await signIn(screen, demoAccounts.lea);
    await syncedOnce(screen);
    const team = await teamOf(server.url, demoAccounts.lea);
    await colleagueDoes(server.url, demoAccounts.karim, [newTicket(team, 'Onduleur remplacé à l’accueil')]);
    const search = screen.getByRole('dialog', { name: 'Rechercher', exact: true });
    const results = search.getByRole('option');
    const field = search.getByRole('combobox', { name: 'Rechercher', exact: true });
    await screen.keyboard.press('/');
    await field.fill('onduleur');
    await expect(results).toHaveCount(1);
    await expect(results.first()).toContainText('Onduleur remplacé à l’accueil');

    // It is found there while this machine cannot fetch it.
    network.hold('/v1/pull', '/v1/events');
    await colleagueDoes(server.url, demoAccounts.karim, [newTicket(team, 'Onduleur qui siffle au sous-sol')]);
    await field.fill('');
    await field.fill('onduleur');
    await expect(results).toHaveCount(2);
    await expect(search.getByText('Sur le serveur, pas encore sur cette machine')).toBeVisible();
    await expect(results.nth(0)).toHaveAccessibleName(/Onduleur remplacé à l’accueil(?!.*sur le serveur)/);
    await expect(results.nth(1)).toHaveAccessibleName(/Onduleur qui siffle au sous-sol.*sur le serveur/);
    await expect(search.getByRole('status')).toContainText('1 ticket · 1 autre sur le serveur');
    await holds(screen, 'a search that found more on the server');
    await other.screenshot('search-on-server');

    network.cut();
    await field.fill('onduleur remplacé');
    await expect(search.getByRole('status')).toContainText('cette machine seulement, le serveur ne répond pas');
    await expect(results).toHaveCount(1);

    // What comes meanwhile is one, and no longer told as the server's.
    await field.fill('onduleur siffle');
    network.hold();
    network.mend(server.url);
    const late = results.filter({ hasText: 'sous-sol' });
    await expect(late).toHaveAccessibleName(/^Onduleur qui siffle au sous-sol(?!.*sur le serveur)/, {
      timeout: 30_000,
    });
    await expect(search.getByText('Sur le serveur, pas encore sur cette machine')).toBeHidden();
    await expect(late).toHaveCount(1);
  } finally {
    await other.stop();
    await network.close();
  }
});

function newTicket(teamId: string, subject: string): Deed {
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: null, tags: [], callId: null };
  return { name: 'ticket.create@1', args: { id: newId(), teamId, subject, ...levels, ...nobody } };
}
