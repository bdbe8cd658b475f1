/** Every screen of the desk holds to WCAG 2.2 AA by axe's rules, in both themes. */
import { expect, test } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { demoAgents, teamIds } from '../../server/seed/team.ts';
import { CasqueApp } from '../lab/app.ts';
import { colourRules, holds } from '../lab/axe.ts';
import { colleagueDoes, type Deed } from '../lab/colleague.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  openTicketFromCall,
  signIn,
  syncedOnce,
  typeSignIn,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

let display: Display;
let sound: Sound;

test.beforeAll(async () => {
  display = await Display.start();
  sound = await Sound.start();
});

test.afterAll(async () => {
  await sound.stop();
  await display.stop();
});

/** A call from the queue that rang Karim's telephone for nothing. */
function missedCall(): Deed {
  const now = new Date().toISOString();
  const times = { startedAt: now, answeredAt: null, endedAt: now };
  const caller = { number: '+33298001234', displayName: 'Mairie de Brest', queue: 'hotline' };
  return {
    name: 'call.log@1',
    args: { id: newId(), teamId: teamIds.internet, direction: 'incoming', ...caller, ...times, outcome: 'missed' },
  };
}

/** From level 2, about a call without a ticket. */
function questionToLea(): Deed {
  const lea = demoAgents.find((agent) => agent.login === demoAccounts.lea.login);
  const asked = { kind: 'agent', id: lea?.id ?? '' } as const;
  const about = { callId: null, ticketId: null, contactId: null, callerNumber: '+33261910012', noteIds: [] };
  const question = 'Le voyant était-il rouge avant la coupure ?';
  return { name: 'validation.ask@1', args: { id: newId(), teamId: teamIds.level2, asked, question, ...about } };
}

