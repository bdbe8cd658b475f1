import type { AgentPresence } from '../../../domain/agent/presence.ts';
import type { OnTicket } from '../../../domain/agent/ticket-presence.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import type { SyncStatus, WaitingFile } from '../contract.ts';
import type { Search } from '../search/search.ts';
import type { VisibleRows } from '../visible-rows.ts';

/** What a query may read, all of one moment. */
export type View = {
  readonly rows: VisibleRows;
  readonly actor: Actor;
  /** The signed-in agent's name and teams as of the sign-in, until their rows are synced. */
  readonly names: ReadonlyMap<Id, string>;
  /** Of the agent's line: decides how national numbers are read. */
  readonly country: string;
  readonly status: SyncStatus;
  /** Of those agents whose desk is connected; nobody while this one is not. */
  readonly presence: ReadonlyMap<Id, AgentPresence>;
  /** Who else is on this ticket; null: not known, as while this desk is not connected. */
  readonly othersOn: (ticketId: Id) => readonly OnTicket[] | null;
  /** Those of a ticket that have not come into its timeline yet. */
  readonly files: (ticketId: Id) => readonly WaitingFile[];
  /** Null until its code is loaded. */
  readonly search: Search | null;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
};

export function agentName(view: View, id: Id): string {
  return view.rows.indexes.agents.rows.get(id)?.name ?? view.names.get(id) ?? '';
}

export function teamName(view: View, id: Id): string {
  return view.rows.indexes.teams.rows.get(id)?.name ?? view.names.get(id) ?? '';
}
