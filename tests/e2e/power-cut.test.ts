/** The power goes while I work without the server: what the screen had shown as kept is there afterwards, and is sent, once. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import {
  addNote,
  demoAccounts,
  keptHere,
  newTicket,
  noteField,
  signIn,
  statusLine,
  subjectField,
  syncedOnce,
  timeline,
  waiting,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { ownDisk } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';

const { keep, stop } = kept();

test.afterEach(stop);

test('the lab: a power cut takes what nobody has asked to be on the disk, and nothing else', async () => {
  const disk = await ownDisk(keep);
  const [asked, forgotten] = [join(disk.path, 'asked'), join(disk.path, 'forgotten')];
  const file = openSync(asked, 'w');
  writeSync(file, 'kept');
  fsyncSync(file);
  closeSync(file);
  writeFileSync(forgotten, 'lost');
  await disk.cut();
  expect(readFileSync(asked, 'utf8')).toBe('kept');
  expect(existsSync(forgotten) ? readFileSync(forgotten, 'utf8') : '').toBe('');
});

test('the power goes while I type, and again right after a note: it starts, my words are there, and all is sent once', async () => {
  test.setTimeout(300_000);
  const disk = await ownDisk(keep);
  const display = keep(await Display.start({ width: 1280, height: 720 }));
  const keyring = keep(await Keyring.start());
  const server = keep(await CasqueServer.start());
  const userDataDir = join(disk.path, 'profile');
  const app = keep(await CasqueApp.launch({ name: 'power-cut', display, keyring, serverUrl: server.url, userDataDir }));
  const restarted = async (): Promise<Page> => {
    await app.kill();
    await disk.cut();
    await app.start();
    return await app.desk();
  };
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await server.halt();
  await expect(statusLine(desk)).toContainText('hors ligne', { timeout: 60_000 });

  await newTicket(desk, 'Le magasin est dans le noir');
  await addNote(desk, 'Disjoncteur du tableau.');
  await desk.keyboard.type('Le groupe électrogène');
  await keptHere(desk);
  const queued = await waiting(desk);
  desk = await restarted();
  await expect(noteField(desk)).toHaveValue('Le groupe électrogène', { timeout: 60_000 });
  await expect(subjectField(desk)).toHaveValue('Le magasin est dans le noir');
  await expect(timeline(desk)).toContainText('Disjoncteur du tableau.');
  await expect.poll(() => waiting(desk)).toBe(queued);

  await noteField(desk).press('End');
  await desk.keyboard.type(' a démarré.');
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText('Le groupe électrogène a démarré.');
  desk = await restarted();
  await expect(timeline(desk)).toContainText('Le groupe électrogène a démarré.', { timeout: 60_000 });
  await expect.poll(() => waiting(desk)).toBe(queued + 1);
  // Its field is empty: nobody is offered to send the note once more.
  await expect(noteField(desk)).toHaveValue('');

  await server.boot();
  await syncedOnce(desk);
  await expect(timeline(desk).getByText('Disjoncteur du tableau.')).toHaveCount(1);
  await expect(timeline(desk).getByText('Le groupe électrogène a démarré.')).toHaveCount(1);
});
