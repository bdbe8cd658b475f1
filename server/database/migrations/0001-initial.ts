import { sql, type Kysely } from 'kysely';

/** Frozen: a released migration never follows the domain's list of tables. */
const entityTables = ['agents', 'teams', 'contacts', 'tickets', 'entries', 'calls'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const table of entityTables) {
    const name = sql.table(table);
    await sql`create table ${name} (
      id uuid primary key, scope uuid not null, version bigint not null, data jsonb not null
    )`.execute(db);
    await sql`create unique index ${sql.ref(`${table}_scope_version`)} on ${name} (scope, version)`.execute(db);
  }
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table scopes (scope uuid primary key, version bigint not null default 0, horizon bigint not null default 0)`,
  `create table evictions (
    scope uuid not null, table_name text not null, id uuid not null, version bigint not null,
    primary key (scope, table_name, id)
  )`,
  `create index evictions_scope_version on evictions (scope, version)`,
  `create sequence ticket_reference start 1001`,
  `create table clients (
    client_id uuid primary key, agent_id uuid not null references agents, last_seq bigint not null default 0,
    created_at timestamptz not null default now()
  )`,
  `create index clients_agent on clients (agent_id)`,
  `create table results (
    client_id uuid not null references clients on delete cascade, seq bigint not null, mutation_id uuid not null,
    first boolean not null, outcome text not null, code text, fields text[], versions jsonb not null,
    at timestamptz not null default now(), primary key (client_id, seq)
  )`,
  `create unique index results_first_mutation on results (mutation_id) where first`,
  `create index results_at on results (at)`,
  `create table credentials (
    agent_id uuid primary key references agents, login_key text not null unique, password_hash text not null
  )`,
  `create table sessions (
    id uuid primary key, agent_id uuid not null references agents, token_hash bytea not null unique,
    device text not null, created_at timestamptz not null default now(), last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null, revoked_at timestamptz
  )`,
  `create index sessions_agent on sessions (agent_id)`,
  `create table lines (agent_id uuid primary key references agents, settings jsonb not null, secret bytea not null)`,
  `create table meta (key text primary key, value text not null)`,
  `insert into meta (key, value) values ('epoch', gen_random_uuid()::text)`,
  `insert into scopes (scope) values ('00000000-0000-0000-0000-000000000000')`,
];
