import { sql } from 'kysely';
import type { Agent, Team } from '../../domain/agent/agent.ts';
import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { hashPassword, loginKey } from '../session/passwords.ts';
import { PostgresRows } from '../sync/postgres/row-storage.ts';
import { writeRows } from '../sync/write-rows.ts';

/** Agents and teams: rows of the organisation's scope that only the administrator writes. */

export async function addTeam(trx: DatabaseTransaction, team: Team): Promise<void> {
  await trx
    .insertInto('scopes')
    .values({ scope: team.id, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await writeRows(new PostgresRows(trx), [{ table: 'teams', row: team, scopeBefore: undefined }]);
}

/** Replaces what is known of a team, whose id stays. Throws `CodedError` NOT_FOUND. */
export async function changeTeam(trx: DatabaseTransaction, change: (team: Team) => Team, id: Id): Promise<void> {
  const kept = await sql<{ data: Team }>`select data from teams where id = ${id} for update`.execute(trx);
  const team = kept.rows[0]?.data;
  if (team === undefined) throw new CodedError('NOT_FOUND', `team ${id}`);
  await writeRows(new PostgresRows(trx), [{ table: 'teams', row: { ...change(team), id }, scopeBefore: team.scope }]);
}

/** Throws `CodedError` MUTATION_ID_TAKEN when somebody has the login. */
export async function addAgent(trx: DatabaseTransaction, agent: Agent, password: string): Promise<void> {
  const key = loginKey(agent.login);
  const taken = await trx.selectFrom('credentials').select('agent_id').where('login_key', '=', key).executeTakeFirst();
  if (taken !== undefined) throw new CodedError('MUTATION_ID_TAKEN', `login ${agent.login}`);
  await writeRows(new PostgresRows(trx), [{ table: 'agents', row: agent, scopeBefore: undefined }]);
  await trx
    .insertInto('credentials')
    .values({ agent_id: agent.id, login_key: key, password_hash: await hashPassword(password) })
    .execute();
}

export async function changePassword(trx: DatabaseTransaction, agentId: Id, password: string): Promise<void> {
  await trx
    .updateTable('credentials')
    .set({ password_hash: await hashPassword(password) })
    .where('agent_id', '=', agentId)
    .execute();
}

/** Replaces an agent's row, whose id stays: teams, role, name, extension. */
export async function changeAgent(trx: DatabaseTransaction, change: (agent: Agent) => Agent, id: Id): Promise<void> {
  const kept = await sql<{ data: Agent }>`select data from agents where id = ${id} for update`.execute(trx);
  const agent = kept.rows[0]?.data;
  if (agent === undefined) throw new CodedError('NOT_FOUND', `agent ${id}`);
  await writeRows(new PostgresRows(trx), [
    { table: 'agents', row: { ...change(agent), id }, scopeBefore: agent.scope },
  ]);
}

/** Takes the login, the line, the teams, the unsent words and their own texts away; the row stays, since what the agent did carries their name. */
export async function removeAgent(trx: DatabaseTransaction, id: Id): Promise<void> {
  await changeAgent(trx, (agent) => ({ ...agent, role: 'agent', teamIds: [], extension: null }), id);
  await trx.deleteFrom('credentials').where('agent_id', '=', id).execute();
  await trx.deleteFrom('oidc_identities').where('agent_id', '=', id).execute();
  await trx.deleteFrom('lines').where('agent_id', '=', id).execute();
  await trx.deleteFrom('carried_drafts').where('agent_id', '=', id).execute();
  await trx.deleteFrom('carried_calls').where('agent_id', '=', id).execute();
  await trx.deleteFrom('texts').where('scope', '=', id).execute();
  await trx.deleteFrom('outlines').where('scope', '=', id).execute();
}

/** Throws `CodedError` NOT_FOUND. */
export async function agentWithLogin(db: Database | DatabaseTransaction, login: string): Promise<Agent> {
  const found = await db
    .selectFrom('credentials')
    .innerJoin('agents', 'agents.id', 'credentials.agent_id')
    .select('agents.data')
    .where('login_key', '=', loginKey(login))
    .executeTakeFirst();
  if (found === undefined) throw new CodedError('NOT_FOUND', `no agent has the login ${login}`);
  return found.data as Agent;
}

/** Throws `CodedError` NOT_FOUND. */
export async function teamNamed(db: Database | DatabaseTransaction, name: string): Promise<Team> {
  const teams = await db.selectFrom('teams').select('data').execute();
  const team = teams.map((row) => row.data as Team).find((candidate) => candidate.name === name);
  if (team === undefined) throw new CodedError('NOT_FOUND', `no team is called ${name}`);
  return team;
}
