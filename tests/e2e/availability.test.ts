/** An agent's availability at the desk, on a real Asterisk: queues, pauses, the work after a call, do not disturb. */
import { expect, test, type Locator } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  noteField,
  openTicketFromCall,
  signIn,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { waitFor } from '../lab/wait.ts';

const roussel = { name: 'Annick Roussel', number: '+33261910012' };

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

async function member(): Promise<string | undefined> {
  const shown = await asterisk.cli('queue show helpdesk');
  return shown.split('\n').find((line) => line.includes('PJSIP/201'));
}

/** No button of the line lies over another, or outside of it. */
async function seenWhole(line: Locator): Promise<void> {
  const [whole, ...buttons] = await Promise.all(
    [line, ...(await line.getByRole('button').all())].map(async (each) => await each.boundingBox()),
  );
  const edges = buttons.flatMap((box) => (box === null ? [] : [box.x, box.x + box.width]));
  expect(edges.length).toBeGreaterThan(2);
  expect(edges).toEqual(edges.toSorted((a, b) => a - b));
  expect(edges.at(-1)).toBeLessThanOrEqual((whole?.x ?? 0) + (whole?.width ?? 0));
}

test('comes into a queue, pauses for a reason, works after a call and is not disturbed, by the keyboard', async () => {
  test.setTimeout(180_000);
  const app = keep(await CasqueApp.launch({ name: 'availability', display, sound, serverUrl: server.url }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  const self = desk.getByRole('button', { name: /^Léa Martin/ });
  await expect(self).toContainText('Hors file d’attente');

  // Into the queue: the exchange says that she is in.
  await desk.keyboard.press('Shift+S');
  const menu = desk.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: /Assistance/ })).toContainText('absent');
  await app.screenshot('availability-1-menu');
  await menu.getByRole('menuitem', { name: /Assistance/ }).press('Enter');
  await expect(self).toContainText('Disponible');
  await expect.poll(member).toBeDefined();

  // A pause with its reason, confirmed by the exchange.
  await desk.keyboard.press('Shift+S');
  await menu.getByRole('menuitem', { name: 'Repas' }).press('Enter');
  await expect(self).toContainText(/Repas\s*00:0\d/);
  await expect.poll(member).toContain('paused:2');
  await app.screenshot('availability-2-paused');
  await desk.keyboard.press('Shift+A');
  await expect(self).toContainText('Disponible');
  await expect.poll(member).not.toContain('paused');

  // A short one, as after a hard call: it says how long it still lasts.
  await desk.keyboard.press('Shift+S');
  await menu.getByRole('menuitem', { name: /^Courte pause, \d+ min/ }).press('Enter');
  await expect(self).toContainText(/En pause\s*0\d:\d\d/);
  await expect.poll(member).toContain('paused');
  await desk.keyboard.press('Shift+A');
  await expect(self).toContainText('Disponible');
  await expect.poll(member).not.toContain('paused');

  // A call, and the wish for a break after it.
  sound.speak('agent');
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'helpdesk', number: roussel.number }));
  await incomingCard(desk).getByText(roussel.name).waitFor();
  await answer(desk, roussel.name);
  await desk.keyboard.press('Shift+Q');
  await expect(self).toContainText('Appel, puis pause');
  await openTicketFromCall(desk, 'Box qui redémarre');
  await desk.keyboard.type('Elle rappelle demain');
  await hangUp(desk, roussel.name);
  await call.reaches('ended');

  // The work after it: the words are where they were, and go on.
  const wrapUp = desk.getByRole('region', { name: `Appel terminé avec ${roussel.name}` });
  await expect(wrapUp).toContainText(/Après-appel\s*00:\d\d/);
  await expect(self).toContainText('Après-appel');
  await expect(noteField(desk)).toBeFocused();
  await desk.keyboard.type(' matin.');
  await expect(noteField(desk)).toHaveValue('Elle rappelle demain matin.');
  await app.screenshot('availability-3-wrap-up');
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText('Elle rappelle demain matin.');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Shift+C');
  await expect(menu.getByRole('menuitem', { name: 'À suivre' })).toBeVisible();
  await app.screenshot('availability-4-outcome');
  await menu.getByRole('menuitem', { name: 'À suivre' }).press('Enter');
  await expect(timeline(desk)).toContainText('À suivre');
  // A desk that starts again in the middle of it finds it.
  await desk.reload();
  await expect(wrapUp).toContainText(/Après-appel\s*0[01]:\d\d/);
  await wrapUp.getByRole('button', { name: /^\+ 30 s/ }).press('Enter');
  await wrapUp.getByRole('button', { name: /^Terminé/ }).press('Enter');
  await expect(timeline(desk)).toContainText('après-appel');

  // The break that was wished for.
  await expect(self).toContainText('Pause');
  await expect.poll(member).toContain('paused:1');
  await desk.keyboard.press('Shift+A');
  await expect(self).toContainText('Disponible');

  // Not to be disturbed: the caller hears busy, and the agent sees who it was.
  await desk.keyboard.press('Shift+D');
  await expect(self).toContainText('Ne pas déranger');
  const busy = asterisk.event('DialEnd', ({ DialStatus }) => DialStatus === 'BUSY');
  const refused = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33612345678' }));
  await busy;
  await expect(desk.getByRole('region', { name: /^Appel terminé avec/ }).last()).toContainText('ne pas déranger');
  await expect(incomingCard(desk)).toBeHidden();
  await seenWhole(desk.getByRole('region', { name: /^Appel terminé avec/ }).last());
  await app.screenshot('availability-5-quiet');
  await refused.hangUp();
  // For an hour, or until the next morning.
  await desk.keyboard.press('Shift+S');
  await menu.getByRole('menuitem', { name: 'Pendant 1 h' }).press('Enter');
  await expect(self).toContainText(/Ne pas déranger\s*→ \d\d:\d\d/);
  await desk.keyboard.press('Shift+S');
  await menu.getByRole('menuitem', { name: 'Jusqu’à demain' }).press('Enter');
  await expect(self).toContainText(/Ne pas déranger\s*→ 06:00/);
  await app.screenshot('availability-6-quiet-until');
  await desk.keyboard.press('Shift+A');
  await expect(self).toContainText('Disponible');
  await desk.keyboard.press('Control+k');
  await desk.keyboard.type('files');
  await app.screenshot('availability-7-palette');
  await desk.keyboard.press('Escape');
  await app.stop();
});

