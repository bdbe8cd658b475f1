/** The disk of this machine is full while I write: I am told, what the screen had shown as kept is there, and it goes on when there is room. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import type { JournalLine } from '../../domain/wire/outbox-journal.ts';
import { OutboxJournal } from '../../electron/outbox/outbox-journal.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import {
  addNote,
  composer,
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
import type { PowerCutDisk } from '../lab/power-cut-disk.ts';
import { CasqueServer } from '../lab/server.ts';

const isFull = 'Le disque de ce poste est plein. Libérez de la place.';

const { keep, stop } = kept();

test.afterEach(stop);

test('the disk is full while I write, and at the next start too: I am told, nothing that was kept is lost, and it goes on when there is room', async () => {
  test.setTimeout(300_000);
  const disk = await ownDisk(keep);
  const display = keep(await Display.start({ width: 1280, height: 720 }));
  const keyring = keep(await Keyring.start());
  const server = keep(await CasqueServer.start());
  const userDataDir = join(disk.path, 'profile');
  const app = keep(await CasqueApp.launch({ name: 'no-room', display, keyring, serverUrl: server.url, userDataDir }));
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await server.halt();
  await expect(statusLine(desk)).toContainText('hors ligne', { timeout: 60_000 });
  await newTicket(desk, 'Le disque se remplit');
  await addNote(desk, 'Encore de la place.');
  await desk.keyboard.type('Plus');
  await keptHere(desk);
  const queued = await waiting(desk);

  const long = await test.step('what I type is not said to be kept, and what I send stays in its field', async () => {
    const words = await writeUntilFull(desk, disk);
    await desk.keyboard.press('Control+Enter');
    await expect(desk.getByText(isFull).first()).toBeVisible();
    await app.screenshot('no-room');
    await holds(desk, 'a full disk');
    await expect(noteField(desk)).toHaveValue(words);
    await expect(timeline(desk).getByText('Plus')).toHaveCount(0);
    expect(await waiting(desk)).toBe(queued);
    return words;
  });

  await test.step('I look at another ticket and come back: my words are in their field, and still not said to be kept', async () => {
    await desk.keyboard.press('Escape');
    const list = desk.getByRole('listbox', { name: 'Miens' });
    const other = list.getByRole('option').filter({ hasNotText: 'Le disque se remplit' }).first();
    await other.click();
    await expect(subjectField(desk)).not.toHaveValue('Le disque se remplit');
    await expect(noteField(desk)).toHaveValue('');
    await list.getByRole('option', { name: /Le disque se remplit/ }).click();
    await expect(noteField(desk)).toHaveValue(long);
    // The engine may have made room of its own meanwhile, and the words are kept then: they are said to be, or not to be.
    await expect(composer(desk)).toContainText(/Impossible d’enregistrer sur ce poste|Enregistrée sur ce poste/);
  });

  await test.step('there is room again: it is kept, and goes', async () => {
    await disk.makeRoom();
    await keptHere(desk);
    await noteField(desk).press('Control+Enter');
    await expect(timeline(desk)).toContainText(long);
    await expect(noteField(desk)).toHaveValue('');
    await expect.poll(() => waiting(desk)).toBe(queued + 1);
  });

  await test.step('it is full at the next start: that is said, and no data are given up', async () => {
    await desk.keyboard.type('Rien');
    await keptHere(desk);
    await writeUntilFull(desk, disk);
    await app.kill();
    await disk.fill();
    await app.start();
    desk = await app.desk();
    await expect(desk.getByText(isFull).first()).toBeVisible({ timeout: 60_000 });
    await expect(desk.getByRole('button', { name: 'Tout reprendre du serveur' })).toHaveCount(0);
    await app.screenshot('no-room-at-the-start');
    await holds(desk, 'a full disk at the start');
  });

  await test.step('with room everything is there again, and is sent once', async () => {
    await disk.makeRoom();
    await desk.getByRole('alert').getByRole('button', { name: 'Réessayer' }).click();
    // The engine may have given its own copy up: what only the second place had is in the list, and not on the screen.
    await desk.getByRole('option', { name: /Le disque se remplit/ }).click();
    await expect(subjectField(desk)).toHaveValue('Le disque se remplit');
    await expect(timeline(desk)).toContainText('Encore de la place.');
    await expect(timeline(desk)).toContainText(long);
    await expect(noteField(desk)).toHaveValue(/^Rien/);
    await expect.poll(() => waiting(desk)).toBe(queued + 1);
    await server.boot();
    await syncedOnce(desk);
    await expect(timeline(desk).getByText('Encore de la place.')).toHaveCount(1);
    await expect(timeline(desk).getByText(long)).toHaveCount(1);
  });
});

test('what waits to be sent has its second place on a full disk too', async () => {
  const disk = await ownDisk(keep);
  const folder = join(disk.path, 'outbox');
  const log = { warn: () => undefined };
  const journal = new OutboxJournal({ folder, log });
  const database = 'casque https://casque.example 01990000-0000-7000-8000-000000000001';
  const clientId = newId();
  const lines = [1, 2, 3].map((seq): JournalLine => {
    const args = { text: 'Plus de place. '.repeat(5_000) };
    const mutation = { id: newId(), seq, name: 'note.add@1', args, at: '2026-11-26T09:00:00.000Z' };
    return { kind: 'queued', clientId, mutation };
  });
  const append = (line: JournalLine | undefined) =>
    journal.answer({ act: 'append', database, lines: line === undefined ? [] : [line] });
  const reserved = (): boolean => existsSync(join(folder, 'reserve'));
  await append(lines[0]);
  await expect.poll(reserved).toBe(true);
  await disk.fill();
  await expect(journal.answer({ act: 'room', database })).rejects.toMatchObject({ code: 'STORE_FULL' });
  await append(lines[1]);
  expect(reserved()).toBe(false);
  await disk.fill();
  await expect(append(lines[2])).rejects.toMatchObject({ code: 'STORE_FULL' });
  await disk.makeRoom();
  await append(lines[2]);
  await expect.poll(reserved).toBe(true);
  const again = new OutboxJournal({ folder, log });
  expect(await again.answer({ act: 'read', database })).toEqual({ exists: true, lines });
});

/** The last block of a file has room for some more words: types until the desk says that it cannot keep them. @returns what is in the field */
async function writeUntilFull(desk: Page, disk: PowerCutDisk): Promise<string> {
  const isRefused = async (): Promise<boolean> => {
    await disk.fill();
    await desk.keyboard.insertText(' de place'.repeat(200));
    await expect(composer(desk)).toContainText(/Enregistrée sur ce poste|Impossible d’enregistrer sur ce poste/);
    return (await composer(desk).textContent())?.includes('Impossible') ?? false;
  };
  await expect.poll(isRefused).toBe(true);
  return await noteField(desk).inputValue();
}
