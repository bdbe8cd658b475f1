/** A call that was promised, from the promise to its being kept, on a real Asterisk, with the server away for half of it. */
import { expect } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  openTicketFromCall,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { signedIn, startPhoneLab, test } from '../lab/fixtures.ts';

const roussel = { name: 'Annick Roussel', number: '+33261910012' };

test('a call back is promised in a call, moved, announced when its time has come, and kept, without the server', async ({
  keep,
}) => {
  test.setTimeout(180_000);
  const { asterisk, server, machine } = await startPhoneLab(keep);
  const app = keep(await CasqueApp.launch({ ...machine, name: 'callbacks' }));
  const desk = await signedIn(app, demoAccounts.lea, '201');

  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number }));
  await incomingCard(desk).getByText(roussel.name).waitFor();
  await answer(desk, roussel.name);
  await openTicketFromCall(desk, 'Box qui redémarre');
  await desk.keyboard.press('Escape');

  const promise = desk.getByRole('dialog', { name: 'Promettre un rappel' });
  const when = promise.getByRole('textbox', { name: 'Quand' });
  await test.step('one key promises it; the time is typed in words, and survives the desk', async () => {
    await desk.keyboard.press('Shift+Y');
    await expect(when).toBeFocused();
    await expect(promise).toContainText(roussel.name);
    await desk.keyboard.type('demain');
    await expect(promise.getByRole('status')).toContainText('Heure à préciser');
    await expect(promise.getByRole('button', { name: 'Promettre' })).toBeDisabled();
    await desk.keyboard.type(' 9h');
    await expect(promise.getByRole('status')).toContainText('demain à 09:00');
    await promise.getByRole('textbox', { name: 'À propos' }).fill('Le résultat du test de ligne');
    await holds(desk, 'promising a callback');
    await app.screenshot('callbacks-1-promise');
    await desk.keyboard.press('Escape');
    await expect(promise).toBeHidden();
    await desk.reload();
    await callLine(desk, roussel.name).waitFor();
    await desk.keyboard.press('Shift+Y');
    await expect(when).toHaveValue('demain 9h');
    await expect(promise.getByRole('textbox', { name: 'À propos' })).toHaveValue('Le résultat du test de ligne');
    await when.press('Enter');
    await expect(promise).toBeHidden();
    await expect(timeline(desk)).toContainText('Rappel promis pour');
  });
  await hangUp(desk, roussel.name);
  await call.reaches('ended');
  await call.stop();
  await desk
    .getByRole('region', { name: `Appel terminé avec ${roussel.name}` })
    .getByRole('button', { name: 'Masquer' })
    .press('Enter');
  await syncedOnce(desk);

  await server.halt();
  const list = desk.getByRole('listbox', { name: 'Rappels promis' });
  const reminder = desk.getByRole('region', { name: 'Rappel à faire' });
  await test.step('it is work to do, and is moved from the list', async () => {
    await desk.keyboard.press('y');
    await desk.getByRole('button', { name: 'Rappels promis' }).press('Enter');
    await expect(list.getByRole('option')).toHaveCount(1);
    await expect(list.getByRole('option')).toContainText('demain 09:00');
    await desk.getByRole('button', { name: 'Rappels promis' }).blur();
    await desk.keyboard.press('j');
    await expect(list.getByRole('option', { selected: true })).toContainText(roussel.name);
    await app.screenshot('callbacks-2-list');
    await desk.keyboard.press('Shift+H');
    const move = desk.getByRole('dialog', { name: 'Déplacer le rappel' });
    await expect(move.getByRole('textbox', { name: 'Quand' })).toBeFocused();
    await expect(move.getByRole('status')).toContainText('demain à 09:00');
    await desk.keyboard.type('dans 0 min');
    await desk.keyboard.press('Enter');
    await expect(move).toBeHidden();
    await expect(timeline(desk)).toContainText('Rappel déplacé');
  });

  await test.step('when its time has come it is said quietly, one key dials, and the answer keeps the promise', async () => {
    await expect(reminder).toContainText(roussel.name);
    await expect(reminder).toContainText('Le résultat du test de ligne');
    await holds(desk, 'a callback that is due');
    await app.screenshot('callbacks-3-due');
    const home = keep(await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort }));
    await desk.keyboard.press('Shift+K');
    await expect(callLine(desk, roussel.name)).toContainText('En communication');
    await home.reaches('talking');
    await expect(reminder).toBeHidden();
    await expect(list.getByRole('option')).toHaveCount(0);
    await expect(timeline(desk)).toContainText('Rappel tenu');
    await hangUp(desk, roussel.name);
    await home.reaches('ended');
    await app.screenshot('callbacks-4-kept');
  });

  await server.boot();
  await syncedOnce(desk);
  await expect(timeline(desk)).toContainText('Rappel tenu');
});
