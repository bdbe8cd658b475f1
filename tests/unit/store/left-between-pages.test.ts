import { expect, it } from 'vitest';
import type { Change, PullReply } from '../../../domain/wire/sync.ts';
import { aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

const [n1, n2] = [aTeam('N1'), aTeam('N2')];
const bruno = anAgent('Bruno', [n1, n2]);

it('a ticket that goes to an agent’s other team, and before its page comes out of both, is not left on their screen', async () => {
  const server = new ModelServer([n1, n2], [bruno]);
  const ticket = aTicket(n1);
  server.write('tickets', ticket);
  const machine = new Machine(server, bruno);
  await machine.start();
  await machine.sync();
  const { replica } = machine;
  expect(replica.indexes.tickets.isVisible(ticket.id)).toBe(true);

  const takes = async (changes: readonly Change[], versions: Readonly<Record<string, number>>, more: boolean) => {
    const request = replica.pullRequest();
    const { epoch, scopes } = request.cursor!;
    const cursor = { epoch, scopes: { ...scopes, ...versions } };
    const reply: PullReply = { resetScopes: [], changes: [...changes], cursor, lastSeq: 0, results: [], more };
    expect(await replica.pulled(request, reply)).toBe(true);
  };
  // The first page is past its going out of N1, which it does not tell of, since it can be read in N2 and comes with a later page.
  await takes([], { [n1.id]: 9 }, true);
  // By then it has left N2 for a third team.
  await takes([{ op: 'evict', table: 'tickets', id: ticket.id, scope: n2.id }], { [n2.id]: 9 }, false);
  expect(replica.indexes.tickets.isVisible(ticket.id)).toBe(false);
});

it('a ticket that goes to an agent’s other team, which they leave before its page comes, is not left on their screen', async () => {
  const server = new ModelServer([n1, n2], [bruno]);
  const ticket = aTicket(n1);
  server.write('tickets', ticket);
  const machine = new Machine(server, bruno);
  await machine.start();
  await machine.sync();
  const { replica } = machine;

  server.write('tickets', { ...ticket, scope: n2.id });
  server.write('contacts', aContact());
  const request = replica.pullRequest();
  const { epoch, scopes } = request.cursor!;
  // The first page is past its going out of N1, of which nothing is told, since it can be read in N2; that is still to come.
  const cursor = { epoch, scopes: { ...scopes, [n1.id]: server.log.get(n1.id)?.at(-1)?.version ?? 0 } };
  const page: PullReply = { resetScopes: [], changes: [], cursor, lastSeq: 0, results: [], more: true };
  expect(await replica.pulled(request, page)).toBe(true);
  for (const [token, actor] of server.sessions) server.sessions.set(token, { ...actor, teamIds: [n1.id] });
  await machine.sync();
  expect(replica.indexes.tickets.isVisible(ticket.id)).toBe(false);
  expect(await machine.rows()).toEqual(server.readable({ agentId: bruno.id, role: bruno.role, teamIds: [n1.id] }));
});
