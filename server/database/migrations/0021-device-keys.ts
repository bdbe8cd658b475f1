import { sql, type Kysely } from 'kysely';

/** The public key of the device that a session is bound to; null: it is not. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table sessions add column device_key jsonb`.execute(db);
}
