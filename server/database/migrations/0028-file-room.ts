import { sql, type Kysely } from 'kysely';

/** How much an agent has sent is asked before each file, and how much all have for the metrics: neither reads the rows themselves. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index uploads_sizes on uploads (agent_id) include (size)`.execute(db);
}
