import { userInfo } from 'node:os';
import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import type { AuditedDeed } from '../../domain/mutation/transaction.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

/**
 * What is written down: who came and went, and what an administrator did. What agents do to tickets is in the tickets' own timelines, but
 * for their deletion.
 */
export type AuditAction =
  | 'session.start'
  | 'session.refused'
  | 'session.end'
  | 'team.add'
  | 'team.work'
  | 'agent.add'
  | 'agent.change'
  | 'agent.remove'
  | 'agent.password'
  | 'agent.password.refused'
  | 'agent.untie'
  | 'line.set'
  | 'secret-key.replace'
  | 'import'
  | 'backup'
  | 'restore'
  | 'epoch.renew'
  | 'contact.erase'
  | AuditedDeed
  | 'retention'
  | 'webhook.add'
  | 'webhook.remove'
  | 'webhook.retry';

export type AuditEntry = {
  /** `agent:ID`, `console:USER`, or `nobody` for a sign-in that was refused. */
  readonly actor: string;
  readonly action: AuditAction;
  /** Id of what it was done to. */
  readonly subject?: Id | undefined;
  /** Never a secret, and nothing of a customer. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

export async function writeAudit(db: Database | DatabaseTransaction, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, detail = {} } = entry;
  await sql`insert into audit (actor, action, subject, detail)
    values (${actor}, ${action}, ${subject ?? null}, ${JSON.stringify(detail)}::jsonb)`.execute(db);
}

/** The person at the terminal, as the operating system knows them; under sudo who they were before. */
export function consoleUser(): string {
  return `console:${process.env['SUDO_USER'] ?? userInfo().username}`;
}

export function ofAgent(agentId: Id): string {
  return `agent:${agentId}`;
}
