import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { procedureVersionId } from '../../domain/procedure/procedure.ts';
import { TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const step = (id: string) => ({ id, kind: 'do', text: id, say: '', yes: null, no: null }) as const;

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

describe('a procedure', () => {
  it('whose next version two write at once has the first one, and the other is told', async () => {
    const [erin, elsewhere, bob] = [await desk('erin'), await desk('erin'), await desk('bob')];
    const written = (version: number, title: string, procedureId: string) => ({
      ...{ procedureId, version, teamId: teams.red, title },
      steps: [step('a')],
    });
    const ids = Array.from({ length: 6 }, () => newId());
    for (const id of ids) erin.mutate('procedure.write@1', written(1, 'Un', id));
    await synced(erin, elsewhere);
    const results = [];
    for (const id of ids) {
      results.push([
        erin.mutate('procedure.write@1', written(2, 'Ici', id)),
        elsewhere.mutate('procedure.write@1', written(2, 'Là', id)),
      ] as const);
      await Promise.all([erin.push(), elsewhere.push()]);
    }
    await synced(erin, elsewhere, bob);
    for (const [index, [here, there]] of results.entries()) {
      const outcomes = [erin.resultOf(here)?.outcome, elsewhere.resultOf(there)?.outcome];
      expect([...outcomes].sort()).toEqual(['applied', 'rejected']);
      const row = bob.row('procedures', procedureVersionId(ids[index]!, 2));
      expect(row?.title).toBe(outcomes[0] === 'applied' ? 'Ici' : 'Là');
      expect(bob.row('procedures', procedureVersionId(ids[index]!, 1))?.title).toBe('Un');
    }
  });

  it('is followed by two agents on one ticket, step by step, each once', async () => {
    const [erin, alice, bob] = [await desk('erin'), await desk('alice'), await desk('bob')];
    const procedureId = newId();
    const steps = [step('a'), step('b')];
    erin.mutate('procedure.write@1', { procedureId, version: 1, teamId: null, title: 'Accueil', steps });
    const ticketId = alice.newTicket(teams.red);
    await synced(erin, alice, bob);
    const on = () => ({ ticketId, versionId: procedureVersionId(procedureId, 1), entryId: newId() });
    alice.mutate('procedure.start@1', on());
    alice.mutate('procedure.step@1', { ...on(), stepId: 'a', answer: 'done', value: null });
    bob.mutate('procedure.step@1', { ...on(), stepId: 'b', answer: 'done', value: null });
    // A lost answer: the same push comes again.
    await alice.tryPush();
    await Promise.all([alice.push(), bob.push()]);
    await synced(alice, bob);
    const said = (each: TestDesk) =>
      [...each.rows.values()].flatMap((row) => ('stepId' in row ? [row['stepId']] : [])).sort();
    expect([said(alice), said(bob)]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
