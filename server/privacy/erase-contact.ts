import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { CodedError } from '../../domain/errors.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { PostgresRows } from '../sync/postgres/row-storage.ts';
import { writeRows, type RowWrite } from '../sync/write-rows.ts';

/** Stands where a person's words and names were, in both languages. */
export const erased = '[effacé / erased]';

/** A name without a slash; the content goes with the next collection of files (server/files/collect.ts). */
const erasedFile = '[effacé - erased]';

export type ErasedRows = Readonly<
  Record<
    'contacts' | 'tickets' | 'entries' | 'calls' | 'validations' | 'callbacks' | 'equipment' | 'organisations',
    number
  >
>;

/**
 * Takes a person out of the data: the contact keeps its id and loses everything else, the numbers go from their tickets, calls, questions and callbacks, also
 * from those that are known by their number alone, and with whom e-mails and chats were from those of their tickets, the address from all e-mails. With `texts`
 * the words on their tickets go too (subjects, notes, e-mails, chats, what they said of their satisfaction, questions and answers), in
 * which a person may be named. What webhooks were still to be told of it is dropped. The rows stay, so that the statistics do, and the changes reach every desk. What is in backups is not changed: erase
 * again after a restore. Throws `CodedError` NOT_FOUND.
 */
export async function eraseContact(db: Database, contactId: Id, texts: boolean): Promise<ErasedRows> {
  return await db.transaction().execute(async (trx) => {
    const contacts = await locked<Contact>(trx, 'contacts', sql`id = ${contactId}`);
    const contact = contacts[0];
    if (contact === undefined) throw new CodedError('NOT_FOUND', `contact ${contactId}`);
    const numbers = contact.numbers;
    const tickets = await locked(trx, 'tickets', sql`data ->> 'contactId' = ${contactId}`);
    const ticketIds = tickets.map(({ id }) => id);
    const onTickets = sql`(data ->> 'ticketId')::uuid = any(${ticketIds}::uuid[])`;
    const exchanged = sql`data ->> 'kind' in ('email', 'chat')
      and (${onTickets} or lower(data ->> 'correspondent') = lower(${contact.email}::text))`;
    const entries = await locked(trx, 'entries', texts ? sql`${onTickets} or ${exchanged}` : exchanged);
    const calls = await locked(
      trx,
      'calls',
      sql`data ->> 'contactId' = ${contactId} or data ->> 'number' = any(${[...numbers]}::text[])
        or (data ->> 'ticketId')::uuid = any(${ticketIds}::uuid[])`,
    );
    const validations = await locked(
      trx,
      'validations',
      sql`data ->> 'contactId' = ${contactId} or data ->> 'callerNumber' = any(${[...numbers]}::text[])
        or (data ->> 'ticketId')::uuid = any(${ticketIds}::uuid[])`,
    );
    const callbacks = await locked(
      trx,
      'callbacks',
      sql`data ->> 'contactId' = ${contactId} or data ->> 'number' = any(${[...numbers]}::text[])
        or (data ->> 'ticketId')::uuid = any(${ticketIds}::uuid[])`,
    );
    const outlines = texts
      ? await locked(trx, 'outlines', sql`(data ->> 'ticketId')::uuid = any(${ticketIds}::uuid[])`)
      : [];
    const equipment = await locked(trx, 'equipment', sql`data #>> '{owner,id}' = ${contactId}`);
    const organisations = await locked(trx, 'organisations', sql`data -> 'numbers' ?| ${[...numbers]}::text[]`);
    const writes: RowWrite[] = [
      ...asWrites('contacts', contacts, ({ id, scope }) => ({
        id,
        scope,
        name: erased,
        organisation: null,
        town: null,
        email: null,
        numbers: [],
        customerNumber: null,
        equipment: [],
        note: null,
        erasedAt: new Date().toISOString(),
      })),
      ...asWrites('tickets', tickets, (row) => ({ ...row, callerNumber: null, ...(texts ? { subject: erased } : {}) })),
      ...asWrites('entries', entries, (row) => ({
        ...row,
        ...('correspondent' in row ? { correspondent: erased } : {}),
        ...(texts && ticketIds.includes(row['ticketId'] as Id) ? withoutWords(row) : {}),
      })),
      ...asWrites('outlines', outlines, (row) => ({ ...row, subject: erased })),
      ...asWrites('calls', calls, (row) => ({ ...row, number: null, displayName: null })),
      ...asWrites('validations', validations, (row) => ({
        ...row,
        callerNumber: null,
        snapshot: null,
        ...(texts ? { question: erased, ...(row['answer'] == null ? {} : { answer: erased }) } : {}),
      })),
      ...asWrites('callbacks', callbacks, (row) => ({
        ...row,
        number: null,
        ...(texts && row['about'] !== '' ? { about: erased } : {}),
      })),
      ...asWrites('equipment', equipment, (row) => ({ ...row, name: erased, serial: '', note: '', retired: true })),
      ...asWrites('organisations', organisations, (row) => ({
        ...row,
        numbers: (row['numbers'] as string[]).filter((number) => !numbers.includes(number)),
      })),
    ];
    await writeRows(new PostgresRows(trx), writes);
    // Not what was told already: whoever got it has to be asked.
    await sql`delete from webhook_deliveries where exists (
      select from unnest(${[contactId, ...ticketIds, ...numbers, ...(contact.email ? [contact.email] : [])]}::text[]) as known where strpos(body, known) > 0
    )`.execute(trx);
    return {
      contacts: contacts.length,
      tickets: tickets.length,
      entries: entries.length,
      calls: calls.length,
      validations: validations.length,
      callbacks: callbacks.length,
      equipment: equipment.length,
      organisations: organisations.length,
    };
  });
}

/** Of an entry: what stands in the place of what was written in it. */
function withoutWords(row: Known): object {
  return {
    ...(row['text'] == null ? {} : { text: erased }),
    ...('value' in row ? { value: erased } : {}),
    ...('subject' in row ? { subject: erased } : {}),
    ...(row['reason'] == null ? {} : { reason: erased }),
    ...(row['kind'] === 'file' ? { name: erasedFile, thumbnail: null, erasedAt: new Date().toISOString() } : {}),
  };
}

type Known = Row & Readonly<Record<string, unknown>>;

async function locked<R = Known>(
  trx: DatabaseTransaction,
  table: TableName,
  where: ReturnType<typeof sql>,
): Promise<R[]> {
  const found = await sql<{
    data: R;
  }>`select data from ${sql.table(table)} where ${where} order by id for no key update`.execute(trx);
  return found.rows.map(({ data }) => data);
}

function asWrites<R extends Known | Contact>(
  table: TableName,
  rows: readonly R[],
  erase: (row: R) => object,
): RowWrite[] {
  return rows.map((row) => ({ table, row: erase(row) as Row, scopeBefore: row.scope }));
}
