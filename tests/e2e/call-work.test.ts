/** What a call leaves to do and what it asks of colleagues, on a real Asterisk: missed calls, and a validation during a call. */
import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  addNote,
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  openTicketFromCall,
  signIn,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { labFolder } from '../lab/folder.ts';
import { kept } from '../lab/keep.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

const roussel = { name: 'Annick Roussel', number: '+33261910012', written: '02 61 91 00 12' };

const { keep, stop } = kept();
let display: Display;
let sound: Sound;
let asterisk: Asterisk;
let server: CasqueServer;

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  sound = keep(await Sound.start());
  asterisk = keep(await Asterisk.start());
  server = keep(await CasqueServer.start({ asterisk }));
});

test.afterAll(stop);

test('a validation is asked of level 2 while the caller hears music; the answer comes back and one key resumes', async () => {
  test.setTimeout(180_000);
  // The least times that the settings take, so that nobody waits for minutes.
  const profile = labFolder('profile');
  keep({ stop: () => Promise.resolve(profile.remove()) });
  writeFileSync(join(profile.path, 'settings.json'), JSON.stringify({ holdWarning: 10, holdReminder: 10 }));
  const common = { display, serverUrl: server.url };
  const lea = keep(await CasqueApp.launch({ ...common, sound, name: 'call-work-lea', userDataDir: profile.path }));
  const colleagueSound = keep(await Sound.start());
  const nicolas = keep(await CasqueApp.launch({ ...common, sound: colleagueSound, name: 'call-work-nicolas' }));
  const [desk, level2] = [await lea.desk(), await nicolas.desk()];
  await signIn(desk, demoAccounts.lea);
  await signIn(level2, demoAccounts.nicolas);
  await lineReady(desk, '201');
  await lineReady(level2, '208');
  await syncedOnce(desk);
  await syncedOnce(level2);

  sound.speak('agent');
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number }));
  await incomingCard(desk).getByText(roussel.name).waitFor();
  await answer(desk, roussel.name);
  await openTicketFromCall(desk, 'Box qui redémarre');
  await addNote(desk, 'Voyant rouge depuis hier.');

  await desk.keyboard.press('F10');
  const panel = desk.getByRole('form', { name: 'Demander une validation' });
  await expect(panel.getByRole('textbox', { name: 'Question' })).toBeFocused();
  await expect(callLine(desk, roussel.name)).toContainText('En attente');
  await call.heard.hears('music');
  await expect(panel.getByRole('combobox', { name: 'À qui' })).toHaveValue('Niveau 2');
  await desk.keyboard.type('Puis-je échanger');
  await expect(panel.getByText('Enregistrée sur ce poste')).toBeVisible();
  // The words outlive the desk, the panel comes back with them.
  await desk.reload();
  await callLine(desk, roussel.name).waitFor();
  await desk.keyboard.press('F10');
  await expect(panel.getByRole('textbox', { name: 'Question' })).toHaveValue('Puis-je échanger');
  await desk.keyboard.press('End');
  await desk.keyboard.type(' la box ?');
  await lea.screenshot('call-work-2-asking');
  await desk.keyboard.press('Control+Enter');
  await expect(desk.getByRole('group', { name: 'Question à Niveau 2' })).toContainText('Puis-je échanger la box ?');

  const request = level2.getByRole('region', { name: 'Léa Martin demande une validation' });
  await expect(request).toContainText('Puis-je échanger la box ?');
  await level2.keyboard.press('F12');
  await expect(request.getByRole('textbox', { name: 'Réponse' })).toBeFocused();
  await expect(request).toContainText('Box qui redémarre');
  await expect(request).toContainText('Voyant rouge depuis hier.');
  await expect(request).toContainText(roussel.name);
  await level2.keyboard.type('Un seul échange.');
  await nicolas.screenshot('call-work-3-asked');
  await level2.keyboard.press('Tab');
  await level2.keyboard.press('Enter');
  await expect(request).toBeHidden();

  await expect(desk.getByRole('group', { name: 'Question à Niveau 2' })).toContainText('D’accord. Un seul échange.');
  await expect(timeline(desk)).toContainText('D’accord. Un seul échange.');
  await expect(desk.getByRole('group', { name: 'Appelant en attente' })).toContainText(
    /Annick Roussel attend depuis 00:\d\d/,
    { timeout: 30_000 },
  );
  await lea.screenshot('call-work-4-answered');

  // A word is worth more than a sentence: the colleague is called, the caller goes on hearing music.
  await desk.getByRole('button', { name: 'Consulter' }).press('Enter');
  await incomingCard(level2).getByText('Léa Martin').waitFor();
  await level2.keyboard.press('F2');
  await expect(level2.getByRole('region', { name: /^Appel avec/ })).toContainText('En communication');
  await expect(callLine(desk, roussel.name)).toContainText('En attente');
  await call.heard.hears('music');
  await level2.keyboard.press('F4');
  await expect(level2.getByRole('region', { name: /^Appel avec/ })).toBeHidden();

  await desk.keyboard.press('F5');
  await expect(callLine(desk, roussel.name)).toContainText('En communication');
  await call.heard.hears('agent');

  // Without the server it says that the question waits, and it can be taken back.
  await server.halt();
  await desk.keyboard.press('F10');
  await panel.getByRole('combobox', { name: 'À qui' }).fill('claire');
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('Et pour la fibre ?');
  await desk.keyboard.press('Control+Enter');
  const queued = desk.getByRole('group', { name: 'Question à Claire Guillou' });
  await expect(queued).toContainText('pas encore partie');
  await queued.getByRole('button', { name: 'Retirer' }).press('Enter');
  await expect(queued).toBeHidden();
  await server.boot();
  await hangUp(desk, roussel.name);
  await call.reaches('ended');
  // An answer that was read in the call does not follow the agent into the next one.
  await expect(desk.getByRole('group', { name: 'Question à Niveau 2' })).toBeHidden();
  sound.hush();
  await lea.stop();
  await nicolas.stop();
});

