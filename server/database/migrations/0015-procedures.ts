import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table procedures (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index procedures_scope_version on procedures (scope, version)`.execute(db);
}
