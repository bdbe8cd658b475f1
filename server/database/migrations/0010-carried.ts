import { sql, type Kysely } from 'kysely';

/** What follows an agent from desk to desk: unsent words, and the names of live calls. Sealed; nobody else reads them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table carried_drafts (
    agent_id uuid not null references agents, key text not null, version bigint not null, sealed bytea not null,
    saved_at timestamptz not null, ended boolean not null, primary key (agent_id, key)
  )`.execute(db);
  await sql`create unique index carried_drafts_version on carried_drafts (agent_id, version)`.execute(db);
  await sql`create table carried_calls (
    agent_id uuid primary key references agents, installation uuid not null, session_id uuid not null references sessions,
    sealed bytea not null, alive_at timestamptz not null
  )`.execute(db);
}