test('a call that nobody took is work to do, is called back with the keyboard, and is done when they were spoken to', async () => {
  test.setTimeout(120_000);
  const app = keep(await CasqueApp.launch({ name: 'call-work-missed', display, sound, serverUrl: server.url }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  const waiting = desk.getByRole('button', { name: '1 personne à rappeler', exact: true });

  const missed = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number }));
  await incomingCard(desk).getByText(roussel.name).waitFor();
  await missed.hangUp();
  await expect(incomingCard(desk)).toBeHidden();
  await desk.keyboard.press('Escape');
  await desk
    .getByRole('region', { name: `Appel terminé avec ${roussel.name}` })
    // The one before is in sight too until its work is done.
    .filter({ hasText: 'Appel manqué' })
    .getByRole('button', { name: 'Masquer' })
    .press('Enter');
  await expect(waiting).toBeVisible();

  await desk.keyboard.press('y');
  const list = desk.getByRole('listbox', { name: 'À rappeler' });
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(list.getByRole('option')).toContainText(roussel.name);
  await desk.keyboard.press('j');
  await expect(list.getByRole('option', { selected: true })).toContainText(roussel.name);
  await app.screenshot('call-work-1-missed');

  const home = keep(await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort }));
  await desk.keyboard.press('z');
  await expect(callLine(desk, roussel.name)).toContainText('En communication');
  await home.reaches('talking');
  await expect(list.getByRole('option')).toHaveCount(0);
  await hangUp(desk, roussel.name);
  await home.reaches('ended');
  // Its port is free for the next one.
  await home.stop();
  await expect(desk.getByText('Personne n’attend d’être rappelé')).toBeVisible();

  const again = keep(await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort }));
  await desk
    .getByRole('region', { name: `Appel terminé avec ${roussel.name}` })
    .getByRole('button', { name: 'Masquer' })
    .press('Enter');
  await desk.keyboard.press('Shift+Z');
  await expect(callLine(desk, roussel.name)).toContainText('En communication');
  await again.reaches('talking');
  await hangUp(desk, roussel.name);
  await again.reaches('ended');
  await again.stop();

  // Any call of before is called back from the list of one's own calls.
  const oneMore = keep(await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort }));
  await desk.getByRole('button', { name: 'Mes appels' }).press('Enter');
  const mine = desk.getByRole('listbox', { name: 'Mes appels' });
  await mine.getByRole('option').filter({ hasText: roussel.name }).nth(2).click();
  await desk.keyboard.press('z');
  await expect(callLine(desk, roussel.name)).toContainText('En communication');
  await oneMore.reaches('talking');
  await hangUp(desk, roussel.name);
});
