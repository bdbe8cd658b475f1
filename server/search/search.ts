import type { CountryCode } from 'libphonenumber-js/max';
import { sql, type RawBuilder } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { toE164 } from '../../domain/phone-number/phone-number.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { SearchReply, SearchRequest } from '../../domain/wire/search.ts';
import type { Database } from '../database/schema.ts';

/** More words than this make nothing clearer, and each is a search of its own. */
const mostWords = 8;

/** A search that takes longer is given up: agents of the same database wait beside it. Milliseconds. */
const longestSearch = 5_000;

/**
 * Tickets of these teams that have all of the words, each in the ticket, in a note, an e-mail or a chat of it or in its contact, as a whole or as the beginning
 * of one; or the phone number; or the ticket number. The last changed first. No other team's row is looked at.
 */
export async function searchTickets(
  db: Database,
  teamIds: readonly Id[],
  request: SearchRequest,
): Promise<SearchReply> {
  const scopes = [...new Set([organisationScope, ...teamIds])];
  const conditions = [sql`t.scope = any(${scopes}::uuid[])`, ...filterOf(request), ...wantedOf(request, scopes)];
  const found = await db.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = ${sql.lit(longestSearch)}`.execute(trx);
    return await sql<{ ticket: Ticket; contact_name: string | null }>`
      select t.data as ticket, c.data->>'name' as contact_name
      from tickets t left join contacts c on c.id = (t.data->>'contactId')::uuid and c.scope = any(${scopes}::uuid[])
      where ${sql.join(conditions, sql` and `)}
      order by t.data->>'updatedAt' desc, t.id limit ${request.limit + 1}`.execute(trx);
  });
  return {
    tickets: found.rows.slice(0, request.limit).map((row) => ({ ticket: row.ticket, contactName: row.contact_name })),
    more: found.rows.length > request.limit,
  };
}

function filterOf({ states, teamId, assigneeId, tag, since, until }: SearchRequest): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (states.length > 0) conditions.push(sql`t.data->>'state' = any(${states})`);
  if (teamId !== null) conditions.push(sql`t.scope = ${teamId}`);
  if (assigneeId === 'nobody') conditions.push(sql`t.data->>'assigneeId' is null`);
  else if (assigneeId !== null) conditions.push(sql`t.data->>'assigneeId' = ${assigneeId}`);
  if (tag !== null) {
    conditions.push(
      sql`exists (select from jsonb_array_elements_text(t.data->'tags') as tag where lower(tag) = lower(${tag}))`,
    );
  }
  // Instants are ISO 8601 in UTC, to the millisecond: their order as text is that of time.
  if (since !== null) conditions.push(sql`t.data->>'updatedAt' >= ${new Date(since).toISOString()}`);
  if (until !== null) conditions.push(sql`t.data->>'updatedAt' < ${new Date(until).toISOString()}`);
  return conditions;
}

/** What each of the words narrows it to. */
function wantedOf({ text, country }: SearchRequest, scopes: readonly Id[]): RawBuilder<unknown>[] {
  const number = toE164(text, country as CountryCode);
  if (number !== undefined) return [withNumber(number, scopes)];
  const reference = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  if (reference !== undefined) return [sql`(t.data->>'reference' = ${reference} or ${withWord(reference, scopes)})`];
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  return words
    .filter((word) => word.length > 1)
    .slice(0, mostWords)
    .map((word) => withWord(word.replaceAll('-', ''), scopes));
}

function withNumber(number: string, scopes: readonly Id[]): RawBuilder<unknown> {
  return sql`(t.data->>'callerNumber' = ${number} or t.data->>'contactId' in (
    select id::text from contacts where scope = any(${[...scopes]}::uuid[]) and data->'numbers' ? ${number}))`;
}

/** `word` is letters and digits, so that it is no query of its own. */
function withWord(word: string, scopes: readonly Id[]): RawBuilder<unknown> {
  // Letters that the database does not know for such leave nothing, which matches nothing.
  const query = sql`to_tsquery('simple', nullif(replace(casque_fold(${word}), ' ', ''), '') || ':*')`;
  const inScope = sql`scope = any(${[...scopes]}::uuid[])`;
  return sql`t.id in (
    select id from tickets where ${inScope} and casque_ticket_words(data) @@ ${query}
    union all
    select (data->>'ticketId')::uuid from entries
      where ${inScope} and data->>'kind' = 'note' and casque_note_words(data) @@ ${query}
    union all
    select (data->>'ticketId')::uuid from entries
      where ${inScope} and data->>'kind' in ('email', 'chat', 'satisfaction') and casque_record_words(data) @@ ${query}
    union all
    select called.id from contacts person join tickets called on called.data->>'contactId' = person.id::text
      where person.${inScope} and called.${inScope} and casque_contact_words(person.data) @@ ${query})`;
}
