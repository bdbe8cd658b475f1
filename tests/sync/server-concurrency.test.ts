import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { newId, type Id } from '../../domain/ids.ts';
import { TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

/** One thing that one desk does; numbers choose among what is there. */
type Step =
  | { readonly kind: 'ticket' }
  | { readonly kind: 'note'; readonly ticket: number }
  | { readonly kind: 'impact'; readonly ticket: number; readonly value: 1 | 2 | 3 | 4 | 5 }
  | { readonly kind: 'state'; readonly ticket: number }
  | { readonly kind: 'push' }
  | { readonly kind: 'push and lose the answer' }
  | { readonly kind: 'pull'; readonly limit: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'ticket' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('note' as const), ticket: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('impact' as const),
      ticket: fc.nat(),
      value: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('state' as const), ticket: fc.nat() }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'push' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'push and lose the answer' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pull' as const), limit: fc.constantFrom(1, 3, 50, 2000) }) },
);

const logins = ['alice', 'bob', 'carol', 'dave'] as const;

/** Tickets that all desks of a run fight over. */
async function seedTickets(): Promise<{ id: Id; scope: Id }[]> {
  const dave = await TestDesk.signIn(server.url, 'dave');
  const made = [teams.red, teams.red, teams.blue, teams.blue].map((scope) => ({ id: dave.newTicket(scope), scope }));
  await dave.push();
  return made;
}

async function play(
  desk: TestDesk,
  tickets: readonly { id: Id; scope: Id }[],
  steps: readonly Step[],
): Promise<string[]> {
  const notes: string[] = [];
  const mine = [...tickets];
  for (const current of steps) {
    const ticket = 'ticket' in current ? mine[current.ticket % mine.length]! : mine[0]!;
    switch (current.kind) {
      case 'ticket': {
        mine.push({ id: desk.newTicket(ticket.scope), scope: ticket.scope });
        break;
      }
      case 'note': {
        const id = newId();
        notes.push(id);
        desk.mutate('note.add@1', { id, ticketId: ticket.id, text: 'note' });
        break;
      }
      case 'impact': {
        const known = desk.row('tickets', ticket.id)?.impact ?? 3;
        const changes = { impact: { base: known, value: current.value } };
        desk.mutate('ticket.update@1', { id: ticket.id, entryId: newId(), changes });
        break;
      }
      case 'state': {
        desk.mutate('ticket.setState@1', {
          id: ticket.id,
          entryId: newId(),
          to: 'open',
          pendingReason: null,
          remindAt: null,
        });
        break;
      }
      case 'push': {
        if (desk.outbox.length > 0) await desk.push();
        break;
      }
      case 'push and lose the answer': {
        if (desk.outbox.length > 0) expect((await desk.tryPush()).status).toBe(200);
        break;
      }
      case 'pull': {
        await desk.pullPage(current.limit);
        break;
      }
    }
  }
  if (desk.outbox.length > 0) await desk.push();
  return notes;
}

it('keeps every desk without a hole and brings all to the same rows, whatever they do at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 5, maxLength: 25 }), { minLength: 4, maxLength: 4 }),
      async (plans) => {
        const tickets = await seedTickets();
        const desks = await Promise.all(logins.map(async (login) => await TestDesk.signIn(server.url, login)));
        const visible = (login: string) => tickets.filter((ticket) => login !== 'carol' || ticket.scope === teams.blue);
        const ofTeam = (login: string) =>
          visible(login).filter((ticket) => login === 'dave' || login === 'carol' || ticket.scope === teams.red);
        const notes = await Promise.all(
          desks.map(async (desk, index) => await play(desk, ofTeam(logins[index]!), plans[index]!)),
        );
        for (const desk of desks) await desk.pull();
        for (const [index, desk] of desks.entries()) {
          // A desk that pulled all along has what a desk has that starts now: nothing slipped behind its cursor.
          const fresh = await TestDesk.signIn(server.url, logins[index]!);
          await fresh.pull();
          expect(desk.snapshot()).toBe(fresh.snapshot());
          // Every mutation has exactly one result, in order, and every note is there exactly once.
          expect(desk.results.map((result) => result.seq)).toEqual(desk.results.map((_, position) => position + 1));
          expect(desk.lastSeq).toBe(desk.results.length);
          for (const id of notes[index]!) expect(desk.row('entries', id)).toBeDefined();
        }
      },
    ),
    { numRuns: 12 },
  );
});

it('never shows a reader an effect without those that were committed before it', async () => {
  const writers = await Promise.all(Array.from({ length: 4 }, async () => await TestDesk.signIn(server.url, 'alice')));
  const reader = await TestDesk.signIn(server.url, 'bob');
  await reader.pull();
  const written: Id[] = [];
  let writing = true;
  const write = async (desk: TestDesk) => {
    for (let count = 0; count < 25; count += 1) {
      const id = desk.newTicket(teams.red);
      await desk.push();
      written.push(id);
    }
  };
  const read = async () => {
    while (writing) {
      // What was acknowledged before this pull must be in it.
      const acknowledged = [...written];
      await reader.pull(3);
      for (const id of acknowledged) expect(reader.row('tickets', id)).toBeDefined();
    }
  };
  const reading = read();
  await Promise.all(writers.map(write));
  writing = false;
  await reading;
  await reader.pull();
  expect(written.filter((id) => reader.row('tickets', id) === undefined)).toEqual([]);
  const references = written.map((id) => reader.row('tickets', id)?.reference);
  expect(new Set(references).size).toBe(100);
});
