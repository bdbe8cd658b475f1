import { sql, type Kysely } from 'kysely';

/**
 * Words of tickets, notes and contacts for PostgreSQL's full text, without accents and without a dictionary: French and English stand side
 * by side in one note, and the beginning of a word has to find it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create extension if not exists unaccent`.execute(db);
  // It may have been there before, in a schema of its own.
  const found = await sql<{ schema: string }>`
    select quote_ident(nspname) as schema from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'unaccent'`.execute(db);
  for (const statement of statements(found.rows[0]?.schema ?? 'public')) await sql.raw(statement).execute(db);
}

/**
 * Bodies with RETURN are bound when they are made: PostgreSQL 17 and later build indexes without a search path. `unaccent` itself is
 * only STABLE, since its rules may be edited; those of the extension are not.
 */
function statements(schema: string): string[] {
  const made = (name: string, parameter: string, result: string, body: string): string =>
    `create function ${name}(${parameter}) returns ${result} language sql immutable parallel safe return ${body}`;
  const words = (...fields: string[]): string =>
    `casque_words(${fields.map((field) => `coalesce($1->>'${field}', '')`).join(` || ' ' || `)})`;
  return [
    made(
      'casque_fold',
      'text',
      'text',
      `regexp_replace(lower(${schema}.unaccent('${schema}.unaccent'::regdictionary, $1)), '[^[:alnum:]-]+', ' ', 'g')`,
    ),
    // A word with a hyphen is found by its parts and as one.
    made(
      'casque_words',
      'text',
      'tsvector',
      `to_tsvector('simple'::regconfig, translate(casque_fold($1), '-', ' ') ||
        case when $1 like '%-%' then ' ' || replace(casque_fold($1), '-', '') else '' end)`,
    ),
    made('casque_ticket_words', 'jsonb', 'tsvector', words('subject', 'tags')),
    made('casque_note_words', 'jsonb', 'tsvector', words('text')),
    made('casque_contact_words', 'jsonb', 'tsvector', words('name', 'organisation', 'town', 'email', 'customerNumber')),
    `create index tickets_words on tickets using gin (casque_ticket_words(data))`,
    `create index entries_words on entries using gin (casque_note_words(data)) where data->>'kind' = 'note'`,
    `create index contacts_words on contacts using gin (casque_contact_words(data))`,
    `create index contacts_numbers on contacts using gin ((data->'numbers'))`,
    `create index tickets_contact on tickets ((data->>'contactId'))`,
    `create index tickets_caller on tickets ((data->>'callerNumber'))`,
    `create index tickets_reference on tickets ((data->>'reference'))`,
  ];
}
