import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Agent, Team, type Role } from '../../domain/agent/agent.ts';
import { TeamWork } from '../../domain/agent/work.ts';
import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import { consoleUser, writeAudit, type AuditAction } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import {
  addAgent,
  addTeam,
  agentWithLogin,
  changeAgent,
  changePassword,
  changeTeam,
  removeAgent,
  teamNamed,
} from '../directory/directory.ts';
import type { DatabaseTransaction } from '../database/schema.ts';
import { announce } from '../events/news.ts';
import { untie } from '../oidc/identities.ts';
import { requireNewPassword } from '../session/new-password.ts';
import { Sessions } from '../session/sessions.ts';
import { print, readJson, standardInput, withDatabase } from './with-database.ts';

export type AddAgentOptions = CommandLineOptions & {
  readonly name: string;
  readonly team: readonly string[];
  readonly role: Role;
  readonly extension?: string;
  readonly passwordStdin?: boolean;
};

export async function addTeamCommand(
  name: string,
  options: CommandLineOptions & { readonly level: number },
): Promise<void> {
  const team = checked(Team, { id: newId(), scope: organisationScope, name, level: options.level });
  await withDatabase(options, async (db) => {
    await db.transaction().execute(async (trx) => {
      await addTeam(trx, team);
      await audit(trx, 'team.add', team.id, { name });
    });
    await announce(db, { kind: 'changed', scopes: [organisationScope] });
    print(JSON.stringify(team));
  });
}

export async function teamWorkCommand(name: string, options: CommandLineOptions): Promise<void> {
  const work = checked(TeamWork, readJson(await standardInput()));
  await withDatabase(options, async (db) => {
    const { id } = await teamNamed(db, name);
    await db.transaction().execute(async (trx) => {
      await changeTeam(trx, (team) => ({ ...team, work }), id);
      await audit(trx, 'team.work', id, {});
    });
    await announce(db, { kind: 'changed', scopes: [organisationScope] });
    print(JSON.stringify({ name, work }));
  });
}

export async function addAgentCommand(login: string, options: AddAgentOptions): Promise<void> {
  const { password, made } = await passwordFor(login, options);
  await withDatabase(options, async (db) => {
    const teams = await Promise.all(options.team.map(async (name) => await teamNamed(db, name)));
    const agent = checked(Agent, {
      id: newId(),
      scope: organisationScope,
      login: login.trim(),
      name: options.name,
      role: options.role,
      teamIds: teams.map((team) => team.id),
      extension: options.extension ?? null,
    });
    await db.transaction().execute(async (trx) => {
      await addAgent(trx, agent, password);
      await audit(trx, 'agent.add', agent.id, { login: agent.login, role: agent.role, teamIds: agent.teamIds });
    });
    await announce(db, { kind: 'changed', scopes: [organisationScope] });
    print(JSON.stringify(made ? { ...agent, password } : agent));
  });
}

export async function listAgentsCommand(options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const rows = await db.selectFrom('agents').select('data').orderBy('version').execute();
    for (const { data } of rows) print(JSON.stringify(data));
  });
}

export async function passwordCommand(
  login: string,
  options: CommandLineOptions & { readonly passwordStdin?: boolean },
): Promise<void> {
  const { password, made } = await passwordFor(login, options);
  await withDatabase(options, async (db, configuration) => {
    const agent = await agentWithLogin(db, login);
    await db.transaction().execute(async (trx) => {
      await changePassword(trx, agent.id, password);
      await audit(trx, 'agent.password', agent.id, {});
    });
    const ended = await new Sessions(db, configuration).revoke(agent.id);
    await announce(db, { kind: 'ended', sessionIds: ended });
    print(JSON.stringify({ login: agent.login, sessionsEnded: ended.length, ...(made ? { password } : {}) }));
  });
}

export type ChangeAgentOptions = CommandLineOptions & {
  readonly name?: string;
  readonly team?: readonly string[];
  readonly role?: Role;
  readonly extension?: string;
};

export async function changeAgentCommand(login: string, options: ChangeAgentOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const { id } = await agentWithLogin(db, login);
    const named =
      options.team === undefined
        ? undefined
        : await Promise.all(options.team.map(async (name) => await teamNamed(db, name)));
    const change = (agent: Agent): Agent =>
      checked(Agent, {
        ...agent,
        name: options.name ?? agent.name,
        role: options.role ?? agent.role,
        teamIds: named?.map((team) => team.id) ?? agent.teamIds,
        extension: options.extension ?? agent.extension,
      });
    await db.transaction().execute(async (trx) => {
      await changeAgent(trx, change, id);
      const { role, teamIds } = await agentWithLogin(trx, login);
      await audit(trx, 'agent.change', id, { role, teamIds });
    });
    await announce(db, { kind: 'changed', scopes: [organisationScope] });
    print(JSON.stringify(await agentWithLogin(db, login)));
  });
}

export async function removeAgentCommand(login: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db, configuration) => {
    const agent = await agentWithLogin(db, login);
    const ended = await new Sessions(db, configuration).revoke(agent.id);
    await db.transaction().execute(async (trx) => {
      await removeAgent(trx, agent.id);
      await audit(trx, 'agent.remove', agent.id, { login: agent.login });
    });
    await announce(db, { kind: 'ended', sessionIds: ended });
    await announce(db, { kind: 'changed', scopes: [organisationScope] });
    print(JSON.stringify({ login: agent.login, sessionsEnded: ended.length }));
  });
}

export async function untieAgentCommand(login: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const agent = await agentWithLogin(db, login);
    const untied = await db.transaction().execute(async (trx) => {
      const count = await untie(trx, agent.id);
      await audit(trx, 'agent.untie', agent.id, { untied: count });
      return count;
    });
    print(JSON.stringify({ login: agent.login, untied }));
  });
}

export async function listTeamsCommand(options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const rows = await db.selectFrom('teams').select('data').orderBy('version').execute();
    for (const { data } of rows) print(JSON.stringify(data));
  });
}

async function audit(
  trx: DatabaseTransaction,
  action: AuditAction,
  subject: Id,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeAudit(trx, { actor: consoleUser(), action, subject, detail });
}

async function passwordFor(
  login: string,
  options: { readonly passwordStdin?: boolean },
): Promise<{ password: string; made: boolean }> {
  if (options.passwordStdin !== true) return { password: randomBytes(12).toString('base64url'), made: true };
  const password = await standardInput();
  requireNewPassword(password, login);
  return { password, made: false };
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CodedError('REQUEST_MALFORMED', z.prettifyError(parsed.error));
  return parsed.data;
}
