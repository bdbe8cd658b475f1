import { sql, type Kysely } from 'kysely';

/** Files whose content has come or is coming; the contents are in a folder. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table uploads (
    id uuid primary key, agent_id uuid not null references agents, metadata jsonb not null, size bigint not null,
    attached boolean not null default false, created_at timestamptz not null default now()
  )`.execute(db);
}
