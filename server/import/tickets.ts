import { sql } from 'kysely';
import type { Agent, Team } from '../../domain/agent/agent.ts';
import { Level } from '../../domain/ticket/priority.ts';
import { TicketState } from '../../domain/ticket/state.ts';
import type { Database } from '../database/schema.ts';
import { loginKey } from '../session/passwords.ts';
import { importedId, Instant, type Made, type NewRow } from './import.ts';
import type { SourceRecord } from './read-records.ts';

export const ticketColumns = [
  'key',
  'team',
  'subject',
  'state',
  'impact',
  'urgency',
  'contact',
  'assignee',
  'tags',
  'createdAt',
  'note',
];

export type TicketImportOptions = {
  /** Of records that name none. */
  readonly team?: string | undefined;
  /** Who is said to have made them: an agent's login. */
  readonly author: string;
  readonly now: Date;
};

/** `key` is the number where it comes from, and is kept as a tag; `contact` is the key of an imported contact; `team` and `assignee` are a name and a login. */
export async function ticketMaker(
  db: Database,
  options: TicketImportOptions,
): Promise<(record: SourceRecord) => Promise<Made>> {
  const teams = (await db.selectFrom('teams').select('data').execute()).map(({ data }) => data as Team);
  const agents = (await db.selectFrom('agents').select('data').execute()).map(({ data }) => data as Agent);
  const agentOf = (login: string) => agents.find((agent) => loginKey(agent.login) === loginKey(login));
  const author = agentOf(options.author);
  return async ({ fields }) => {
    const given = (name: string, fallback: string) => fields[name] || fallback;
    const key = given('key', '');
    const team = teams.find(({ name }) => name === given('team', options.team ?? ''));
    const assignee = agentOf(given('assignee', ''));
    const [state, impact, urgency] = [
      TicketState.safeParse(given('state', 'open')),
      Level.safeParse(Number(given('impact', '3'))),
      Level.safeParse(Number(given('urgency', '3'))),
    ];
    const createdAt = Instant.safeParse(given('createdAt', options.now.toISOString()));
    if (key === '') return { problem: 'needs a key' };
    if (author === undefined) return { problem: `no agent has the login ${options.author}` };
    if (team === undefined) return { problem: `no team is called "${given('team', options.team ?? '')}"` };
    if (given('subject', '') === '') return { problem: 'needs a subject' };
    if (!state.success) return { problem: `state is one of ${TicketState.options.join(', ')}` };
    if (!impact.success || !urgency.success) return { problem: 'impact and urgency are 1 to 5' };
    if (!createdAt.success) return { problem: `createdAt: "${given('createdAt', '')}" is no date` };
    if (given('assignee', '') !== '' && assignee === undefined) {
      return { problem: `no agent has the login ${given('assignee', '')}` };
    }
    const contactId = fields['contact'] ? importedId('contact', fields['contact']) : null;
    if (contactId !== null && !(await exists(db, contactId))) {
      return { problem: `no imported contact has the key ${fields['contact'] ?? ''}` };
    }
    const id = importedId('ticket', `${team.id}:${key}`);
    const ticket: NewRow = {
      table: 'tickets',
      row: {
        id,
        scope: team.id,
        reference: await nextReference(db),
        subject: given('subject', ''),
        state: state.data,
        pendingReason: state.data === 'pending' ? 'requester' : null,
        remindAt: null,
        impact: impact.data,
        urgency: urgency.data,
        major: false,
        contactId,
        callerNumber: null,
        assigneeId: assignee?.id ?? null,
        tags: [...given('tags', '').split('|'), key].map((tag) => tag.trim()).filter((tag) => tag !== ''),
        createdAt: createdAt.data,
        createdBy: author.id,
        updatedAt: createdAt.data,
      },
    };
    const note = given('note', '');
    const entry = {
      kind: 'note',
      scope: team.id,
      ticketId: id,
      authorId: author.id,
      at: createdAt.data,
      text: note,
    } as const;
    if (note === '') return { rows: [ticket] };
    return { rows: [ticket, { table: 'entries', row: { ...entry, id: importedId('note', `${team.id}:${key}`) } }] };
  };
}

async function exists(db: Database, contactId: string): Promise<boolean> {
  return (await db.selectFrom('contacts').select('id').where('id', '=', contactId).executeTakeFirst()) !== undefined;
}

/** Numbers that a dry run or a known ticket takes stay unused. */
async function nextReference(db: Database): Promise<number> {
  const taken = await sql<{ value: number }>`select nextval('ticket_reference') as value`.execute(db);
  return taken.rows[0]?.value ?? 0;
}
