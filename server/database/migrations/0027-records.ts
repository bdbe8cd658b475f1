import { sql, type Kysely } from 'kysely';

/** Words of e-mails, chats and what customers said, found as those of notes are. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create function casque_record_words(jsonb) returns tsvector language sql immutable parallel safe
    return casque_words(coalesce($1->>'subject', '') || ' ' || coalesce($1->>'correspondent', '') || ' ' || coalesce($1->>'text', ''))`.execute(
    db,
  );
  await sql`create index entries_record_words on entries using gin (casque_record_words(data))
    where data->>'kind' in ('email', 'chat', 'satisfaction')`.execute(db);
}
