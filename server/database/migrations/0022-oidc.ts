import { sql, type Kysely } from 'kysely';

/** Who an agent is at the identity provider: found out at the first sign-in, and then no other name there is taken for it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table oidc_identities (
    issuer text not null, subject text not null, agent_id uuid not null references agents,
    primary key (issuer, subject), unique (issuer, agent_id)
  )`.execute(db);
}
