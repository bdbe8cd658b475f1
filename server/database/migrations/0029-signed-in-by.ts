import { sql, type Kysely } from 'kysely';

/** How a session began. Of those of before the audit trail knows it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table sessions add column signed_in_by text not null default 'password'`.execute(db);
  await sql`update sessions set signed_in_by = 'oidc' from audit
    where audit.action = 'session.start' and audit.subject = sessions.id::text and audit.detail->>'by' = 'oidc'`.execute(
    db,
  );
}
