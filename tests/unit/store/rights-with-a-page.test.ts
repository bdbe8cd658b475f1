import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Change, PullReply } from '../../../domain/wire/sync.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);

it('shows a queued note again with the very page that gives its author their team back', async () => {
  const server = new ModelServer([team], [anne]);
  const ticket = aTicket(team);
  server.write('tickets', ticket);
  const machine = new Machine(server, anne);
  await machine.start();
  await machine.sync();
  const { replica } = machine;
  const id = newId();
  await replica.mutate('note.add@1', { id, ticketId: ticket.id, text: 'Toujours là' });

  /** A page as a server sends it after an administrator changed Anne's teams. */
  const takes = async (changes: readonly Change[], scopes: readonly string[]): Promise<void> => {
    const request = replica.pullRequest();
    const before = request.cursor?.scopes ?? {};
    const reply: PullReply = {
      resetScopes: Object.keys(before).filter((scope) => !scopes.includes(scope)),
      changes: [...changes],
      cursor: {
        epoch: request.cursor?.epoch ?? '',
        scopes: Object.fromEntries(scopes.map((scope) => [scope, (before[scope] ?? 0) + 1])),
      },
      lastSeq: 0,
      results: [],
      more: false,
    };
    expect(await replica.pulled(request, reply)).toBe(true);
  };
  const row = (teamIds: string[]): Change => ({ op: 'put', table: 'agents', row: { ...anne, teamIds } });

  await takes([row([])], [organisationScope]);
  expect(replica.indexes.entries.isVisible(id)).toBe(false);
  expect(replica.queue).toHaveLength(1);

  await takes([row([team.id]), { op: 'put', table: 'tickets', row: ticket }], [organisationScope, team.id]);
  expect(replica.indexes.entries.isVisible(id)).toBe(true);
});
