import { sql, type Kysely } from 'kysely';

/** All that belongs to a ticket is found by it, for it goes where the ticket goes. Callbacks have their index already. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index entries_ticket on entries (((data ->> 'ticketId')::uuid))`.execute(db);
  await sql`create index calls_ticket on calls (((data ->> 'ticketId')::uuid))`.execute(db);
  await sql`create index validations_ticket on validations (((data ->> 'ticketId')::uuid))`.execute(db);
}
