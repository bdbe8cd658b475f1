import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table organisations (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index organisations_scope_version on organisations (scope, version)`.execute(db);
}
