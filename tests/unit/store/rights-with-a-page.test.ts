import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Change } from '../../../domain/wire/sync.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);

it('shows a queued note again with the very page that gives its author their team back', async () => {
  const server = new ModelServer([team], [anne]);
  const ticket = aTicket(team);
  server.write('tickets', ticket);
  const machine = await Machine.synced(server, anne);
  const { replica } = machine;
  const id = newId();
  await replica.mutate('note.add@1', { id, ticketId: ticket.id, text: 'Toujours là' });

  /** A page as a server sends it after an administrator changed Anne's teams. */
  const takes = async (changes: readonly Change[], scopes: readonly string[]): Promise<void> => {
    const taken = await machine.takes(({ epoch, scopes: before }) => ({
      resetScopes: Object.keys(before).filter((scope) => !scopes.includes(scope)),
      changes: [...changes],
      cursor: { epoch, scopes: Object.fromEntries(scopes.map((scope) => [scope, (before[scope] ?? 0) + 1])) },
    }));
    expect(taken).toBe(true);
  };
  const row = (teamIds: string[]): Change => ({ op: 'put', table: 'agents', row: { ...anne, teamIds } });

  await takes([row([])], [organisationScope]);
  expect(replica.indexes.entries.isVisible(id)).toBe(false);
  expect(replica.queue).toHaveLength(1);

  await takes([row([team.id]), { op: 'put', table: 'tickets', row: ticket }], [organisationScope, team.id]);
  expect(replica.indexes.entries.isVisible(id)).toBe(true);
});
