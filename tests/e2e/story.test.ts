/**
 * The story of the product, whole and on real parts: a customer (sipp) calls the hotline (Asterisk, its queue), the agent
 * answers in Casque (Electron, PulseAudio devices), writes while the central server is down, the program is killed, and the
 * ticket reaches PostgreSQL exactly once and a colleague's desk. `CASQUE_PACKAGED=DIR` runs it against the package.
 */
import { expect, test } from '@playwright/test';
import { openServer } from '../../scripts/start/server-data.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  addNote,
  answer,
  chooseDevices,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  noteField,
  openTicketFromCall,
  signIn,
  statusLine,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound, deviceNames } from '../lab/sound.ts';

type Part = { stop(): Promise<void> };

const customer = { name: 'Annick Roussel', number: '+33261910012', written: '02 61 91 00 12' };
const subject = 'Box qui redémarre toutes les dix minutes';
const sentNote = 'Depuis hier soir, le voyant passe au rouge avant chaque redémarrage.';
const lastWords = 'Mme Roussel rappelle demain matin, elle veut parler à la même personne';

test('a call from the queue becomes a ticket that survives the server and the program, exactly once', async () => {
  test.setTimeout(240_000);
  const parts: Part[] = [];
  const keep = <P extends Part>(part: P): P => {
    parts.unshift(part);
    return part;
  };
  try {
    const display = keep(await Display.start());
    const sound = keep(await Sound.start());
    const keyring = keep(await Keyring.start());
    const asterisk = keep(await Asterisk.start());
    const server = keep(await CasqueServer.start({ asterisk }));
    const common = { display, keyring, serverUrl: server.url };
    const lea = keep(await CasqueApp.launch({ ...common, sound, name: 'story-lea' }));
    const colleagueSound = keep(await Sound.start());
    const karim = keep(await CasqueApp.launch({ ...common, sound: colleagueSound, name: 'story-karim' }));

    let desk = await lea.desk();
    const colleague = await karim.desk();
    await test.step('both agents sign in; their lines come with them', async () => {
      await signIn(desk, demoAccounts.lea);
      await signIn(colleague, demoAccounts.karim);
      await lineReady(desk, '201');
      await lineReady(colleague, '202');
      await syncedOnce(desk);
      await syncedOnce(colleague);
      await chooseDevices(desk, {
        microphone: deviceNames.microphone,
        speaker: deviceNames.headset,
        ringer: deviceNames.speakers,
      });
    });

    const speakers = await sound.record('speakers');
    const headset = await sound.record('headset');
    const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: customer.number }));
    await test.step('it rings on the speakers, and shows who is calling with her open tickets', async () => {
      const card = incomingCard(desk);
      await expect(card).toContainText(customer.name);
      await expect(card).toContainText(customer.written);
      await expect(card.getByRole('list', { name: 'Tickets ouverts' })).toBeVisible();
      await expect.poll(() => speakers.soundingMs()).toBeGreaterThan(200);
      expect(headset.soundingMs()).toBe(0);
      await lea.screenshot('story-1-ringing');
    });

    await test.step('answered with one key, both sides hear each other, on the headset only', async () => {
      sound.speak('agent');
      await answer(desk, customer.name);
      await headset.hears('customer');
      await call.heard.hears('agent');
      expect((await speakers.listen('customer', 1500)).heard).toBe(false);
    });

    await test.step('the server goes down; the ticket is opened from the call and the notes are typed all the same', async () => {
      await server.halt();
      await openTicketFromCall(desk, subject);
      await addNote(desk, sentNote);
      await noteField(desk).focus();
      await desk.keyboard.type(lastWords);
      await expect(desk.getByText('Enregistrée sur ce poste')).toBeVisible();
      await expect(statusLine(desk)).toContainText('hors ligne');
      await lea.screenshot('story-2-offline');
    });

    await test.step('the agent hangs up, and the customer is hung up on', async () => {
      await hangUp(desk, customer.name);
      await call.reaches('ended');
      sound.hush();
    });

    await test.step('the program is killed and started again: ticket, note and last words are there', async () => {
      await lea.kill();
      await lea.start();
      desk = await lea.desk();
      await expect(desk.getByLabel('Objet', { exact: true })).toHaveValue(subject);
      await expect(timeline(desk)).toContainText(sentNote);
      await expect(timeline(desk)).toContainText('Appel entrant');
      await expect(noteField(desk)).toHaveValue(lastWords);
      await expect(statusLine(desk)).toContainText('envois en attente');
      await lea.screenshot('story-3-after-the-kill');
    });

    await test.step('the server comes back: the ticket is on it exactly once, with the call in its timeline', async () => {
      await server.boot();
      await syncedOnce(desk);
      const data = await openServer(server.url, demoAccounts.lea);
      try {
        const now = await data.read();
        const tickets = [...now.tickets.values()].filter((row) => row.subject === subject);
        expect(tickets).toHaveLength(1);
        const [ticket] = tickets;
        expect(ticket).toMatchObject({ callerNumber: customer.number, state: 'open' });
        expect([...now.entries.values()].filter((row) => row.kind === 'note' && row.text === sentNote)).toMatchObject([
          { kind: 'note', ticketId: ticket?.id },
        ]);
        expect([...now.calls.values()].filter((row) => row.ticketId === ticket?.id)).toMatchObject([
          { direction: 'incoming', number: customer.number, outcome: 'answered' },
        ]);
      } finally {
        await data.close();
      }
    });

    await test.step("a colleague's desk shows it, and the note that is sent now is there within a second", async () => {
      await syncedOnce(colleague);
      await colleague.keyboard.press('2');
      await colleague.getByLabel('Filtrer la liste').fill(subject);
      await colleague.getByRole('option', { name: new RegExp(subject) }).click();
      await expect(timeline(colleague)).toContainText(sentNote);
      await noteField(desk).focus();
      await desk.keyboard.press('Control+Enter');
      await expect(timeline(colleague)).toContainText(lastWords, { timeout: 1000 });
      await karim.screenshot('story-4-colleague');
    });
  } finally {
    for (const part of parts) await part.stop();
  }
});
