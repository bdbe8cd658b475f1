import type { Id } from '../ids.ts';
import type { Transaction } from '../mutation/transaction.ts';
import type { Ticket } from './ticket.ts';

/** The ticket after a change that whoever is writing about it would want to see first: a note, its state, what it is and whose. */
export function revised(ticket: Ticket, { actor }: Pick<Transaction, 'actor'>): Ticket {
  const { count, by, since } = ticket.revised ?? { count: 0, by: null, since: 0 };
  return { ...ticket, revised: { count: count + 1, by: actor.agentId, since: by === actor.agentId ? since : count } };
}

/** Whether somebody else has changed it since it stood at `count` revisions. */
export function isRevisedByOthers({ revised: now }: Ticket, count: number, agentId: Id): boolean {
  if (now === undefined || now.count <= count) return false;
  return now.by !== agentId || now.since > count;
}
