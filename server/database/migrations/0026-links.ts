import { sql, type Kysely } from 'kysely';

/** Tickets are found by what they are linked to, for their links follow it where it is merged. Few have any. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index tickets_links on tickets using gin ((data -> 'links') jsonb_path_ops) where data ? 'links'`.execute(
    db,
  );
}
