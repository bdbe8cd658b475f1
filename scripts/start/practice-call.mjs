/** The steps of one practice call on the screen, as an agent takes them with the keyboard. */
import { expect } from '@playwright/test';
import {
  addNote,
  answer,
  callLine,
  hangUp,
  incomingCard,
  openTicketFromCall,
  passwordField,
  statusLine,
  syncedOnce,
  timeline,
} from '../../tests/lab/desk-steps.ts';
import { pause } from '../../tests/lab/wait.ts';

const customer = 'Annick Roussel';
const subject = 'Box qui redémarre toutes les dix minutes';

/** Long enough for the customer to say what is wrong. */
const listeningMs = 8_000;

/**
 * @param {{
 *   app: import('../../tests/lab/app.ts').CasqueApp,
 *   say: (text: string) => void,
 *   shoot: (name: string) => Promise<void>,
 * }} tools `say` tells the person what happens, `shoot` leaves a numbered screenshot
 * @returns {Promise<{ note: string }>} the note that was typed, to be found on the server
 */
export async function takePracticeCall({ app, say, shoot }) {
  const desk = await app.desk();
  await passwordField(desk).waitFor();
  await shoot('sign-in');
  await passwordField(desk).press('Enter');
  await expect(statusLine(desk)).toContainText('Ligne d’entraînement prête', { timeout: 30_000 });
  await syncedOnce(desk);
  say('Signed in as the demonstration agent; the practice line is ready and the tickets are here.');

  await expect(incomingCard(desk)).toContainText(customer, { timeout: 30_000 });
  await shoot('ringing');
  say(`It rings: ${customer} is recognised by her number, with her open tickets.`);

  await answer(desk, customer);
  say('Answered with F2.');
  // The place of the last practice comes along with its agent, who was writing a note.
  await openTicketFromCall(desk, subject, 'Control+n');
  say('Opened a ticket from the call with Ctrl+N; it knows who called.');
  const now = new Date().toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'medium' });
  const note = `Le voyant passe au rouge avant chaque redémarrage. Appel d’entraînement du ${now}.`;
  await addNote(desk, note);
  say('Typed a note and sent it with Ctrl+Enter.');
  await pause(listeningMs);
  if (await callLine(desk, customer).isVisible()) {
    await shoot('in-the-call');
    await hangUp(desk, customer);
    say('Listened to the customer, then hung up with F4.');
  } else {
    say('The customer said goodbye and hung up.');
  }
  await expect(timeline(desk)).toContainText('Appel entrant');
  await syncedOnce(desk);
  await shoot('ticket');
  return { note };
}
