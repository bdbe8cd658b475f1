import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { firstTables } from '../../domain/tables.ts';
import { mirrorId, type Asked } from '../../domain/validation/validation.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const blue: Asked = { kind: 'team', id: teams.blue };

function ask(asker: TestDesk, asked: Asked, ticketId: Id | null = null, noteIds: Id[] = []): Id {
  const id = newId();
  const about = { callId: null, ticketId, contactId: null, callerNumber: '+33261910012', noteIds };
  asker.mutate('validation.ask@1', { id, teamId: teams.red, asked, question: 'Puis-je échanger la box ?', ...about });
  return id;
}

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

describe('a question to another team', () => {
  it('takes along what they may not read, and the answer comes back to who asked', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const ticketId = alice.newTicket(teams.red, 'Box en panne');
    const noteId = newId();
    alice.mutate('note.add@1', { id: noteId, ticketId, text: 'Voyant rouge.' });
    const other = alice.newTicket(teams.red, 'Autre chose');
    const foreign = newId();
    alice.mutate('note.add@1', { id: foreign, ticketId: other, text: 'Rien à voir.' });
    const id = ask(alice, blue, ticketId, [noteId, foreign]);
    await synced(alice, carol);

    expect(carol.row('tickets', ticketId)).toBeUndefined();
    expect(carol.row('validations', id)).toBeUndefined();
    const mirror = carol.row('validations', mirrorId(id));
    expect(mirror).toMatchObject({ scope: teams.blue, mirrorOf: id, askedBy: agents.alice.id, state: 'open' });
    expect(mirror?.snapshot).toMatchObject({ subject: 'Box en panne', reference: expect.any(Number) as number });
    expect(mirror?.snapshot?.notes.map(({ text }) => text)).toEqual(['Voyant rouge.']);

    carol.mutate('validation.answer@1', { id: mirrorId(id), verdict: 'yes', text: 'Un seul échange.' });
    // The answer to the push is lost: the same push again.
    await carol.tryPush();
    await synced(carol, alice);
    const answered = { state: 'answered', verdict: 'yes', answer: 'Un seul échange.', answeredBy: agents.carol.id };
    expect(alice.row('validations', id)).toMatchObject({ ...answered, scope: teams.red });
    expect(carol.row('validations', mirrorId(id))).toMatchObject(answered);
    expect(carol.results.map(({ outcome }) => outcome)).toEqual(['applied']);
  });

  it('has one row where the colleague works in the asker’s team', async () => {
    const [alice, dave, carol] = [await desk('alice'), await desk('dave'), await desk('carol')];
    const id = ask(alice, { kind: 'agent', id: agents.dave.id });
    await synced(alice, dave, carol);
    expect(dave.row('validations', id)).toMatchObject({ scope: teams.red });
    for (const each of [dave, carol]) expect(each.row('validations', mirrorId(id))).toBeUndefined();
  });
});

describe('of several answers', () => {
  it('the first on the server counts; who came later is told', async () => {
    const [alice, carol, dave] = [await desk('alice'), await desk('carol'), await desk('dave')];
    const id = ask(alice, blue);
    await synced(alice, carol, dave);
    // Dave sits in both teams and answers the asker's own row, Carol the mirror.
    dave.mutate('validation.answer@1', { id, verdict: 'no', text: '' });
    const late = carol.mutate('validation.answer@1', { id: mirrorId(id), verdict: 'yes', text: 'Pour moi oui.' });
    await synced(dave, carol, alice);
    expect(carol.resultOf(late)).toMatchObject({ outcome: 'conflict', fields: ['answer'] });
    expect(alice.row('validations', id)).toMatchObject({ verdict: 'no', answeredBy: agents.dave.id });
    expect(carol.row('validations', mirrorId(id))).toMatchObject({ verdict: 'no', answeredBy: agents.dave.id });
  });

  it('none counts once it was withdrawn, and an answer that was first stands', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const [withdrawn, kept] = [ask(alice, blue), ask(alice, blue)];
    alice.mutate('validation.withdraw@1', { id: withdrawn });
    await synced(alice, carol);
    const late = carol.mutate('validation.answer@1', { id: mirrorId(withdrawn), verdict: 'yes', text: '' });
    carol.mutate('validation.answer@1', { id: mirrorId(kept), verdict: 'yes', text: '' });
    await synced(carol);
    alice.mutate('validation.withdraw@1', { id: kept });
    await synced(alice, carol);
    expect(carol.resultOf(late)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TRANSITION_REFUSED' });
    expect(carol.row('validations', mirrorId(withdrawn))).toMatchObject({ state: 'withdrawn' });
    expect(alice.row('validations', kept)).toMatchObject({ state: 'answered' });
  });

  it('an answer and a withdrawal at one moment leave both rows the same', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const ids = Array.from({ length: 12 }, () => ask(alice, blue));
    await synced(alice);
    for (const id of ids) {
      alice.mutate('validation.withdraw@1', { id });
      carol.mutate('validation.answer@1', { id: mirrorId(id), verdict: 'yes', text: '' });
      await Promise.all([alice.push(), carol.push()]);
    }
    await synced(alice, carol);
    const states = (each: TestDesk, of: (id: Id) => Id) => ids.map((id) => each.row('validations', of(id))?.state);
    expect(states(carol, mirrorId)).toEqual(states(alice, (id) => id));
    expect(states(alice, (id) => id)).not.toContain('open');
  });
});

describe('a client of before there were validations', () => {
  it('is not sent them, goes past them, and has them all once it knows them and begins again', async () => {
    const [alice, old] = [await desk('alice'), await desk('bob')];
    old.tables = undefined;
    await old.pull();
    const id = ask(alice, { kind: 'agent', id: agents.bob.id });
    const ticketId = alice.newTicket(teams.red);
    await synced(alice, old);
    expect(old.row('tickets', ticketId)).toBeDefined();
    const seen = new Set([...old.rows.keys()].map((key) => key.split('/')[0]));
    expect(firstTables).toEqual(expect.arrayContaining([...seen]));
    expect((await old.pullPage()).more).toBe(false);

    const updated = new TestDesk(server.url, { token: old.token, agent: { id: old.agentId } }, old.clientId);
    await updated.pull();
    expect(updated.row('validations', id)).toMatchObject({ state: 'open' });
  });

  it('goes through pages of any size although some of the changes are not for it', async () => {
    const [alice, old] = [await desk('alice'), await desk('bob')];
    old.tables = undefined;
    for (let i = 0; i < 5; i++) ask(alice, { kind: 'agent', id: agents.bob.id });
    const ticketId = alice.newTicket(teams.red);
    await synced(alice);
    await old.pull(1);
    expect(old.row('tickets', ticketId)).toBeDefined();
  });
});
