import type { z } from 'zod';
import { Agent, Team } from './agent/agent.ts';
import { Call } from './call/call.ts';
import { Contact } from './contact/contact.ts';
import { Ticket } from './ticket/ticket.ts';
import { Entry } from './timeline/entry.ts';

/** Every synced table and the schema of its rows. The key is the name on the wire, in the store and in PostgreSQL. */
export const tables = {
  agents: Agent,
  teams: Team,
  contacts: Contact,
  tickets: Ticket,
  entries: Entry,
  calls: Call,
} as const;

export type TableName = keyof typeof tables;
export type Row<T extends TableName = TableName> = z.infer<(typeof tables)[T]>;

export const tableNames = Object.keys(tables) as TableName[];
