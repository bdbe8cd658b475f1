import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

async function ticketsInDatabase(id: Id): Promise<number> {
  return (await server.db.selectFrom('tickets').select('id').where('id', '=', id).execute()).length;
}

async function notesOn(ticketId: Id): Promise<string[]> {
  const rows = await server.db.selectFrom('entries').select('data').orderBy('version').execute();
  return rows
    .map((row) => row.data as { ticketId: Id; kind: string; text?: string })
    .filter((entry) => entry.ticketId === ticketId && entry.kind === 'note')
    .map((entry) => entry.text ?? '');
}

describe('exactly once', () => {
  it('applies in order and says how far', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'un' });
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'deux' });
    expect(await desk.push()).toEqual({ lastSeq: 3 });
    expect(await notesOn(ticketId)).toEqual(['un', 'deux']);
    await desk.pull();
    expect(desk.lastSeq).toBe(3);
    expect(desk.results.map((result) => result.outcome)).toEqual(['applied', 'applied', 'applied']);
    expect(desk.row('tickets', ticketId)?.reference).toBeGreaterThan(1000);
  });

  it('ignores what it has already, when an answer was lost', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'une seule fois' });
    const lost = [...desk.outbox];
    expect((await desk.tryPush(lost)).body).toEqual({ lastSeq: 2 });
    expect((await desk.tryPush(lost)).body).toEqual({ lastSeq: 2 });
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'et la suite' });
    expect(await desk.push()).toEqual({ lastSeq: 3 });
    expect(await notesOn(ticketId)).toEqual(['une seule fois', 'et la suite']);
  });

  it('applies once what is pushed twice at the same time', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    for (let note = 0; note < 20; note += 1) desk.mutate('note.add@1', { id: newId(), ticketId, text: `note ${note}` });
    const answers = await Promise.all(Array.from({ length: 5 }, async () => await desk.tryPush()));
    expect(answers.map((answer) => answer.body)).toEqual(Array(5).fill({ lastSeq: 21 }));
    expect(await notesOn(ticketId)).toHaveLength(20);
  });

  it('recognises a mutation that comes again under another client id, and gives the same answer', async () => {
    const before = await TestDesk.signIn(server.url, 'alice');
    const ticketId = before.newTicket(teams.red);
    const refused = before.mutate('note.add@1', { id: newId(), ticketId: newId(), text: 'nulle part' });
    const sent = [...before.outbox];
    await before.push();
    const after = await TestDesk.signIn(server.url, 'alice');
    expect((await after.tryPush(sent)).body).toEqual({ lastSeq: 2 });
    expect(await ticketsInDatabase(ticketId)).toBe(1);
    await after.pull();
    expect(after.results.map((result) => result.outcome)).toEqual(['applied', 'rejected']);
    expect(after.resultOf(refused)?.code).toBe('MUTATION_TARGET_MISSING');
  });

  it('recognises it when both come at the same time', async () => {
    const desks = await Promise.all(Array.from({ length: 4 }, async () => await TestDesk.signIn(server.url, 'alice')));
    const first = desks[0]!;
    const ticketId = first.newTicket(teams.red);
    first.mutate('note.add@1', { id: newId(), ticketId, text: 'une fois' });
    const answers = await Promise.all(desks.map(async (desk) => await desk.tryPush(first.outbox)));
    expect(answers.map((answer) => answer.body)).toEqual(Array(4).fill({ lastSeq: 2 }));
    expect(await notesOn(ticketId)).toEqual(['une fois']);
  });
});

describe('the sequence of a client', () => {
  it('is refused with a gap, and nothing is applied', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    await desk.push();
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'deux' });
    const third = desk.mutate('note.add@1', { id: newId(), ticketId, text: 'trois' });
    expect(await desk.tryPush([third])).toMatchObject({ status: 409, body: { code: 'SYNC_SEQUENCE_GAP' } });
    expect(await notesOn(ticketId)).toEqual([]);
    expect(await desk.push()).toEqual({ lastSeq: 3 });
  });

  it('is refused with a gap inside one push', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'deux' });
    const [first, second] = desk.outbox;
    const answer = await desk.tryPush([first!, { ...second!, seq: 3 }]);
    expect(answer).toMatchObject({ status: 409, body: { code: 'SYNC_SEQUENCE_GAP' } });
    expect(await ticketsInDatabase(ticketId)).toBe(0);
  });

  it('is refused with a gap when its numbers were other mutations: the disk was put back to an older copy', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    await desk.push();
    const copy = new TestDesk(server.url, { token: desk.token, agent: { id: desk.agentId } }, desk.clientId);
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'avant' });
    await desk.push();
    copy.newTicket(teams.red);
    for (const text of ['après', 'encore après']) copy.mutate('note.add@1', { id: newId(), ticketId, text });
    const answer = await copy.tryPush(copy.outbox.slice(1));
    expect(answer).toMatchObject({ status: 409, body: { code: 'SYNC_SEQUENCE_GAP' } });
    const again = new TestDesk(server.url, { token: desk.token, agent: { id: desk.agentId } });
    again.outbox = copy.outbox.slice(1).map((mutation, place) => ({ ...mutation, seq: place + 1 }));
    await again.push();
    await again.pull();
    expect(again.results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  it('of a client that this database does not know cannot go on in the middle', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    desk.newTicket(teams.red);
    desk.newTicket(teams.red);
    const answer = await desk.tryPush(desk.outbox.slice(1));
    expect(answer).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
  });

  it('belongs to one agent', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    const session = await TestDesk.signIn(server.url, 'bob');
    const bob = new TestDesk(server.url, { token: session.token, agent: agents.bob }, alice.clientId);
    bob.newTicket(teams.red);
    bob.newTicket(teams.red);
    expect(await bob.tryPush()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
    expect(await bob.tryPull()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
  });
});

