import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Database } from '../../../server/database/schema.ts';
import { addTeam } from '../../../server/directory/directory.ts';
import { hashPassword } from '../../../server/session/passwords.ts';
import { Sessions } from '../../../server/session/sessions.ts';
import { PostgresRows } from '../../../server/sync/postgres/row-storage.ts';
import { writeRows, type RowWrite } from '../../../server/sync/write-rows.ts';
import { demoTeams } from '../../../server/seed/team.ts';

/** Somebody who is signed in, and what they work on. */
export type Place = {
  readonly agentId: Id;
  readonly teamId: Id;
  readonly token: string;
  readonly ticketIds: readonly Id[];
};

export type OfficeOptions = {
  readonly agents: number;
  /** The first is the demonstration's "N1 Internet"; the agents are spread over them. */
  readonly teams: number;
  readonly ticketsForEach: number;
};

/** Adds so many agents to the demonstration, signed in, each with open tickets in their team. */
export async function fillOffice(db: Database, { agents, teams, ticketsForEach }: OfficeOptions): Promise<Place[]> {
  const [first] = demoTeams;
  if (first === undefined) throw new RangeError('no teams');
  const others = Array.from({ length: teams - 1 }, (_, number): Team => {
    return { id: newId(), scope: organisationScope, name: `Plateau ${number + 2}`, level: 1 };
  });
  const teamIds = [first.id, ...others.map(({ id }) => id)];
  const people = Array.from({ length: agents }, (_, number): Agent => {
    const teamId = teamIds[number % teamIds.length] ?? first.id;
    const login = `agent.${number + 1}`;
    return {
      id: newId(),
      scope: organisationScope,
      login,
      name: login,
      role: 'agent',
      teamIds: [teamId],
      extension: null,
    };
  });
  // Nobody signs in with it: the sessions are made here, for two hundred passwords take longer to check than the bench.
  const password_hash = await hashPassword(newId());
  const tickets = people.map((agent) => Array.from({ length: ticketsForEach }, () => ticketOf(agent)));
  await db.transaction().execute(async (trx) => {
    for (const team of others) await addTeam(trx, team);
    const rows: RowWrite[] = [
      ...people.map((row): RowWrite => ({ table: 'agents', row, scopeBefore: undefined })),
      ...tickets.flat().map((row): RowWrite => ({ table: 'tickets', row, scopeBefore: undefined })),
    ];
    await writeRows(new PostgresRows(trx), rows);
    await trx
      .insertInto('credentials')
      .values(people.map(({ id, login }) => ({ agent_id: id, login_key: login, password_hash })))
      .execute();
  });
  const sessions = new Sessions(db, { sessionHours: 8, sessionIdleHours: undefined, oidcOnly: false });
  const places: Place[] = [];
  for (const [number, agent] of people.entries()) {
    const { token } = await sessions.create({
      agentId: agent.id,
      device: 'bench',
      by: 'password',
      passwordHash: password_hash,
    });
    const ticketIds = (tickets[number] ?? []).map(({ id }) => id);
    places.push({ agentId: agent.id, teamId: agent.teamIds[0] ?? first.id, token, ticketIds });
  }
  return places;
}

function ticketOf(agent: Agent): Ticket {
  const at = new Date().toISOString();
  return {
    id: newId(),
    scope: agent.teamIds[0] ?? organisationScope,
    reference: null,
    subject: `Panne de ${agent.name}`,
    state: 'open',
    pendingReason: null,
    remindAt: null,
    impact: 3,
    urgency: 3,
    major: false,
    contactId: null,
    callerNumber: null,
    assigneeId: agent.id,
    tags: [],
    createdAt: at,
    createdBy: agent.id,
    updatedAt: at,
  };
}
