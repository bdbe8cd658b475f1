import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { aTeam, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);

it('one’s own and the team’s texts are there by title, without the server, and outlive the worker', async () => {
  const server = new ModelServer([n1], [lea]);
  const words = { text: 'Bonjour {client}', abbreviation: null };
  const shared = { id: newId(), scope: n1.id, title: 'Bienvenue', ...words, removed: false };
  server.write('texts', shared);
  const desk = await syncedDesk(server, lea);
  server.stop();
  const id = newId();
  const added = await desk.store.request('mutate', {
    name: 'text.add@1',
    args: { id, teamId: null, title: 'Accueil', ...words },
  });
  expect(added.ok).toBe(true);
  await desk.until('texts', null, (texts) => texts.length === 2);
  await desk.crash();
  const texts = await desk.until('texts', null, (each) => each.length === 2);
  expect(texts.map(({ text, own, teamName, delivery }) => [text.id, own, teamName, delivery])).toEqual([
    [id, true, '', 'queued'],
    [shared.id, false, 'N1', 'confirmed'],
  ]);

  const removed = { removed: { base: false, value: true } };
  const forbidden = await desk.store.request('mutate', {
    name: 'text.update@1',
    args: { id: shared.id, changes: removed },
  });
  expect(forbidden).toMatchObject({ ok: false, code: 'MUTATION_FORBIDDEN' });
  await desk.store.request('mutate', { name: 'text.update@1', args: { id, changes: removed } });
  expect((await desk.until('texts', null, (each) => each.length === 1))[0]?.text.id).toBe(shared.id);
});
