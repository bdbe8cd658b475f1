import type { z } from 'zod';
import { Agent, Team } from './agent/agent.ts';
import { Callback } from './callback/callback.ts';
import { Call } from './call/call.ts';
import { Contact } from './contact/contact.ts';
import { EquipmentItem } from './equipment/equipment.ts';
import { Organisation } from './organisation/organisation.ts';
import { Procedure } from './procedure/procedure.ts';
import { CannedText } from './text/canned-text.ts';
import { Outline } from './ticket/outline.ts';
import { Ticket } from './ticket/ticket.ts';
import { Entry } from './timeline/entry.ts';
import { Validation } from './validation/validation.ts';

/** Every synced table and the schema of its rows. The key is the name on the wire, in the store and in PostgreSQL. */
export const tables = {
  agents: Agent,
  teams: Team,
  contacts: Contact,
  tickets: Ticket,
  entries: Entry,
  calls: Call,
  validations: Validation,
  callbacks: Callback,
  equipment: EquipmentItem,
  texts: CannedText,
  organisations: Organisation,
  procedures: Procedure,
  outlines: Outline,
} as const;

export type TableName = keyof typeof tables;
export type Row<T extends TableName = TableName> = z.infer<(typeof tables)[T]>;

/** Whose rows may be an agent's own: their scope is then the agent, and nobody else has them. Outlines follow their tickets, whoever changes those. */
export const personalTables: readonly TableName[] = ['texts', 'outlines'];

export const tableNames = Object.keys(tables) as TableName[];

/** What a client knows that does not say which tables it knows. Frozen: later tables go only to those who name them. */
export const firstTables = ['agents', 'teams', 'contacts', 'tickets', 'entries', 'calls'] as const;

export function isTableName(name: unknown): name is TableName {
  return typeof name === 'string' && Object.hasOwn(tables, name);
}
