/** What the agent sees when the phone, and then the whole program, dies in a call: the same call goes on, in the same ticket. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { callsOnServer, ticketNamed } from '../lab/colleague.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  openTicketFromCall,
  signIn,
  statusLine,
  subjectField,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { signedIn, startPhoneLab, test } from '../lab/fixtures.ts';

const customer = { name: 'Annick Roussel', number: '+33261910012' };

test('the phone is killed while it rings: the answer counts all the same, and so does a hang-up; who gave up meanwhile is called back with one key', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, sound, machine } = await startPhoneLab(keep, { keyring: true });
  const app = keep(await CasqueApp.launch({ ...machine, name: 'resume-ring' }));
  const desk = await signedIn(app, demoAccounts.lea, '201');
  const caller = { sipPort: asterisk.sipPort, number: customer.number };

  await test.step('the answer is pressed while the phone is away', async () => {
    sound.speak('agent');
    const call = keep(await CustomerCall.place(caller));
    await incomingCard(desk).getByText(customer.name).waitFor();
    sound.hush();
    await app.crash('voice');
    await expect(incomingCard(desk)).toContainText(/Reconnexion… \d+ s/);
    await app.screenshot('resume-ring-1-reconnecting');
    await holds(desk, 'a ring that reconnects');
    await desk.keyboard.press('F2');
    await expect(callLine(desk, customer.name)).toContainText('En communication', { timeout: 30_000 });
    sound.speak('agent');
    await hears(call);
    await hangUp(desk, customer.name);
    await call.reaches('ended');
    await done(desk);
  });

  await test.step('the answer is pressed in the very moment in which the phone dies, mute twice while it stands still, and the hang-up while it is away', async () => {
    const call = keep(await CustomerCall.place(caller));
    await incomingCard(desk).getByText(customer.name).waitFor();
    await app.crash('voice');
    await desk.keyboard.press('F2');
    await expect(callLine(desk, customer.name)).toContainText('En communication', { timeout: 30_000 });
    await app.crash('voice');
    await expect(callLine(desk, customer.name)).toContainText(/Reconnexion… \d+ s/);
    await desk.keyboard.press('F6');
    await desk.keyboard.press('F6');
    sound.hush();
    await isResumed(desk);
    sound.speak('agent');
    await hears(call);
    await expect(callLine(desk, customer.name)).not.toContainText('micro coupé');
    await app.stand('voice');
    await desk.keyboard.press('F6');
    await desk.keyboard.press('F6');
    await desk.keyboard.press('F7');
    await app.goOn('voice');
    await expect(callLine(desk, customer.name)).toContainText('En attente');
    await expect(callLine(desk, customer.name)).not.toContainText('micro coupé');
    await desk.keyboard.press('F7');
    await expect(callLine(desk, customer.name)).toContainText('En communication');
    await desk.keyboard.press('F6');
    await expect(callLine(desk, customer.name)).toContainText('En communication, micro coupé');
    await app.crash('voice');
    await expect(callLine(desk, customer.name)).toContainText(/Reconnexion… \d+ s, micro coupé/);
    await holds(desk, 'a call that reconnects');
    await app.screenshot('resume-away');
    await desk.keyboard.press('F4');
    await expect(callLine(desk, customer.name)).toBeHidden({ timeout: 30_000 });
    await call.reaches('ended');
    await done(desk);
  });

  await test.step('the caller gives up while the phone is away', async () => {
    const call = keep(await CustomerCall.place({ ...caller, to: '201' }));
    await incomingCard(desk).getByText(customer.name).waitFor();
    await app.crash('voice');
    await call.hangUp();
    await expect(endedLine(desk)).toContainText('Appel manqué pendant la coupure.', { timeout: 30_000 });
    await expect(incomingCard(desk)).toBeHidden();
    await app.screenshot('resume-ring-2-missed');
    await holds(desk, 'a ring that was missed');
    const phone = { port: asterisk.customerPort, sipPort: asterisk.sipPort };
    const again = keep(await CustomerCall.await(phone));
    await desk.keyboard.press('Shift+F4');
    await again.reaches('talking');
    await expect(callLine(desk, customer.name)).toContainText('En communication');
    await hangUp(desk, customer.name);
    await again.reaches('ended');
  });
});

test('a call goes on after the phone and the whole program were killed: one call in the ticket, and one key calls a lost caller again', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, sound, machine } = await startPhoneLab(keep, { keyring: true });
  const app = keep(await CasqueApp.launch({ ...machine, name: 'resume' }));
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  sound.speak('agent');
  const caller = { sipPort: asterisk.sipPort, number: customer.number };
  const call = keep(await CustomerCall.place(caller));
  await incomingCard(desk).getByText(customer.name).waitFor();
  await answer(desk, customer.name);
  await openTicketFromCall(desk, 'Coupures de la box');

  await test.step('the phone is killed: the line counts, and says for how long nobody heard anybody', async () => {
    sound.hush();
    await app.crash('voice');
    await expect(callLine(desk, customer.name)).toContainText(/Reconnexion… \d+ s/);
    await app.screenshot('resume-1-reconnecting');
    await isResumed(desk);
    await app.screenshot('resume-2-resumed');
    await holds(desk, 'a call that was resumed');
    sound.speak('agent');
    await hears(call);
  });

  await test.step('the program is killed and started again: the call is there again by itself', async () => {
    sound.hush();
    await app.kill();
    await app.start();
    desk = await app.desk();
    await isResumed(desk);
    sound.speak('agent');
    await hears(call);
    await expect(timeline(desk).getByText('Appel entrant')).toHaveCount(1);
    await app.screenshot('resume-3-after-the-kill');
    expect(call.messages()).not.toMatch(/^BYE /m);
  });

  await test.step('the customer hangs up while it is dead: it is told, and one key calls them again', async () => {
    await app.kill();
    await call.hangUp();
    await app.start();
    desk = await app.desk();
    await expect(endedLine(desk)).toContainText('L’appel s’est terminé pendant la coupure.');
    await expect(callLine(desk, customer.name)).toBeHidden();
    await app.screenshot('resume-4-over');
    await holds(desk, 'a call that was lost');
    const phone = { port: asterisk.customerPort, sipPort: asterisk.sipPort };
    const again = keep(await CustomerCall.await(phone));
    await desk.keyboard.press('Shift+F4');
    await again.reaches('talking');
    await expect(callLine(desk, customer.name)).toContainText('En communication');
    await hangUp(desk, customer.name);
    await again.reaches('ended');
  });
});

test('the program is killed in a call without the server, and its data are gone: the call comes with its ticket, as far as the second place knows it', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, sound, server, machine } = await startPhoneLab(keep, { keyring: true });
  const app = keep(await CasqueApp.launch({ ...machine, name: 'resume-bare' }));
  let desk = await signedIn(app, demoAccounts.lea, '201');
  sound.speak('agent');
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: customer.number }));
  await incomingCard(desk).getByText(customer.name).waitFor();
  await answer(desk, customer.name);
  await server.halt();
  await expect(statusLine(desk)).toContainText('hors ligne', { timeout: 60_000 });
  await openTicketFromCall(desk, 'Coupures de la box');
  sound.hush();
  await app.kill();
  rmSync(join(app.userDataDir, 'IndexedDB'), { recursive: true });
  await app.start();
  desk = await app.desk();
  // Who calls is among the data that are gone.
  await expect(callLine(desk, 'Appelant inconnu')).toContainText('En communication', { timeout: 30_000 });
  await expect(timeline(desk)).toContainText('Appel entrant', { timeout: 30_000 });
  sound.speak('agent');
  await hears(call);
  await app.screenshot('resume-bare');
});

test('the phone is killed while it rings, the customer hangs up, and the program is killed a moment later: the call is in its ticket, here and on the server', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, server, machine } = await startPhoneLab(keep, { keyring: true });
  const app = keep(await CasqueApp.launch({ ...machine, name: 'resume-hung-up' }));
  let desk = await signedIn(app, demoAccounts.lea, '201');
  const subjects = { 'as it is over': 'Facture payée deux fois', 'as the ticket is begun': 'Box muette depuis lundi' };
  for (const [when, subject] of Object.entries(subjects)) {
    await test.step(when, async () => {
      const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: customer.number }));
      await incomingCard(desk).getByText(customer.name).waitFor();
      await app.crash('voice');
      await desk.keyboard.press('F2');
      await expect(callLine(desk, customer.name)).toContainText('En communication', { timeout: 30_000 });
      await openTicketFromCall(desk, subject, 'Control+n');
      await expect(timeline(desk).getByText('Appel entrant')).toHaveCount(1);
      await call.hangUp();
      if (when === 'as it is over') await endedLine(desk).waitFor();
      await app.kill();
      await app.start();
      desk = await app.desk();
      await expect(subjectField(desk)).toHaveValue(subject);
      await expect(timeline(desk).getByText('Appel entrant')).toHaveCount(1);
      await syncedOnce(desk);
      const ticketId = await ticketNamed(server.url, demoAccounts.lea, subject);
      expect(await callsOnServer(server.url, demoAccounts.lea, ticketId)).toEqual([customer.number]);
      if (when === 'as it is over') await done(desk);
    });
  }
});

function endedLine(desk: Page): Locator {
  return desk.getByRole('region', { name: `Appel terminé avec ${customer.name}` });
}

/** The work after the call is over. */
async function done(desk: Page): Promise<void> {
  await endedLine(desk).waitFor();
  await desk.keyboard.press('Shift+F');
  await expect(endedLine(desk)).toBeHidden({ timeout: 30_000 });
}

async function isResumed(desk: Page): Promise<void> {
  const line = callLine(desk, customer.name);
  await expect(line).toContainText(/Appel repris, coupure de \d+ s/, { timeout: 30_000 });
  await expect(line).toContainText('En communication');
}

/** The agent's voice, from now on: in a gap no packet comes. */
async function hears({ heard }: CustomerCall): Promise<void> {
  await expect.poll(async () => (await heard.listen('agent', 1500)).heard).toBe(true);
}
