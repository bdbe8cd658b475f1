import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table validations (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index validations_scope_version on validations (scope, version)`.execute(db);
}
