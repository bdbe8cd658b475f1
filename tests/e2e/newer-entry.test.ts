/** A colleague's newer version writes what this one does not know. */
import { expect, test } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import type { Row } from '../../domain/tables.ts';
import { connect } from '../../server/database/connect.ts';
import { PostgresRows } from '../../server/sync/postgres/row-storage.ts';
import { writeRows } from '../../server/sync/write-rows.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { colleagueDoes, ticketNamed } from '../lab/colleague.ts';
import { addNote, demoAccounts, newTicket, signIn, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Postgres } from '../lab/postgres.ts';
import { CasqueServer } from '../lab/server.ts';

const { keep, stop } = kept();
let display: Display;
let postgres: Postgres;
let server: CasqueServer;

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  postgres = keep(await Postgres.start());
  server = keep(await CasqueServer.start({ databaseUrl: postgres.url }));
});

test.afterAll(stop);

/** An entry as a server of later sends it: of no kind that is known here. */
async function writeHologram(ticketId: string): Promise<void> {
  const db = await connect(postgres.url, { connections: 1 });
  try {
    const ticket = await db.selectFrom('tickets').select('data').where('id', '=', ticketId).executeTakeFirstOrThrow();
    const { scope, createdBy } = ticket.data as Row<'tickets'>;
    const fields = { id: newId(), scope, ticketId, authorId: createdBy, at: new Date().toISOString() };
    const row = { ...fields, kind: 'hologram', depth: 3 } as unknown as Row;
    await db
      .transaction()
      .execute(
        async (trx) => await writeRows(new PostgresRows(trx), [{ table: 'entries', row, scopeBefore: undefined }]),
      );
  } finally {
    await db.destroy();
  }
}

test('an entry that only a newer version knows is said to be there, and the ticket goes on being worked on', async () => {
  test.setTimeout(120_000);
  const app = keep(await CasqueApp.launch({ name: 'newer-entry', display, serverUrl: server.url }));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await newTicket(desk, 'Lunettes connectées');
  await syncedOnce(desk);
  const ticketId = await ticketNamed(server.url, demoAccounts.karim, 'Lunettes connectées');
  await writeHologram(ticketId);
  // What comes after it brings it along.
  await colleagueDoes(server.url, demoAccounts.karim, [
    { name: 'note.add@1', args: { id: newId(), ticketId, text: 'Vu en relief' } },
  ]);
  await expect(timeline(desk)).toContainText('Vu en relief');
  const unknown = timeline(desk).getByRole('listitem').filter({ hasText: 'Une version plus récente de Casque' });
  await expect(unknown).toContainText('Léa Martin');
  await holds(desk, 'an entry of a newer version');
  await app.screenshot('newer-entry-fr');
  await addNote(desk, 'Le client a compris');
  await desk.reload();
  await expect(unknown).toBeVisible();
  await expect(timeline(desk)).toContainText('Le client a compris');
  await app.stop();
});
