/** Files of a ticket: chosen, pasted and dropped while the server is away, kept through the program's death, and then the team's. */
import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { demoAccounts, noteField, openFirst, subjectField, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { signedIn, startDeskLab, test } from '../lab/fixtures.ts';
import { labFolder } from '../lab/folder.ts';
import { waitFor } from '../lab/wait.ts';

/** A picture of a box with a red light, as the desk's own canvas draws it. */
async function picture(desk: Page): Promise<Buffer> {
  const bytes = await desk.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 400);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.fillStyle = '#d7e0e0';
    pen.fillRect(0, 0, 640, 400);
    pen.fillStyle = '#233';
    pen.fillRect(120, 90, 400, 220);
    pen.fillStyle = '#d33';
    pen.beginPath();
    pen.arc(460, 250, 22, 0, 7);
    pen.fill();
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

/** What the system does when files are pasted, or let go over the window. */
async function give(desk: Page, how: 'paste' | 'drop', name: string, type: string, content: string): Promise<void> {
  await noteField(desk).evaluate(
    (field, given) => {
      const data = new DataTransfer();
      data.items.add(new File([given.content], given.name, { type: given.type }));
      if (given.how === 'paste') {
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        return;
      }
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    { how, name, type, content },
  );
}

test('files added while the server is away outlive the program and reach the team', async ({ keep }) => {
  test.setTimeout(180_000);
  const { server, machine } = await startDeskLab(keep, { keyring: true });
  const app = keep(await CasqueApp.launch({ ...machine, name: 'files' }));
  let desk = await signedIn(app, demoAccounts.lea);
  await openFirst(desk);
  const subject = await subjectField(desk).inputValue();
  const photo = await picture(desk);

  await server.halt();
  const waiting = desk.getByRole('list', { name: 'Fichiers à envoyer' });
  const chooser = desk.waitForEvent('filechooser');
  await desk.keyboard.press('Shift+W');
  await (await chooser).setFiles({ name: 'voyant rouge.png', mimeType: 'image/png', buffer: photo });
  await expect(waiting).toContainText('voyant rouge.png');
  await give(desk, 'paste', 'capture.txt', 'text/plain', 'ligne 1\nligne 2\n');
  await give(desk, 'drop', 'facture.pdf', 'application/pdf', '%PDF-1.7');
  await expect(waiting.getByRole('listitem')).toHaveCount(3);
  await expect(waiting).toContainText('Gardé sur ce poste, à envoyer');
  await give(desk, 'drop', 'virus.exe', 'application/x-msdownload', 'MZ');
  await expect(desk.getByText('Ce type de fichier n’est pas accepté.')).toBeVisible();
  await holds(desk, 'files that wait');
  await app.screenshot('files-1-waiting');
  await waiting.getByRole('button', { name: 'Ne pas envoyer facture.pdf' }).press('Enter');
  await expect(waiting.getByRole('listitem')).toHaveCount(2);

  await app.kill();
  await app.start();
  desk = await app.desk();
  const again = desk.getByRole('list', { name: 'Fichiers à envoyer' });
  await expect(again.getByRole('listitem')).toHaveCount(2);
  await expect(again.getByRole('img')).toHaveCount(0);
  await server.boot();
  const sent = timeline(desk).getByRole('button', { name: /^Enregistrer voyant rouge\.png/ });
  await expect(sent).toBeVisible({ timeout: 60_000 });
  await expect(again).toHaveCount(0);
  await syncedOnce(desk);
  await holds(desk, 'files in the timeline');
  await app.screenshot('files-2-sent');

  const colleague = keep(await CasqueApp.launch({ ...machine, name: 'files-karim' }));
  const other = await signedIn(colleague, demoAccounts.karim);
  await other.keyboard.press('/');
  await other.keyboard.type(subject);
  await other.getByRole('dialog').getByRole('option', { name: subject }).first().waitFor();
  await other.keyboard.press('Enter');
  const theirs = timeline(other).getByRole('button', { name: /^Enregistrer voyant rouge\.png/ });
  await expect(theirs).toBeVisible();
  const folder = labFolder('files');
  const saved = join(folder.path, 'saved.png');
  await colleague.electron.evaluate(({ session }, path) => {
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path));
  }, saved);
  await theirs.press('Enter');
  await waitFor('the file to be saved', async () => (await readFile(saved).catch(() => null))?.equals(photo) === true);
  folder.remove();
});
