/** What stands in the server's PostgreSQL of this campaign. */
import pg from 'pg';
import { Call } from '../../domain/call/call.ts';
import { Ticket, ticketPriority } from '../../domain/ticket/ticket.ts';
import { Entry } from '../../domain/timeline/entry.ts';
import type { ServerRecord } from './oracle.ts';

/** @param since when the campaign began: what the demonstration's seed made is older */
export async function readServer(databaseUrl: string, since: Date): Promise<ServerRecord> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const rows = async (table: string, date: string): Promise<readonly unknown[]> => {
    const question = `select data from ${table} where data->>'${date}' >= $1`;
    return (await client.query<{ data: unknown }>(question, [since.toISOString()])).rows.map(({ data }) => data);
  };
  try {
    const tickets = (await rows('tickets', 'createdAt')).map((row) => Ticket.parse(row));
    const entries = (await rows('entries', 'at')).map((row) => Entry.parse(row));
    const calls = (await rows('calls', 'startedAt')).map((row) => Call.parse(row));
    // A note that a colleague's change has stopped waits for its author: it is not refused.
    const results = await client.query<{ outcome: string; code: string | null }>(
      `select outcome, code from results where outcome <> 'applied' and code is distinct from 'MUTATION_CHANGED_MEANWHILE'`,
    );
    return {
      tickets: tickets.map((ticket) => ({ ...ticket, priority: String(ticketPriority(ticket)) })),
      notes: entries.flatMap((entry) => (entry.kind === 'note' ? [entry] : [])),
      calls,
      refused: results.rows.map(({ outcome, code }) => `a mutation was ${outcome} (${code ?? 'no code'})`),
    };
  } finally {
    await client.end();
  }
}