test('in the light theme, and as to colours in the dark one', async () => {
  test.setTimeout(240_000);
  const server = await CasqueServer.start();
  const app = await CasqueApp.launch({
    name: 'desk-accessibility',
    display,
    sound,
    serverUrl: server.url,
    args: ['--practice'],
  });
  try {
    const desk = await app.desk();
    const inTheme = async (colorScheme: 'light' | 'dark'): Promise<void> => {
      await desk.emulateMedia({ colorScheme });
      await expect(desk.locator('html')).toHaveAttribute('data-theme', colorScheme);
    };
    const check = async (screen: string): Promise<void> => {
      await holds(desk, `${screen}, light`);
      await inTheme('dark');
      await holds(desk, `${screen}, dark`, colourRules);
      await inTheme('light');
    };
    await inTheme('light');
    const closeWithEscape = async (dialog: string): Promise<void> => {
      await desk.keyboard.press('Escape');
      await expect(desk.getByRole('dialog', { name: dialog })).toBeHidden();
    };

    await desk.getByLabel('Identifiant').waitFor();
    await check('sign-in');
    await typeSignIn(desk, { ...demoAccounts.lea, password: 'pas le bon' });
    await desk.getByRole('alert').filter({ hasText: 'mot de passe' }).waitFor();
    await check('sign-in with a wrong password');

    await signIn(desk, demoAccounts.lea);
    await syncedOnce(desk);
    await check('the desk with nothing open');
    await desk.keyboard.press('j');
    await desk.getByRole('list', { name: 'Fil du ticket' }).waitFor();
    await check('a ticket');
    await desk.keyboard.press('s');
    await desk.getByRole('menu').waitFor();
    await check('the choices of the state');
    await desk.keyboard.press('Escape');

    for (const [keys, dialog] of [
      ['Control+k', 'Commandes'],
      ['/', 'Rechercher'],
      ['F1', 'Touches du clavier'],
      ['Control+,', 'Réglages'],
    ] as const) {
      await desk.keyboard.press(keys);
      await desk.getByRole('dialog', { name: dialog }).waitFor();
      await check(dialog);
      await closeWithEscape(dialog);
    }

    await desk.keyboard.press('F1');
    await desk.getByRole('button', { name: 'Répondre, touche F2', exact: false }).click();
    await desk.keyboard.press('F4');
    await desk.getByRole('alert').filter({ hasText: 'Raccrocher' }).waitFor();
    await desk
      .getByRole('region', { name: 'Même dans une autre fenêtre' })
      .getByRole('checkbox', { name: 'Répondre' })
      .check();
    await check('a key that is taken, and a global one');
    await closeWithEscape('Touches du clavier');
    await app.electron.evaluate(({ clipboard }) => clipboard.writeText('02 98 00 12 34 ou 06 12 34 56 78'));
    await desk.keyboard.press('v');
    await desk.getByRole('alertdialog', { name: 'Appeler ce numéro' }).waitFor();
    await check('several copied numbers');
    await desk.keyboard.press('Escape');

    await desk.keyboard.press('y');
    await desk.getByRole('region', { name: 'Appels', exact: true }).waitFor();
    await check('the call log');
    await colleagueDoes(server.url, demoAccounts.karim, [missedCall()]);
    await desk.getByRole('button', { name: 'À rappeler', exact: true }).click();
    await desk.getByRole('listbox', { name: 'À rappeler' }).getByRole('option').first().waitFor();
    await desk.keyboard.press('j');
    await check('a missed call to call back');
    await desk.keyboard.press('Shift+T');
    await desk.getByText('Personne n’attend d’être rappelé').waitFor();
    await check('nobody to call back');
    await desk.keyboard.press('u');
    await desk.getByRole('region', { name: 'Contacts' }).getByRole('option').first().waitFor();
    await desk.keyboard.press('j');
    await desk.getByRole('complementary').getByRole('heading', { name: 'Contact' }).waitFor();
    await check('a contact');
    await desk.keyboard.press('Shift+U');
    await desk.getByRole('listbox', { name: 'Collègues' }).getByRole('option').first().waitFor();
    await desk.keyboard.press('j');
    await check('colleagues and how they are');
    await desk.keyboard.press('Shift+S');
    await desk.getByRole('menu').waitFor();
    await check('the choices of one’s own state');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('g');

    await desk.keyboard.press('Control+Shift+E');
    await incomingCard(desk).getByText('Annick Roussel').waitFor();
    await check('a known caller');
    await answer(desk, 'Annick Roussel');
    await openTicketFromCall(desk, 'Box qui redémarre');
    await desk.keyboard.press('F8');
    await desk.getByRole('group', { name: 'Clavier du téléphone' }).waitFor();
    await check('a call with the keypad and its new ticket');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('F10');
    const asking = desk.getByRole('form', { name: 'Demander une validation' });
    await asking.getByRole('combobox', { name: 'À qui' }).press('ArrowDown');
    await check('whom to ask for a validation');
    await desk.keyboard.press('Enter');
    await desk.keyboard.type('Puis-je échanger la box ?');
    await check('a question for level 2');
    await desk.keyboard.press('Control+Enter');
    await desk.getByRole('group', { name: 'Question à Niveau 2' }).waitFor();
    await colleagueDoes(server.url, demoAccounts.nicolas, [questionToLea()]);
    await desk.getByRole('region', { name: 'Nicolas Bernard demande une validation' }).waitFor();
    await check('a question put and a question to answer');
    await desk.keyboard.press('F12');
    await desk.getByRole('form', { name: 'Réponse à Nicolas Bernard' }).waitFor();
    await check('the answer to a colleague');
    await desk.getByRole('button', { name: 'D’accord' }).press('Enter');
    await desk.getByRole('form', { name: 'Réponse à Nicolas Bernard' }).waitFor({ state: 'hidden' });
    await desk.keyboard.press('Control+t');
    await desk.getByRole('combobox', { name: 'Transférer à' }).fill('02');
    await check('a call that is to be transferred');
    await desk.getByRole('combobox', { name: 'Transférer à' }).fill('0261910034');
    await desk.keyboard.press('Shift+Enter');
    await expect(callLine(desk, '02 61 91 00 34')).toContainText('En communication');
    await check('two calls at once');
    await desk.getByRole('button', { name: 'Plus d’actions' }).press('Enter');
    await desk.getByRole('menu').waitFor();
    await check('the further actions of a call');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+Shift+X');
    await expect(callLine(desk, '02 61 91 00 34')).toContainText('En conférence à trois');
    await check('a conference');
    await hangUp(desk, 'Annick Roussel');
    await expect(callLine(desk, '02 61 91 00 34')).toContainText('En communication');
    await hangUp(desk, '02 61 91 00 34');
    await desk.getByRole('region', { name: 'Appel terminé avec Annick Roussel' }).waitFor();
    await check('a call that has ended');

    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Control+Shift+E');
    await incomingCard(desk).waitFor();
    await check('an unknown caller');
    await desk.keyboard.press('Shift+F3');
    await desk.getByRole('combobox', { name: 'Renvoyer vers' }).waitFor();
    await check('a caller who is to be diverted');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('F2');
    const unknown = desk.getByRole('region', { name: /^Appel avec/ });
    await unknown.getByText('En communication').waitFor();
    // It is offered once the call's own row is there.
    await unknown.getByRole('button', { name: 'Nouveau contact' }).waitFor();
    await desk.keyboard.press('Control+Shift+A');
    await desk.getByRole('form', { name: 'Nouveau contact' }).waitFor();
    await check('an unknown caller who becomes a contact');
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('F4');

    await desk.getByRole('button', { name: /^Léa Martin/ }).press('Enter');
    await desk.getByRole('menuitem', { name: 'Se déconnecter' }).press('Enter');
    await desk.getByRole('alertdialog', { name: 'Se déconnecter de ce poste' }).waitFor();
    await check('signing out');
  } finally {
    await app.stop();
    await server.stop();
  }
});
