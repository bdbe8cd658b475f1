import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { deleteOld } from '../../server/privacy/retention.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

const note = (ticketId: Id, text: string) => ({ id: newId(), ticketId, text });

describe('a ticket that a supervisor deleted', () => {
  it('leaves every desk with what was in it, and its reason is in the audit trail', async () => {
    const [carol, erin] = [await desk('carol'), await desk('erin')];
    const ticketId = carol.newTicket(teams.blue);
    const written = note(ticketId, 'avant');
    carol.mutate('note.add@1', written);
    await synced(carol);
    erin.mutate('ticket.delete@1', { id: ticketId, reason: 'Doublon d’essai' });
    await synced(erin, carol);
    expect([...carol.rows.values()].filter((row) => row.id === ticketId || row['ticketId'] === ticketId)).toEqual([]);
    const audited = await sql<{ actor: string; detail: object }>`
      select actor, detail from audit where action = 'ticket.delete' and subject = ${ticketId}`.execute(server.db);
    expect(audited.rows).toEqual([{ actor: `agent:${agents.erin.id}`, detail: { reason: 'Doublon d’essai' } }]);
  });

  it('gives back what somebody wrote to it offline, and takes it once it is restored', async () => {
    const [carol, erin] = [await desk('carol'), await desk('erin')];
    const ticketId = carol.newTicket(teams.blue);
    const written = note(ticketId, 'avant');
    carol.mutate('note.add@1', written);
    await synced(carol);
    const late = note(ticketId, 'écrit sans réseau');
    const refused = carol.mutate('note.add@1', late);
    erin.mutate('ticket.delete@1', { id: ticketId, reason: 'Erreur' });
    await synced(erin, carol);
    expect(carol.resultOf(refused)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TICKET_DELETED' });
    erin.mutate('ticket.restore@1', { id: ticketId });
    await synced(erin, carol);
    expect(carol.row('tickets', ticketId)).toMatchObject({ scope: teams.blue });
    expect(carol.row('tickets', ticketId)).not.toHaveProperty('deletedAt');
    expect(carol.row('entries', written.id)).toMatchObject({ text: 'avant' });
    const again = carol.mutate('note.add@1', late);
    await synced(carol);
    expect(carol.resultOf(again)).toMatchObject({ outcome: 'applied' });
  });

  it('is removed for good when its time has come', async () => {
    const [carol, erin] = [await desk('carol'), await desk('erin')];
    const ticketId = carol.newTicket(teams.blue);
    carol.mutate('note.add@1', note(ticketId, 'avant'));
    await synced(carol);
    erin.mutate('ticket.delete@1', { id: ticketId, reason: 'Erreur' });
    await synced(erin);
    await deleteOld(server.db, { before: new Date(Date.now() + 60_000), dryRun: false });
    const left = await sql`select from entries where data ->> 'ticketId' = ${ticketId}`.execute(server.db);
    expect(left.rows).toEqual([]);
    const restored = erin.mutate('ticket.restore@1', { id: ticketId });
    await synced(erin);
    expect(erin.resultOf(restored)).toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
  });
});
