import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table outlines (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index outlines_scope_version on outlines (scope, version)`.execute(db);
  await sql`create index outlines_ticket on outlines (((data ->> 'ticketId')::uuid))`.execute(db);
}
