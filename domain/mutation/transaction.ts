import type { Role } from '../agent/agent.ts';
import type { Id, Instant } from '../ids.ts';
import type { Row, TableName } from '../tables.ts';
import type { TicketRow } from '../ticket/belongings.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Who runs a mutation. The server takes it from the session, never from the mutation. */
export type Actor = {
  readonly agentId: Id;
  readonly role: Role;
  readonly teamIds: readonly Id[];
};

/**
 * What a mutation may do, and all it may do: the store gives it over Dexie, the server over PostgreSQL.
 * Await nothing else inside a mutation (an IndexedDB transaction closes on a foreign promise).
 */
export type Transaction = {
  readonly actor: Actor;
  /** When the agent did it, by the agent's clock (the server bounds it by its own). Informs, never orders. */
  readonly at: Instant;
  /** On the server, whose word is the last. A desk only shows what will come of it, from the rows that it has. */
  readonly isFinal: boolean;
  get<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined>;
  put<T extends TableName>(table: T, row: Row<T>): Promise<void>;
  /** All that belongs to a ticket, whichever team it is of; on a desk as far as it is there. */
  ofTicket(ticketId: Id): Promise<readonly TicketRow[]>;
  /** Tickets that have a link to this one, whichever team they are of; on a desk as far as they are there. */
  linkedTo(ticketId: Id): Promise<readonly Ticket[]>;
  /** For the server's audit trail; on a desk it does nothing. `detail` is never a secret. */
  audit(action: AuditedDeed, subject: Id, detail: Readonly<Record<string, string>>): void;
  /** The next ticket number: only the server knows it, the store answers null. */
  nextTicketReference(): Promise<number | null>;
};

/** What agents do that stands in the audit trail, because the rows no longer tell it. */
export type AuditedDeed = 'ticket.delete' | 'ticket.restore';

/** What running a mutation came to. Both sides keep it; the server's word is the last. */
export type Effect =
  /** Also when somebody else changed other fields of the same row meanwhile: both changes stand. */
  | { readonly outcome: 'applied' }
  /** Somebody else's value of these fields was there first; ours is kept in the timeline as `lost-value`. */
  | { readonly outcome: 'conflict'; readonly fields: readonly string[] };

export const applied: Effect = { outcome: 'applied' };