test('sees how colleagues are, calls one, passes a caller on with their state in sight, and listens to the voicemail', async () => {
  test.setTimeout(180_000);
  const common = { display, serverUrl: server.url };
  const lea = keep(await CasqueApp.launch({ ...common, sound, name: 'colleagues-lea' }));
  const karimSound = keep(await Sound.start());
  const karim = keep(await CasqueApp.launch({ ...common, sound: karimSound, name: 'colleagues-karim' }));
  const [desk, other] = [await lea.desk(), await karim.desk()];
  await signIn(desk, demoAccounts.lea);
  await signIn(other, demoAccounts.karim);
  await lineReady(desk, '201');
  await lineReady(other, '202');
  await syncedOnce(desk);
  await syncedOnce(other);

  await desk.keyboard.press('Shift+U');
  const list = desk.getByRole('listbox', { name: 'Collègues' });
  const row = list.getByRole('option', { name: /^Karim Benali/ });
  await expect(row).toContainText('Disponible');
  await expect(list.getByRole('option', { name: /^Sophie Le Roux/ })).toContainText('Hors ligne');
  await other.keyboard.press('Shift+S');
  await other.getByRole('menuitem', { name: 'Repas' }).press('Enter');
  await expect(row).toContainText('Repas');
  await lea.screenshot('availability-8-colleagues');
  await other.keyboard.press('Shift+A');
  await expect(row).toContainText('Disponible');

  // Found by name, called with Enter.
  await desk.keyboard.press('Control+f');
  await desk.keyboard.type('kari');
  await expect(list.getByRole('option')).toHaveCount(1);
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Enter');
  await incomingCard(other).getByText('Léa Martin').waitFor();
  await expect(row).toContainText(/Ça sonne|En appel/);
  await other.keyboard.press('F2');
  await expect(callLine(other, 'Léa Martin')).toContainText('En communication');
  await expect(callLine(desk, 'Karim Benali')).toContainText('En communication');
  await expect(row).toContainText('En appel');
  await desk.keyboard.press('F4');
  await expect(desk.getByRole('region', { name: 'Appel terminé avec Karim Benali' })).toBeVisible();
  await desk.keyboard.press('Shift+F');
  // The key puts the ended call away as well, well before it goes by itself.
  await expect(desk.getByRole('region', { name: 'Appel terminé avec Karim Benali' })).toBeHidden({ timeout: 8_000 });
  await expect(other.getByRole('region', { name: 'Appel terminé avec Léa Martin' })).toBeVisible();
  await other.keyboard.press('Shift+F');
  await expect(row).toContainText('Disponible');

  // Whom a caller can be passed on to, with their state.
  sound.speak('agent');
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: roussel.number }));
  await incomingCard(desk).getByText(roussel.name).waitFor();
  await answer(desk, roussel.name);
  await other.keyboard.press('Shift+D');
  await desk.keyboard.press('t');
  await desk.keyboard.type('karim');
  await expect(desk.getByRole('option', { name: /Karim Benali/ }).first()).toContainText('Ne pas déranger');
  await lea.screenshot('availability-9-transfer');
  await desk.keyboard.press('Escape');
  await hangUp(desk, roussel.name);
  await call.reaches('ended');
  await desk.keyboard.press('Shift+F');

  // A message is left, told and listened to.
  const caller = keep(
    await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'voicemail-201', number: roussel.number }),
  );
  await caller.reaches('talking');
  await waitFor('the recording', () => asterisk.log().includes('Recording the message'));
  await caller.hangUp();
  await expect(desk.getByRole('button', { name: '1 nouveau message' })).toBeVisible();
  await lea.screenshot('availability-10-voicemail');
  const listening = asterisk.event('Newexten', ({ Application }) => Application === 'VoiceMailMain');
  await desk.keyboard.press('Shift+M');
  await listening;

  await karim.stop();
  await expect(row).toContainText('Hors ligne');
});
