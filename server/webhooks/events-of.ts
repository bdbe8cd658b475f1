import type { Id, Instant } from '../../domain/ids.ts';
import { newId } from '../../domain/ids.ts';
import type { Row } from '../../domain/tables.ts';
import type { RowChange } from '../sync/batch-rows.ts';
import type { RecordedEvent, WebhookEvent } from './event.ts';

/** What the changed rows of a push have to tell, in their order. A note alone is no update of its ticket. */
export function eventsOf(changes: readonly RowChange[], agentId: Id, timestamp: Instant): RecordedEvent[] {
  return changes.flatMap((change) => {
    const event = eventOf(change, agentId, timestamp);
    if (event === undefined) return [];
    const scope = change.write.row.scope;
    const scopeBefore = change.before?.scope ?? scope;
    return [{ id: newId(), type: event.type, scope, scopeBefore, body: JSON.stringify(event) }];
  });
}

/** At most one for each row. */
function eventOf({ write, before }: RowChange, agentId: Id, timestamp: Instant): WebhookEvent | undefined {
  const { table, row } = write;
  switch (table) {
    case 'tickets': {
      const ticket = row as Row<'tickets'>;
      if (before === undefined) return { type: 'ticket.created', timestamp, data: { agentId, ticket } };
      const changes = changesBetween(before, ticket);
      if (Object.keys(changes).length === 0) return undefined;
      return { type: 'ticket.updated', timestamp, data: { agentId, ticket, changes } };
    }
    case 'entries':
      return before === undefined ? eventOfEntry(row as Row<'entries'>, agentId, timestamp) : undefined;
    case 'calls': {
      const call = row as Row<'calls'>;
      const ended = call.endedAt !== null && ((before as Row<'calls'> | undefined)?.endedAt ?? null) === null;
      return ended ? { type: 'call.ended', timestamp, data: { agentId, call } } : undefined;
    }
    case 'callbacks': {
      const callback = row as Row<'callbacks'>;
      if (callback.state === 'open') {
        return before === undefined ? { type: 'callback.promised', timestamp, data: { agentId, callback } } : undefined;
      }
      const closed = (before as Row<'callbacks'> | undefined)?.state === 'open';
      return closed ? { type: 'callback.closed', timestamp, data: { agentId, callback } } : undefined;
    }
    case 'contacts': {
      const contact = row as Row<'contacts'>;
      if (before === undefined) return { type: 'contact.created', timestamp, data: { agentId, contact } };
      const changes = changesBetween(before, contact);
      if (Object.keys(changes).length === 0) return undefined;
      return { type: 'contact.updated', timestamp, data: { agentId, contact, changes } };
    }
    case 'agents':
    case 'teams':
    case 'equipment':
    case 'organisations':
    case 'outlines':
    case 'procedures':
    case 'texts':
    case 'validations':
      return undefined;
  }
}

/** What people wrote; the rest is told with the ticket or the call that it comes from. */
function eventOfEntry(entry: Row<'entries'>, agentId: Id, timestamp: Instant): WebhookEvent | undefined {
  if (entry.kind === 'note') return { type: 'note.added', timestamp, data: { agentId, note: entry } };
  if (entry.kind === 'email') return { type: 'email.recorded', timestamp, data: { agentId, email: entry } };
  if (entry.kind === 'chat') return { type: 'chat.recorded', timestamp, data: { agentId, chat: entry } };
  if (entry.kind === 'satisfaction')
    return { type: 'satisfaction.recorded', timestamp, data: { agentId, satisfaction: entry } };
  return undefined;
}

/** Every write touches `updatedAt`: that is no change that anybody asked for. */
function changesBetween(before: Row, after: Row): Record<string, { from: unknown; to: unknown }> {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (field) => field !== 'updatedAt' && JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)),
  );
  return Object.fromEntries(
    changed.map((field) => [field, { from: was.get(field) ?? null, to: is.get(field) ?? null }]),
  );
}
