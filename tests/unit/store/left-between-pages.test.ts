import { expect, it } from 'vitest';
import type { Cursor, PullReply } from '../../../domain/wire/sync.ts';
import { aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

const [n1, n2] = [aTeam('N1'), aTeam('N2')];
const bruno = anAgent('Bruno', [n1, n2]);

/** Bruno, who works in both teams, and a ticket of N1 that he sees. */
async function office() {
  const server = new ModelServer([n1, n2], [bruno]);
  const ticket = aTicket(n1);
  server.write('tickets', ticket);
  const machine = await Machine.synced(server, bruno);
  const isShown = () => machine.replica.indexes.tickets.isVisible(ticket.id);
  expect(isShown()).toBe(true);
  return { server, ticket, machine, isShown };
}

/** A page that is past these versions of the teams. */
const past =
  (versions: Readonly<Record<string, number>>, page: Partial<PullReply>) =>
  ({ epoch, scopes }: Cursor) => ({ cursor: { epoch, scopes: { ...scopes, ...versions } }, ...page });

it('a ticket that goes to an agent’s other team, and before its page comes out of both, is not left on their screen', async () => {
  const { ticket, machine, isShown } = await office();
  // The first page is past its going out of N1, which it does not tell of, since it can be read in N2 and comes with a later page.
  expect(await machine.takes(past({ [n1.id]: 9 }, { more: true }))).toBe(true);
  // By then it has left N2 for a third team.
  const left = { op: 'evict', table: 'tickets', id: ticket.id, scope: n2.id } as const;
  expect(await machine.takes(past({ [n2.id]: 9 }, { changes: [left] }))).toBe(true);
  expect(isShown()).toBe(false);
});

it('a ticket that goes to an agent’s other team, which they leave before its page comes, is not left on their screen', async () => {
  const { server, ticket, machine, isShown } = await office();
  server.write('tickets', { ...ticket, scope: n2.id });
  server.write('contacts', aContact());
  // The first page is past its going out of N1, of which nothing is told, since it can be read in N2; that is still to come.
  const version = server.log.get(n1.id)?.at(-1)?.version ?? 0;
  expect(await machine.takes(past({ [n1.id]: version }, { more: true }))).toBe(true);
  for (const [token, actor] of server.sessions) server.sessions.set(token, { ...actor, teamIds: [n1.id] });
  await machine.sync();
  expect(isShown()).toBe(false);
  expect(await machine.rows()).toEqual(server.readable({ agentId: bruno.id, role: bruno.role, teamIds: [n1.id] }));
});