describe('a refused mutation', () => {
  it('leaves nothing behind, is recorded with its reason, and does not hold up the next ones', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    const unknown = desk.enqueue('ticket.explode@9', {});
    const invalid = desk.enqueue('note.add@1', { id: newId(), ticketId, text: '' });
    // The ticket is made before the call turns out not to exist: all of it must go.
    const half = newId();
    const halfway = desk.mutate('ticket.create@1', {
      id: half,
      teamId: teams.red,
      subject: 'à moitié',
      impact: 3,
      urgency: 3,
      contactId: null,
      callerNumber: null,
      assigneeId: null,
      tags: [],
      callId: newId(),
    });
    const last = desk.mutate('note.add@1', { id: newId(), ticketId, text: 'après' });
    expect(await desk.push()).toEqual({ lastSeq: 5 });
    await desk.pull();
    expect(desk.resultOf(unknown)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_UNKNOWN' });
    expect(desk.resultOf(invalid)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_INVALID' });
    expect(desk.resultOf(halfway)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' });
    expect(desk.resultOf(last)).toMatchObject({ outcome: 'applied' });
    expect(await ticketsInDatabase(half)).toBe(0);
  });

  it('is rejected alone when it holds text that PostgreSQL cannot', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    const texts = ['nul \u0000 dedans', 'moitié \ud83d de paire', 'un vrai \\u0000 écrit', '😀 entier'];
    const sent = texts.map((text) => desk.mutate('note.add@1', { id: newId(), ticketId, text }));
    await desk.push();
    await desk.pull();
    const answers = sent.map((mutation) => desk.resultOf(mutation)?.code ?? 'applied');
    expect(answers).toEqual(['MUTATION_INVALID', 'MUTATION_INVALID', 'applied', 'applied']);
    expect(await notesOn(ticketId)).toEqual(texts.slice(2));
  });

  it('is rejected alone when the database itself refuses it', async () => {
    await sql`alter table tickets add constraint no_poison check (data->>'subject' <> 'poison')`.execute(server.db);
    const desk = await TestDesk.signIn(server.url, 'alice');
    const before = desk.newTicket(teams.red);
    const poisoned = desk.newTicket(teams.red, 'poison');
    const after = desk.newTicket(teams.red);
    expect(await desk.push()).toEqual({ lastSeq: 3 });
    await desk.pull();
    expect(desk.results.map((result) => result.code ?? result.outcome)).toEqual([
      'applied',
      'MUTATION_FAILED',
      'applied',
    ]);
    expect(desk.row('tickets', before)).toBeDefined();
    expect(desk.row('tickets', poisoned)).toBeUndefined();
    expect(desk.row('tickets', after)).toBeDefined();
    await sql`alter table tickets drop constraint no_poison`.execute(server.db);
  });

  it('does not overwrite a row that it names as new', async () => {
    const carol = await TestDesk.signIn(server.url, 'carol');
    const theirs = carol.newTicket(teams.blue);
    const noteId = newId();
    carol.mutate('note.add@1', { id: noteId, ticketId: theirs, text: 'à nous' });
    await carol.push();
    const alice = await TestDesk.signIn(server.url, 'alice');
    const ours = alice.newTicket(teams.red);
    const forged = alice.mutate('ticket.setState@1', {
      id: ours,
      entryId: noteId,
      to: 'open',
      pendingReason: null,
      remindAt: null,
    });
    await alice.push();
    await alice.pull();
    expect(alice.resultOf(forged)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_ID_TAKEN' });
    expect(await notesOn(theirs)).toEqual(['à nous']);
    expect(alice.row('tickets', ours)?.state).toBe('new');
  });
});

describe('pushes that meet', () => {
  it('on different fields of one ticket lose none of the changes', async () => {
    const desks = await Promise.all(
      (['alice', 'bob', 'dave', 'erin'] as const).map(async (login) => await TestDesk.signIn(server.url, login)),
    );
    const [alice, bob, dave, erin] = desks as [TestDesk, TestDesk, TestDesk, TestDesk];
    for (let round = 0; round < 15; round += 1) {
      const id = alice.newTicket(teams.red, 'Panne');
      await alice.push();
      const entryId = newId();
      alice.mutate('ticket.update@1', { id, entryId, changes: { impact: { base: 3, value: 1 } } });
      bob.mutate('ticket.update@1', { id, entryId, changes: { urgency: { base: 3, value: 5 } } });
      dave.mutate('ticket.update@1', { id, entryId, changes: { subject: { base: 'Panne', value: 'Panne fibre' } } });
      erin.mutate('ticket.update@1', { id, entryId, changes: { major: { base: false, value: true } } });
      await Promise.all(desks.map(async (desk) => await desk.push()));
      await alice.pull();
      expect(alice.row('tickets', id)).toMatchObject({ impact: 1, urgency: 5, subject: 'Panne fibre', major: true });
    }
  });

  it('in a deadlock are run again, and the desk sees nothing of it', async () => {
    // deadlock_detected for the next three transactions: a sequence does not go back with them.
    await sql`create sequence deadlocks`.execute(server.db);
    await sql`create function deadlock() returns trigger language plpgsql as $$ begin
      if nextval('deadlocks') <= 3 then raise exception 'deadlock' using errcode = '40P01'; end if; return new; end $$`.execute(
      server.db,
    );
    await sql`create trigger deadlock before insert on tickets for each row execute function deadlock()`.execute(
      server.db,
    );
    const desk = await TestDesk.signIn(server.url, 'alice');
    const ticketId = desk.newTicket(teams.red);
    expect(await desk.push()).toEqual({ lastSeq: 1 });
    expect(await ticketsInDatabase(ticketId)).toBe(1);
    await sql`drop trigger deadlock on tickets`.execute(server.db);
  });
});

describe('what a mutation says', () => {
  it('is dated by the agent, but never in the server’s future', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const past = new Date(Date.now() - 3_600_000).toISOString();
    const ticketId = desk.newTicket(teams.red);
    desk.mutate('note.add@1', { id: newId(), ticketId, text: 'il y a une heure' }, past);
    const ahead = newId();
    desk.mutate('note.add@1', { id: ahead, ticketId, text: 'en 2199' }, '2199-01-01T00:00:00.000Z');
    await desk.push();
    await desk.pull();
    const notes = [...desk.rows.values()].filter(
      (row) => 'kind' in row && row.kind === 'note' && row.ticketId === ticketId,
    );
    const dates = notes.map((note) => ('at' in note ? String(note.at) : ''));
    expect(dates).toContain(past);
    for (const at of dates) expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
  });

  it('about the same field loses to what came first, is kept in the timeline, and the agent is told', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    const bob = await TestDesk.signIn(server.url, 'bob');
    const id = alice.newTicket(teams.red, 'Panne');
    await alice.push();
    alice.mutate('ticket.update@1', {
      id,
      entryId: newId(),
      changes: { subject: { base: 'Panne', value: 'Panne fibre' } },
    });
    await alice.push();
    const late = bob.mutate('ticket.update@1', {
      id,
      entryId: newId(),
      changes: { subject: { base: 'Panne', value: 'Panne ADSL' }, impact: { base: 3, value: 1 } },
    });
    await bob.push();
    await bob.pull();
    expect(bob.resultOf(late)).toMatchObject({ outcome: 'conflict', fields: ['subject'] });
    expect(bob.row('tickets', id)).toMatchObject({ subject: 'Panne fibre', impact: 1 });
    const lost = [...bob.rows.values()].find(
      (row) => 'kind' in row && row.kind === 'lost-value' && row.ticketId === id,
    );
    expect(lost).toMatchObject({ field: 'subject', value: 'Panne ADSL', authorId: agents.bob.id });
  });

  it('leaves the fields alone that only a newer server knows', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const id = desk.newTicket(teams.red);
    await desk.push();
    await sql`update tickets set data = data || '{"mood": "sereine"}' where id = ${id}`.execute(server.db);
    desk.mutate('ticket.update@1', { id, entryId: newId(), changes: { impact: { base: 3, value: 2 } } });
    await desk.push();
    await desk.pull();
    expect(desk.row('tickets', id)).toMatchObject({ impact: 2, mood: 'sereine' });
  });
});
