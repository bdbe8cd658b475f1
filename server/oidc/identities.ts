import { randomBytes } from 'node:crypto';
import { Agent } from '../../domain/agent/agent.ts';
import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import { ofAgent, writeAudit } from '../audit/audit.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { addAgent, teamNamed } from '../directory/directory.ts';
import { loginKey } from '../session/passwords.ts';
import type { Person } from './provider.ts';

export type FoundAgent = { readonly agentId: Id; readonly created: boolean };

/**
 * Whose agent somebody is. The first time by their login, which is then tied to who they are at the provider: a name that is given to somebody else
 * there later opens nothing here. Makes an agent in `createTeam` where there is none. Throws `CodedError` AUTH_NO_ACCOUNT.
 */
export async function agentOf(db: Database, person: Person, createTeam: string | undefined): Promise<FoundAgent> {
  const known = await knownAgent(db, person);
  if (known !== undefined) return { agentId: known, created: false };
  const { login } = person;
  if (login === undefined) throw new CodedError('AUTH_NO_ACCOUNT', 'the provider tells no login');
  return await db.transaction().execute(async (trx) => {
    const account = await trx
      .selectFrom('credentials')
      .select('agent_id')
      .where('login_key', '=', loginKey(login))
      .executeTakeFirst();
    if (account === undefined && createTeam === undefined) throw new CodedError('AUTH_NO_ACCOUNT', 'no such login');
    const agentId = account?.agent_id ?? (await create(trx, person, login, createTeam ?? ''));
    const tied = await trx
      .insertInto('oidc_identities')
      .values({ issuer: person.issuer, subject: person.subject, agent_id: agentId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('agent_id')
      .executeTakeFirst();
    // Tied to somebody else of that provider already.
    if (tied === undefined) throw new CodedError('AUTH_NO_ACCOUNT', 'the login is tied to another person');
    return { agentId, created: account === undefined };
  });
}

async function knownAgent(db: Database, { issuer, subject }: Person): Promise<Id | undefined> {
  const row = await db
    .selectFrom('oidc_identities')
    .select('agent_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.agent_id;
}

/** With a password that nobody knows; an administrator may give another. */
async function create(trx: DatabaseTransaction, person: Person, login: string, team: string): Promise<Id> {
  const agent = Agent.safeParse({
    id: newId(),
    scope: organisationScope,
    login: login.trim(),
    name: (person.name ?? login).slice(0, 120),
    role: 'agent',
    teamIds: [(await teamNamed(trx, team)).id],
    extension: null,
  });
  if (!agent.success) throw new CodedError('AUTH_NO_ACCOUNT', 'the login is none of an agent');
  await addAgent(trx, agent.data, randomBytes(32).toString('base64url'));
  const detail = { login: agent.data.login, teamIds: agent.data.teamIds, by: 'oidc' };
  await writeAudit(trx, { actor: ofAgent(agent.data.id), action: 'agent.add', subject: agent.data.id, detail });
  return agent.data.id;
}

/** Lets the next person of that login in, whoever they are at the provider. Returns how many ties there were. */
export async function untie(trx: DatabaseTransaction, agentId: Id): Promise<number> {
  const gone = await trx.deleteFrom('oidc_identities').where('agent_id', '=', agentId).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
