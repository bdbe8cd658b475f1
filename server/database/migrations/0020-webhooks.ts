import { sql, type Kysely } from 'kysely';

/** Who is told of what happens, and what is still to be told them: a delivery is written with what it tells of, in one transaction. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table webhooks (
    id uuid primary key, url text not null, events text[] not null, team_id uuid references teams, secret bytea not null,
    created_at timestamptz not null default now()
  )`.execute(db);
  await sql`create table webhook_deliveries (
    event_id uuid not null, webhook_id uuid not null references webhooks on delete cascade, type text not null, body text not null,
    created_at timestamptz not null default now(), attempts int not null default 0, due_at timestamptz not null default now(),
    dead_at timestamptz, last_failure text, primary key (event_id, webhook_id)
  )`.execute(db);
  await sql`create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where dead_at is null`.execute(
    db,
  );
}
