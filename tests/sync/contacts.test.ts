import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { TestDesk, request } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const home = '+33261919700';
const number = (place: number): string => `+3326191971${place}`;

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

/** Somebody in the contacts of everybody, with a ticket. */
async function made(alice: TestDesk): Promise<{ readonly id: Id; readonly ticketId: Id }> {
  const [id, ticketId] = [newId(), newId()];
  const who = { name: 'Annick Rousel', organisation: null, town: 'Brest', email: null, customerNumber: null };
  alice.mutate('contact.create@1', { id, ...who, numbers: [home] });
  alice.mutate('ticket.create@1', {
    ...{ id: ticketId, teamId: teams.red, subject: 'Box', impact: 3, urgency: 3, contactId: id },
    ...{ callerNumber: home, assigneeId: null, tags: [], callId: null },
  });
  await synced(alice);
  return { id, ticketId };
}

async function foundBy(alice: TestDesk, text: string): Promise<readonly string[]> {
  const anything = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null, limit: 50 };
  const body = { protocol: 1, text, country: 'FR', ...anything };
  const answer = await request(server.url, 'POST', '/v1/search', { token: alice.token, body });
  return (answer.body as { tickets: { ticket: { id: string } }[] }).tickets.map(({ ticket }) => ticket.id);
}

describe('a contact', () => {
  it('that agents of several teams correct at once has every number that one of them added', async () => {
    const desks = [await desk('alice'), await desk('carol'), await desk('bob'), await desk('dave')] as const;
    const { id } = await made(desks[0]);
    desks.forEach((each, place) =>
      each.mutate('contact.update@1', { id, changes: { numbers: { base: [home], value: [home, number(place)] } } }),
    );
    await Promise.all(desks.map((each) => each.push()));
    await synced(...desks);
    const numbers = desks[0].row('contacts', id)?.numbers ?? [];
    expect([...numbers].sort()).toEqual([home, number(0), number(1), number(2), number(3)].sort());
    for (const each of desks) {
      expect(each.row('contacts', id)?.numbers).toEqual(numbers);
      expect(each.results.at(-1)).toMatchObject({ outcome: 'applied' });
    }
  });

  it('keeps the first of two towns, and the other agent is told', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const { id } = await made(alice);
    alice.mutate('contact.update@1', { id, changes: { town: { base: 'Brest', value: 'Quimper' } } });
    await synced(alice);
    const changes = { town: { base: 'Brest', value: 'Morlaix' }, email: { base: null, value: 'a@b.fr' } };
    const late = carol.mutate('contact.update@1', { id, changes });
    await synced(carol);
    expect(carol.resultOf(late)).toMatchObject({ outcome: 'conflict', fields: ['town'] });
    expect(carol.row('contacts', id)).toMatchObject({ town: 'Quimper', email: 'a@b.fr' });
  });

  it('is found by what it was corrected to, and no longer by what was wrong', async () => {
    const alice = await desk('alice');
    const { id, ticketId } = await made(alice);
    alice.mutate('contact.update@1', {
      id,
      changes: {
        name: { base: 'Annick Rousel', value: 'Gwénola Kerbrat' },
        numbers: { base: [home], value: [number(9)] },
      },
    });
    await synced(alice);
    expect(await foundBy(alice, 'gwenola kerbrat')).toEqual([ticketId]);
    expect(await foundBy(alice, '02 61 91 97 19')).toEqual([ticketId]);
    expect(await foundBy(alice, 'rousel')).not.toContain(ticketId);
  });

  it('that was erased is not written again by a desk that did not know it', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const { id } = await made(alice);
    await eraseContact(server.db, id, false);
    const late = carol.mutate('contact.update@1', { id, changes: { numbers: { base: [home], value: [number(8)] } } });
    await synced(carol, alice);
    expect(carol.resultOf(late)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' });
    expect(alice.row('contacts', id)).toMatchObject({ numbers: [] });
  });
});
