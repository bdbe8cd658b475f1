import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table callbacks (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index callbacks_scope_version on callbacks (scope, version)`.execute(db);
  // For erasing a person, and for what goes with an old ticket.
  await sql`create index callbacks_contact on callbacks ((data ->> 'contactId'))`.execute(db);
  await sql`create index callbacks_ticket on callbacks (((data ->> 'ticketId')::uuid))`.execute(db);
}
