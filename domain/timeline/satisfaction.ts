import { z } from 'zod';
import type { Id } from '../ids.ts';
import type { Transaction } from '../mutation/transaction.ts';
import type { Row } from '../tables.ts';
import type { TicketRow } from '../ticket/belongings.ts';

/** How satisfied the customer is (CSAT): 1 very dissatisfied, 5 very satisfied. */
export const SatisfactionScore = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type SatisfactionScore = z.infer<typeof SatisfactionScore>;

export const satisfactionScores = SatisfactionScore.options.map(({ value }) => value);

export type Satisfaction = Extract<Row<'entries'>, { kind: 'satisfaction' }>;

/** The score that counts for a ticket; undefined: none was given. */
export async function standingSatisfaction(tx: Transaction, ticketId: Id): Promise<Satisfaction | undefined> {
  return standingOf(await tx.ofTicket(ticketId));
}

/** One ticket has one standing score, also when two become one: then that of the ticket that stays, if it has any. */
export function standingOf(belongings: readonly TicketRow[]): Satisfaction | undefined {
  for (const { table, row } of belongings) {
    if (table === 'entries' && row.kind === 'satisfaction' && row.standing) return row;
  }
  return undefined;
}
