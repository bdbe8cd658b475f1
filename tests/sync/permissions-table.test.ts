import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { mutations } from '../../domain/mutation/registry.ts';
import { request, signIn, TestDesk, type Answer } from './support/desk.ts';
import { greet } from './support/events.ts';
import { agents, teams } from './support/organisation.ts';
import { mutationTable } from './support/permissions-mutations.ts';
import { PermissionsOffice } from './support/permissions-office.ts';
import { onTicketTable } from './support/permissions-on-ticket.ts';
import { routeTable } from './support/permissions-routes.ts';
import { people, type MutationRow, type Person, type RouteRow } from './support/permissions.ts';
import { lookedUp, TicketDesk } from './support/ticket-desk.ts';

/**
 * Who may do what, as two tables: every mutation of the registry and every route that the server has registered. One that is
 * not in its table fails here, so that nothing new is served before somebody has said who may have it.
 */
const office = new PermissionsOffice();
const mutationRows = mutationTable(office);
const routeRows = routeTable(office);

beforeAll(() => office.open());
afterAll(() => office.close());

/** The arguments of the mutation; what it needs to be there is on the server. */
async function argsAt(owner: TestDesk, args: MutationRow['args']): Promise<unknown> {
  const made = args(owner);
  for (const desk of [owner, office.dave]) if (desk.outbox.length > 0) await desk.push();
  return made;
}

async function outcomeOf(desk: TestDesk, name: string, args: unknown): Promise<string> {
  const mutation = desk.enqueue(name, args);
  await desk.push();
  await desk.pull();
  const result = desk.resultOf(mutation);
  return result?.code === 'MUTATION_FORBIDDEN' ? 'forbidden' : (result?.code ?? result?.outcome ?? 'no result');
}

describe.each(Object.entries(mutationRows))('%s', (name, row) => {
  it.each(people)('as the table says: %s', async (person) => {
    const args = await argsAt(person === 'moved away' ? office.grace : office.carol, row.args);
    await office.as(person, async () => {
      const before = await office.written();
      expect(await outcomeOf(office.deskOf(person), name, args)).toBe(row.expected[person]);
      expect((await office.written()) === before).toBe(row.expected[person] === 'forbidden');
    });
  });

  it('is not taken without a session', async () => {
    const args = await argsAt(office.carol, row.args);
    const before = await office.written();
    for (const { why, token } of office.refusedTokens) {
      const desk = new TestDesk(office.server.url, { token: token ?? '', agent: { id: agents.carol.id } });
      desk.enqueue(name, args);
      expect(await desk.tryPush(), why).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
    }
    expect(await office.written()).toBe(before);
  });

  it.each(row.never ?? [])('never $what', async ({ args }) => {
    const tried = await argsAt(office.carol, args);
    const before = await office.written();
    expect(await outcomeOf(office.deskOf('owner'), name, tried)).toBe('forbidden');
    expect(await office.written()).toBe(before);
  });
});

it('the table of mutations is whole', () => {
  expect(Object.keys(mutationRows).sort()).toEqual(Object.keys(mutations).sort());
});

async function answerTo({ method, path, body }: RouteRow, token: string | undefined): Promise<Answer> {
  return await request(office.server.url, method, path, { token, body });
}

describe.each(Object.entries(routeRows))('%s', (_, row) => {
  if (row.access === 'session') {
    it('is closed without a session', async () => {
      for (const { why, token } of office.refusedTokens) {
        expect(await answerTo(row, token), why).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
      }
    });
  } else if (row.access === 'metrics') {
    it('is closed to agents', async () => {
      for (const { token } of [...office.refusedTokens, ...office.sessions.values()]) {
        expect(await answerTo(row, token)).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
      }
    });
  } else {
    it('tells nothing of anybody', async () => {
      const answers = [await answerTo(row, undefined), await answerTo(row, office.tokenOf('owner'))];
      for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/carol|blue|sip-secret/);
    });
  }

  if (row.foreign !== undefined) {
    it('gives another agent nothing of carol’s', async () => {
      await row.foreign?.(office.tokenOf('out of team'));
    });
  }
});

describe('who is on a ticket', () => {
  const desksOf = async (...who: readonly Person[]) =>
    await Promise.all(who.map(async (each) => await TicketDesk.connect(office.server.url, office.tokenOf(each))));

  it.each(people)('is told as the table says: %s', async (person) => {
    const [ticketId, elsewhere] = [office.carol.newTicket(teams.blue), office.carol.newTicket(teams.blue)];
    await office.carol.push();
    await office.as(person, async () => {
      const desks = await desksOf('owner', 'colleague', person, 'owner', 'colleague');
      const [owner, colleague, tried, watch, guest] = desks as [
        TicketDesk,
        TicketDesk,
        TicketDesk,
        TicketDesk,
        TicketDesk,
      ];
      try {
        owner.opens(ticketId);
        colleague.opens(ticketId);
        await colleague.sees(agents.carol.id);
        tried.opens(ticketId, true);
        await lookedUp(tried, watch, guest, elsewhere);
        const expected = onTicketTable[person];
        const told = tried.connection.messages.filter(({ type }) => type === 'ticket-presence');
        expect(told.length === 0 ? undefined : tried.toldOf(ticketId)[0]?.map(({ agentId }) => agentId)).toEqual(
          expected,
        );
        // And others are not told of somebody who may not be there.
        const others = colleague.toldOf(ticketId).flat();
        expect(new Set(others.map(({ agentId }) => agentId))).toEqual(new Set([agents.carol.id]));
        expect(others.some(({ writing }) => writing)).toBe(person === 'owner' || person === 'on another device');
      } finally {
        await Promise.all(desks.map(async (desk) => await desk.close()));
      }
    });
  });

  it('is told of no ticket that there is not, as of one that may not be read', async () => {
    const ticketId = office.carol.newTicket(teams.blue);
    await office.carol.push();
    const desks = await desksOf('colleague', 'owner', 'colleague');
    const [tried, watch, guest] = desks as [TicketDesk, TicketDesk, TicketDesk];
    tried.opens(newId());
    await lookedUp(tried, watch, guest, ticketId);
    expect(tried.connection.messages.map(({ type }) => type)).not.toContain('ticket-presence');
    await Promise.all(desks.map(async (desk) => await desk.close()));
  });
});

describe('GET /v1/events', () => {
  it('is closed without a session', async () => {
    for (const { why, token } of office.refusedTokens) {
      const connection = await greet(office.server.url, token ?? '');
      expect(await connection.closed, why).toBe(4001);
      expect(connection.messages).toEqual([{ type: 'ended' }]);
    }
  });
});

it('the table of routes is whole', () => {
  expect(office.server.app.served.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(
    Object.keys(routeRows).sort(),
  );
});

it('a session that ends on one device leaves the other one alone', async () => {
  const one = await signIn(office.server.url, 'carol');
  const other = await signIn(office.server.url, 'carol');
  expect((await request(office.server.url, 'DELETE', '/v1/session', { token: one.token })).status).toBe(204);
  expect((await request(office.server.url, 'GET', '/v1/session', { token: one.token })).status).toBe(401);
  expect((await request(office.server.url, 'GET', '/v1/session', { token: other.token })).status).toBe(200);
});
