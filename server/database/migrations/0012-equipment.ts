import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table equipment (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index equipment_scope_version on equipment (scope, version)`.execute(db);
  // For erasing a person.
  await sql`create index equipment_contact on equipment ((data #>> '{owner,id}'))`.execute(db);
}
