import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { procedureVersionId } from '../../../domain/procedure/procedure.ts';
import { organisationScope } from '../../../domain/row.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);

it('is begun in its newest version, followed without the server, and read in the version that the ticket began', async () => {
  const server = new ModelServer([n1], [lea]);
  const procedureId = newId();
  const step = { id: 'a', kind: 'do', text: 'Se présenter', say: '', yes: null, no: null } as const;
  const version = (number: number, fields: object = {}) => ({
    ...{
      id: procedureVersionId(procedureId, number),
      scope: n1.id,
      procedureId,
      version: number,
      title: `Box ${number}`,
    },
    ...{ steps: [step], writtenBy: lea.id, writtenAt: '2026-11-20T08:00:00.000Z', retired: false, ...fields },
  });
  const everybodys = { ...version(1), id: newId(), procedureId: newId(), title: 'Accueil', scope: organisationScope };
  const gone = { ...version(1), id: newId(), procedureId: newId(), retired: true };
  for (const row of [version(1), version(2), everybodys, gone]) server.write('procedures', row);
  const ticket = aTicket(n1);
  server.write('tickets', ticket);
  const desk = await syncedDesk(server, lea);
  const offered = await desk.until('procedures', null);
  expect(offered.map(({ procedure, teamName }) => [procedure.title, teamName])).toEqual([
    ['Accueil', null],
    ['Box 2', 'N1'],
  ]);

  server.stop();
  const on = { ticketId: ticket.id, versionId: version(1).id };
  await desk.store.request('mutate', { name: 'procedure.start@1', args: { ...on, entryId: newId() } });
  await desk.store.request('mutate', {
    name: 'procedure.step@1',
    args: { ...on, entryId: newId(), stepId: 'a', answer: 'done', value: null },
  });
  await desk.crash();
  const view = await desk.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 2);
  expect(view?.timeline).toMatchObject([{ entry: { kind: 'procedure', version: 1 } }, { entry: { kind: 'step' } }]);
  expect(await desk.until('procedure', { id: version(1).id })).toMatchObject({
    procedure: { title: 'Box 1' },
    newest: 2,
    authorName: 'Léa',
  });
  expect(await desk.until('procedure', { id: newId() })).toBeNull();
});
