import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table texts (
    id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
  )`.execute(db);
  await sql`create unique index texts_scope_version on texts (scope, version)`.execute(db);
}
