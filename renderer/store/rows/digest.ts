import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { CallbackState, type Callback } from '../../../domain/callback/callback.ts';
import { CallDirection, CallOutcome, type Call } from '../../../domain/call/call.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { EquipmentItem } from '../../../domain/equipment/equipment.ts';
import type { Id } from '../../../domain/ids.ts';
import { organisationKey } from '../../../domain/organisation/organisation.ts';
import type { Procedure } from '../../../domain/procedure/procedure.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import type { CannedText } from '../../../domain/text/canned-text.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import { LinkKind } from '../../../domain/ticket/link.ts';
import { priorityRank } from '../../../domain/ticket/priority.ts';
import { TicketState } from '../../../domain/ticket/state.ts';
import type { Outline } from '../../../domain/ticket/outline.ts';
import { ticketPriority, type Ticket } from '../../../domain/ticket/ticket.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { ValidationState, type Validation } from '../../../domain/validation/validation.ts';
import { fold } from './fold.ts';

/**
 * What is kept in memory of a row: all that lists paint and look-ups need. Times are milliseconds since 1970 UTC.
 * Numbers are E.164 where they are public, so that a look-up never parses one. Instants that are not known are 0, values of an
 * enumeration their place in it (-1 for none). Digests lie on disk: when one changes, `database/upgrades.ts` makes them again.
 */
export type Digests = {
  agents: readonly [id: Id, scope: Id, row: Agent];
  teams: readonly [id: Id, scope: Id, row: Team];
  contacts: readonly [
    id: Id,
    scope: Id,
    name: string,
    haystack: string,
    numbers: readonly string[],
    organisation: string | null,
  ];
  tickets: readonly [
    id: Id,
    scope: Id,
    reference: number | null,
    subject: string,
    state: number,
    rank: number,
    contactId: Id | null,
    assigneeId: Id | null,
    updatedAt: number,
    createdAt: number,
    callerNumber: string | null,
    links: readonly LinkDigest[] | null,
    arrivedFrom: Id | null,
  ];
  entries: readonly [id: Id, scope: Id, ticketId: Id];
  calls: readonly [
    id: Id,
    scope: Id,
    agentId: Id,
    ticketId: Id | null,
    contactId: Id | null,
    number: string | null,
    startedAt: number,
    direction: number,
    outcome: number,
    answeredAt: number,
    endedAt: number,
    handledAt: number,
  ];
  validations: readonly [
    id: Id,
    scope: Id,
    askedBy: Id,
    ticketId: Id | null,
    mirrorOf: Id | null,
    state: number,
    askedAt: number,
    answeredAt: number,
  ];
  callbacks: readonly [
    id: Id,
    scope: Id,
    ticketId: Id | null,
    contactId: Id | null,
    number: string | null,
    state: number,
    dueAt: number,
    promisedAt: number,
    closedAt: number,
  ];
  equipment: readonly [id: Id, scope: Id, contactId: Id | null, organisation: string | null, retired: boolean];
  texts: readonly [id: Id, scope: Id, row: CannedText];
  organisations: readonly [id: Id, scope: Id, numbers: readonly string[]];
  procedures: readonly [id: Id, scope: Id, row: Procedure];
  outlines: readonly [id: Id, scope: Id, row: Outline];
};
/** Place in `LinkKind.options`, and to which ticket. */
export type LinkDigest = readonly [kind: number, ticketId: Id];

export type Digest<T extends TableName = TableName> = Digests[T];

const digesters: { [T in TableName]: (row: Row<T>) => Digests[T] } = {
  agents: (row) => [row.id, row.scope, row],
  teams: (row) => [row.id, row.scope, row],
  contacts: (row) => [
    row.id,
    row.scope,
    row.name,
    contactHaystack(row),
    row.numbers,
    row.organisation === null ? null : organisationKey(row.organisation),
  ],
  tickets: (row) => ticketDigest(row),
  entries: (row: Entry) => [row.id, row.scope, row.ticketId],
  calls: (row: Call) => callDigest(row),
  validations: (row) => validationDigest(row),
  callbacks: (row) => callbackDigest(row),
  equipment: (row) => equipmentDigest(row),
  texts: (row) => [row.id, row.scope, row],
  organisations: (row) => [row.id, row.scope, row.numbers],
  procedures: (row) => [row.id, row.scope, row],
  outlines: (row) => [row.id, row.scope, row],
};

export function digest<T extends TableName>(table: T, row: Row<T>): Digests[T] {
  return digesters[table](row);
}

function ticketDigest(row: Ticket): Digests['tickets'] {
  return [
    row.id,
    row.scope,
    row.reference,
    row.subject,
    TicketState.options.indexOf(row.state),
    priorityRank(ticketPriority(row)),
    row.contactId,
    row.assigneeId,
    millis(row.updatedAt),
    millis(row.createdAt),
    plainNumber(row.callerNumber),
    row.links === undefined || row.links.length === 0
      ? null
      : row.links.map(({ kind, ticketId }) => [LinkKind.options.indexOf(kind), ticketId] as const),
    row.handedOver?.from ?? null,
  ];
}

function callDigest(row: Call): Digests['calls'] {
  return [
    row.id,
    row.scope,
    row.agentId,
    row.ticketId,
    row.contactId,
    plainNumber(row.number),
    millis(row.startedAt),
    CallDirection.options.indexOf(row.direction),
    row.outcome === null ? -1 : CallOutcome.options.indexOf(row.outcome),
    millis(row.answeredAt),
    millis(row.endedAt),
    millis(row.handledAt),
  ];
}

function validationDigest(row: Validation): Digests['validations'] {
  const { id, scope, askedBy, ticketId, mirrorOf, state, askedAt, answeredAt } = row;
  const place = ValidationState.options.indexOf(state);
  return [id, scope, askedBy, ticketId, mirrorOf, place, millis(askedAt), millis(answeredAt)];
}

function callbackDigest(row: Callback): Digests['callbacks'] {
  const { id, scope, ticketId, contactId, number, state, dueAt, promisedAt, closedAt } = row;
  const place = CallbackState.options.indexOf(state);
  const times = [millis(dueAt), millis(promisedAt), millis(closedAt)] as const;
  return [id, scope, ticketId, contactId, plainNumber(number), place, ...times];
}

function equipmentDigest({ id, scope, owner, retired }: EquipmentItem): Digests['equipment'] {
  return owner.kind === 'contact'
    ? [id, scope, owner.id, null, retired]
    : [id, scope, null, organisationKey(owner.name), retired];
}

function contactHaystack(row: Contact): string {
  return fold([row.name, row.organisation, row.town, row.customerNumber].filter((part) => part != null).join(' '));
}

function plainNumber(raw: string | null): string | null {
  if (raw == null) return null;
  return /^\+[1-9]\d{3,14}$/.test(raw) ? raw : (toE164(raw) ?? raw);
}

function millis(instant: string | null | undefined): number {
  return instant == null ? 0 : Date.parse(instant) || 0;
}
