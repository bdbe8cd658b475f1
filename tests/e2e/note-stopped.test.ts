/** A colleague changes the ticket while I write my note on it: the note waits, I see the change, and it is I who decide. */
import { expect, test } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes, ticketNamed } from '../lab/colleague.ts';
import { demoAccounts, noteField, openTicketFromCall, signIn, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';

let display: Display;
let server: CasqueServer;

test.beforeAll(async () => {
  display = await Display.start({ width: 1280, height: 720 });
  server = await CasqueServer.start();
});

test.afterAll(async () => {
  await server.stop();
  await display.stop();
});

test('my note is stopped when a colleague changed the ticket meanwhile: I see what they did, and add it all the same', async () => {
  const app = await CasqueApp.launch({ name: 'note-stopped', display, serverUrl: server.url });
  try {
    const desk = await app.desk();
    await signIn(desk, demoAccounts.lea);
    await syncedOnce(desk);
    await openTicketFromCall(desk, 'Box qui redémarre');
    await syncedOnce(desk);
    const ticketId = await ticketNamed(server.url, demoAccounts.karim, 'Box qui redémarre');
    const stopped = desk.getByRole('alert', { name: 'Ce ticket a changé pendant que vous écriviez' });
    const words = 'Le client redémarre la box lui-même.';

    await test.step('I write, and Karim solves it with a note of his own', async () => {
      await noteField(desk).fill(words);
      await colleagueDoes(server.url, demoAccounts.karim, [
        { name: 'note.add@1', args: { id: newId(), ticketId, text: 'Box échangée en boutique ce matin.' } },
        {
          name: 'ticket.setState@1',
          args: { id: ticketId, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null },
        },
      ]);
      await expect(timeline(desk)).toContainText('Box échangée en boutique ce matin.');
    });

    await test.step('my note waits, and I am told what changed', async () => {
      await noteField(desk).focus();
      await desk.keyboard.press('Control+Enter');
      await expect(stopped).toContainText('Karim Benali');
      await expect(stopped).toContainText('Box échangée en boutique ce matin.');
      await expect(stopped).toContainText('Résolu');
      await expect(timeline(desk)).not.toContainText(words);
      await expect(noteField(desk)).toBeFocused();
      await expect(noteField(desk)).toHaveValue(words);
      await app.screenshot('note-stopped-fr');
      await holds(desk, 'a note that was stopped');
      await desk.emulateMedia({ colorScheme: 'dark' });
      await holds(desk, 'a note that was stopped, dark');
      await app.screenshot('note-stopped-fr-dark');
    });

    await test.step('I go back to it, and send it: it is not stopped twice for the same', async () => {
      await stopped.getByRole('button', { name: 'Relire ma note' }).click();
      await expect(stopped).toBeHidden();
      await expect(noteField(desk)).toBeFocused();
      await desk.keyboard.press('End');
      await desk.keyboard.type(' Il attend la nouvelle.');
      await desk.keyboard.press('Control+Enter');
      await expect(timeline(desk)).toContainText(`${words} Il attend la nouvelle.`);
      await expect(noteField(desk)).toHaveValue('');
    });

    await test.step('with nothing new a note goes at once, and so does one after my own changes', async () => {
      await noteField(desk).fill('Rappelé.');
      await desk.keyboard.press('Control+Enter');
      await expect(timeline(desk)).toContainText('Rappelé.');
      await syncedOnce(desk);
    });

    await test.step('in English, and added anyway', async () => {
      await noteField(desk).fill('Still waiting for the new box.');
      await colleagueDoes(server.url, demoAccounts.karim, [
        { name: 'note.add@1', args: { id: newId(), ticketId, text: 'La nouvelle box part demain.' } },
      ]);
      await expect(timeline(desk)).toContainText('La nouvelle box part demain.');
      await desk.evaluate(async () => {
        const { casque } = window as unknown as {
          casque: { request(channel: string, argument: object): Promise<unknown> };
        };
        await casque.request('desk:settings', { language: 'en' });
      });
      await desk.getByRole('button', { name: 'Add', exact: true }).click();
      const inEnglish = desk.getByRole('alert', { name: 'This ticket changed while you were writing' });
      await expect(inEnglish).toContainText('La nouvelle box part demain.');
      await holds(desk, 'a note that was stopped, in English, dark');
      await app.screenshot('note-stopped-en-dark');
      await desk.getByRole('button', { name: 'Add anyway' }).click();
      await expect(inEnglish).toBeHidden();
      await expect(desk.locator('[data-place="timeline"]')).toContainText('Still waiting for the new box.');
    });
  } finally {
    await app.stop();
  }
});
