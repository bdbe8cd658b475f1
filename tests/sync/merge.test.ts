import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { mirrorId } from '../../domain/validation/validation.ts';
import { TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
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

const merge = (id: Id, into: Id) => ({ id, into, entryId: newId() });
const note = (ticketId: Id, text: string) => ({ id: newId(), ticketId, text });

const timelineOf = (each: TestDesk, ticketId: Id) =>
  [...each.rows.values()].filter((row) => 'ticketId' in row && row['ticketId'] === ticketId && row['kind'] === 'note');

describe('two tickets that become one', () => {
  it('in opposite directions at once: one has it, the other is told, and there is no circle', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const pairs = Array.from({ length: 10 }, () => [alice.newTicket(teams.red), alice.newTicket(teams.red)] as const);
    await synced(alice, bob);
    const outcomes: (string | undefined)[][] = [];
    for (const [a, b] of pairs) {
      alice.mutate('note.add@1', note(a, 'au premier'));
      bob.mutate('note.add@1', note(b, 'au second'));
      const [one, other] = [alice.mutate('ticket.merge@1', merge(a, b)), bob.mutate('ticket.merge@1', merge(b, a))];
      await Promise.all([alice.push(), bob.push()]);
      await Promise.all([alice.pull(), bob.pull()]);
      outcomes.push([alice.resultOf(one)?.outcome, bob.resultOf(other)?.outcome].sort());
      const told = [alice.resultOf(one), bob.resultOf(other)].find((result) => result?.outcome === 'rejected');
      expect(told?.code).toBe('MUTATION_TICKET_MERGED');
    }
    expect(outcomes).toEqual(pairs.map(() => ['applied', 'rejected']));
    await synced(alice, bob);
    for (const [a, b] of pairs) {
      const into = [a, b].map((id) => alice.row('tickets', id)?.mergedInto ?? null);
      const standing = into[0] === null ? a : b;
      expect(into.toSorted()).toEqual([standing, null].toSorted());
      expect(timelineOf(alice, standing)).toHaveLength(2);
      expect(timelineOf(bob, standing === a ? b : a)).toEqual([]);
    }
  });

  it('leave nothing behind of what others write at that moment', async () => {
    const [alice, bob, other] = [await desk('alice'), await desk('bob'), await desk('bob')];
    const pairs = Array.from({ length: 10 }, () => [alice.newTicket(teams.red), alice.newTicket(teams.red)] as const);
    const promises = pairs.map(([a]) => {
      const id = newId();
      const whom = { number: '+33261910012', contactId: null, ticketId: a, callId: null };
      const rest = { dueAt: '2026-11-20T13:30:00.000Z', about: '', assigneeId: null };
      alice.mutate('callback.promise@1', { id, entryId: newId(), teamId: teams.red, ...whom, ...rest });
      return id;
    });
    await synced(alice, bob, other);
    for (const [place, [a, b]] of pairs.entries()) {
      alice.mutate('ticket.merge@1', merge(a, b));
      bob.mutate('note.add@1', note(a, 'au même moment'));
      other.mutate('callback.close@1', { id: promises[place] ?? '', entryId: newId(), outcome: 'kept', callId: null });
      await Promise.all([alice.push(), bob.push(), other.push()]);
    }
    await synced(alice, bob, other);
    expect([...alice.results, ...bob.results, ...other.results].filter(({ outcome }) => outcome !== 'applied')).toEqual(
      [],
    );
    for (const [a, b] of pairs) {
      const left = [...alice.rows.values()].filter((row) => 'ticketId' in row && row['ticketId'] === a);
      expect(left).toMatchObject([{ kind: 'merge', direction: 'into' }]);
      const there = [...alice.rows.values()].filter((row) => 'ticketId' in row && row['ticketId'] === b);
      expect(there.map((row) => row['kind'] ?? 'promise').sort()).toEqual([
        'callback',
        'callback',
        'merge',
        'note',
        'promise',
      ]);
    }
  });

  it('take a question and what the other team has of it along, while they answer', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const pairs = Array.from({ length: 10 }, () => [alice.newTicket(teams.red), alice.newTicket(teams.red)] as const);
    const asked = pairs.map(([ticketId]) => {
      const id = newId();
      const about = { callId: null, ticketId, contactId: null, callerNumber: null, noteIds: [] };
      const whom = { teamId: teams.red, asked: { kind: 'team', id: teams.blue } } as const;
      alice.mutate('validation.ask@1', { id, ...whom, question: 'Puis-je échanger la box ?', ...about });
      return id;
    });
    await synced(alice, carol);
    for (const [place, [a, b]] of pairs.entries()) {
      alice.mutate('ticket.merge@1', merge(a, b));
      carol.mutate('validation.answer@1', { id: mirrorId(asked[place] ?? ''), verdict: 'yes', text: '' });
      await Promise.all([alice.push(), carol.push()]);
    }
    await synced(alice, carol);
    for (const [place, [, b]] of pairs.entries()) {
      const id = asked[place] ?? '';
      for (const row of [alice.row('validations', id), carol.row('validations', mirrorId(id))])
        expect(row).toMatchObject({ ticketId: b, state: 'answered' });
    }
  });

  it('and a chain of them takes what was written offline to its end, with one push', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const [a, b, c] = [alice.newTicket(teams.red), alice.newTicket(teams.red), alice.newTicket(teams.red)];
    await synced(alice, bob);
    const late = bob.mutate('note.add@1', note(a, 'écrit sans réseau'));
    alice.mutate('note.add@1', note(a, 'avant'));
    alice.mutate('ticket.merge@1', merge(a, b));
    alice.mutate('note.add@1', note(a, 'entre'));
    alice.mutate('ticket.merge@1', merge(b, c));
    await synced(alice);
    await synced(bob, alice);
    expect(bob.resultOf(late)).toMatchObject({ outcome: 'applied' });
    expect(
      timelineOf(alice, c)
        .map((row) => row['text'])
        .sort(),
    ).toEqual(['avant', 'entre', 'écrit sans réseau'].sort());
    expect([a, b].flatMap((id) => timelineOf(alice, id))).toEqual([]);
    expect(alice.snapshot()).toBe(bob.snapshot());
  });
});
