/** The data on this machine are damaged while the program is closed: it starts, says so, and what I had entered is sent, once. */
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { openServer } from '../../scripts/start/server-data.mjs';
import { CasqueApp } from '../lab/app.ts';
import { demoAccounts, noteField, signIn, statusLine, subjectField, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';

const { keep, stop } = kept();
let display: Display;
let keyring: Keyring;
let server: CasqueServer;

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  keyring = keep(await Keyring.start());
  server = keep(await CasqueServer.start());
});

test.afterAll(stop);

function databaseFolder(app: CasqueApp): string {
  return join(app.userDataDir, 'IndexedDB', 'app_desk_0.indexeddb.leveldb');
}

/** Writes nonsense over the middle of every file of this kind. */
function scribble(folder: string, kind: RegExp): void {
  const names = readdirSync(folder).filter((name) => kind.test(name));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const file = join(folder, name);
    const { size } = statSync(file);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(Math.ceil(size / 2), 0xa5), 0, Math.ceil(size / 2), Math.floor(size / 4));
    closeSync(handle);
  }
}

/** The drafts' second place has these words: it follows the database a moment later. */
async function copied(app: CasqueApp, words: string): Promise<void> {
  const folder = join(app.userDataDir, 'outbox');
  const copies = (): string =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.drafts.json'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
  await expect.poll(copies).toContain(words);
}

/** A ticket with a note, and another one that is being typed. */
async function workOffline(desk: Page, subject: string, note: string, unsent: string): Promise<void> {
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type(subject);
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
  await desk.keyboard.type(note);
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText(note);
  await expect(statusLine(desk)).toContainText('en attente');
  await desk.keyboard.type(unsent);
  await expect(noteField(desk)).toHaveValue(unsent);
}

const damages = [
  { how: 'its log is scribbled over', damage: (folder: string) => scribble(folder, /\.log$/), said: null },
  {
    how: 'its list of files is scribbled over',
    damage: (folder: string) => scribble(folder, /^MANIFEST/),
    said: /données de ce poste étaient abîmées/,
  },
  {
    how: 'its first file names nothing',
    damage: (folder: string) => writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-999999\n'),
    said: /données de ce poste étaient abîmées/,
    // The engine gives up on it: that is for the agent to decide.
    renew: true,
  },
  {
    how: 'it is gone',
    damage: (folder: string) => rmSync(folder, { recursive: true }),
    said: /données de ce poste étaient abîmées/,
  },
] as const;

test('whatever happens to the database on my disk, what I entered without the server is sent, exactly once, and what I was typing is there', async () => {
  test.setTimeout(240_000);
  const app = keep(await CasqueApp.launch({ display, keyring, serverUrl: server.url, name: 'damaged-store' }));
  let desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await server.halt();
  const written: { subject: string; note: string }[] = [];
  for (const { how, damage, said, ...rest } of damages) {
    await test.step(how, async () => {
      const [subject, note] = [`Box en panne, ${how}`, `Note quand ${how}`];
      written.push({ subject, note });
      const unsent = `Et encore, quand ${how}`;
      await workOffline(desk, subject, note, unsent);
      await copied(app, unsent);
      await app.kill();
      damage(databaseFolder(app));
      await app.start();
      desk = await app.desk();
      if ('renew' in rest) {
        const trouble = desk.getByRole('alert').filter({ hasText: 'gardé à part' });
        await expect(trouble).toBeVisible();
        await app.screenshot('damaged-store-given-up');
        await trouble.getByRole('button', { name: 'Tout reprendre du serveur' }).click();
      }
      if (said !== null) {
        await expect(desk.getByText(said).first()).toBeVisible();
        await app.screenshot('damaged-store');
      }
      // Shown again before the server is there.
      await desk.keyboard.press('1');
      await expect(desk.getByRole('option', { name: new RegExp(subject) })).toBeVisible();
      await desk.getByRole('option', { name: new RegExp(subject) }).click();
      await expect(timeline(desk)).toContainText(note);
      await expect(noteField(desk)).toHaveValue(unsent);
    });
  }
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Shift+J');
  const told = desk.getByRole('dialog', { name: 'Ce qui s’est passé sur ce poste' }).getByRole('listitem');
  await expect(told.filter({ hasText: 'texte en cours a été retrouvé' }).first()).toBeVisible();
  await expect(told.filter({ hasText: 'ne pouvaient plus être lues' })).toHaveCount(1);
  await app.screenshot('damaged-store-told');
  await desk.keyboard.press('Escape');
  await server.boot();
  await syncedOnce(desk);
  const data = await openServer(server.url, demoAccounts.lea);
  try {
    const now = await data.read();
    for (const { subject, note } of written) {
      const tickets = [...now.tickets.values()].filter((row) => row.subject === subject);
      expect(tickets).toHaveLength(1);
      const notes = [...now.entries.values()].filter((row) => row.kind === 'note' && row.text === note);
      expect(notes).toMatchObject([{ ticketId: tickets[0]?.id }]);
    }
  } finally {
    await data.close();
  }
});

test('when the second place of my outbox cannot be written, I am told and go on, and it is made good when it can', async () => {
  const app = keep(await CasqueApp.launch({ display, keyring, serverUrl: server.url, name: 'full-disk' }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.karim);
  await syncedOnce(desk);
  const outbox = join(app.userDataDir, 'outbox');
  const journals = (): string[] => readdirSync(outbox).filter((name) => name.endsWith('.jsonl'));
  const before = journals();
  rmSync(outbox, { recursive: true });
  writeFileSync(outbox, '');
  await writeOneNote(desk);
  await expect(desk.getByText(/copie de sécurité de vos envois/).first()).toBeVisible();
  await app.screenshot('second-place-missing');
  rmSync(outbox);
  await noteField(desk).focus();
  await desk.keyboard.type('Encore.');
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText('Encore.');
  await syncedOnce(desk);
  await expect.poll(journals).toEqual(before);
  expect(readFileSync(join(outbox, before[0] ?? ''), 'utf8')).not.toContain('Encore.');
});

async function writeOneNote(desk: Page): Promise<void> {
  await desk.keyboard.press('n');
  await expect(subjectField(desk)).toBeFocused();
  await desk.keyboard.type('Second support absent');
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('Gardée une fois.');
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText('Gardée une fois.');
}
