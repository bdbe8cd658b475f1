import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type { Digests, LinkDigest } from './digest.ts';
import { Multimap } from './multimap.ts';
import { TableIndex } from './table-index.ts';

export class TicketIndex extends TableIndex<Digests['tickets']> {
  readonly scope: Id[] = [];
  /** 0: none yet. */
  readonly reference: number[] = [];
  readonly subject: string[] = [];
  /** Place in `TicketState.options`. */
  readonly state: number[] = [];
  readonly rank: number[] = [];
  readonly contactId: (Id | null)[] = [];
  readonly assigneeId: (Id | null)[] = [];
  readonly updatedAt: number[] = [];
  readonly createdAt: number[] = [];
  readonly callerNumber: (string | null)[] = [];
  /** Folded subject, made when a search first needs it. */
  readonly folded: (string | null)[] = [];
  readonly links: (readonly LinkDigest[] | null)[] = [];
  /** The team that handed it over. */
  readonly arrivedFrom: (Id | null)[] = [];
  readonly byContact = new Multimap();
  readonly byCaller = new Multimap();
  /** Those that are linked to a ticket. */
  readonly byTarget = new Multimap();
  /** Those that another team handed over and nobody has taken. */
  readonly arrived = new Set<number>();
  /** Major incidents, whatever their state. */
  readonly majors = new Set<number>();

  protected fill(slot: number, digest: Digests['tickets']): void {
    const [, scope, reference, subject, state, rank, contactId, assigneeId, updatedAt, createdAt, caller, links, from] =
      digest;
    this.scope[slot] = this.intern(scope);
    this.reference[slot] = reference ?? 0;
    this.subject[slot] = subject;
    this.state[slot] = state;
    this.rank[slot] = rank;
    this.contactId[slot] = this.intern(contactId);
    this.assigneeId[slot] = this.intern(assigneeId);
    this.updatedAt[slot] = updatedAt;
    this.createdAt[slot] = createdAt;
    this.callerNumber[slot] = caller;
    this.folded[slot] = null;
    this.links[slot] = links;
    this.arrivedFrom[slot] = this.intern(from);
    this.byContact.add(contactId, slot);
    this.byCaller.add(caller, slot);
    for (const [, ticketId] of links ?? []) this.byTarget.add(ticketId, slot);
    if (rank === 0) this.majors.add(slot);
    if (from !== null && assigneeId === null) this.arrived.add(slot);
  }

  protected empty(slot: number): void {
    this.byContact.remove(this.contactId[slot] ?? null, slot);
    this.byCaller.remove(this.callerNumber[slot] ?? null, slot);
    for (const [, ticketId] of this.links[slot] ?? []) this.byTarget.remove(ticketId, slot);
    this.links[slot] = null;
    this.majors.delete(slot);
    this.arrived.delete(slot);
    this.subject[slot] = '';
    this.folded[slot] = null;
  }
}

export class EntryIndex extends TableIndex<Digests['entries']> {
  readonly ticketId: Id[] = [];
  readonly byTicket = new Multimap();

  protected fill(slot: number, [, , ticketId]: Digests['entries']): void {
    this.ticketId[slot] = this.intern(ticketId);
    this.byTicket.add(ticketId, slot);
  }

  protected empty(slot: number): void {
    this.byTicket.remove(this.ticketId[slot] ?? null, slot);
  }
}

export class CallIndex extends TableIndex<Digests['calls']> {
  readonly agentId: Id[] = [];
  readonly ticketId: (Id | null)[] = [];
  readonly contactId: (Id | null)[] = [];
  readonly number: (string | null)[] = [];
  readonly startedAt: number[] = [];
  /** Place in `CallDirection.options`. */
  readonly direction: number[] = [];
  /** Place in `CallOutcome.options`; -1: none yet. */
  readonly outcome: number[] = [];
  /** 0: not yet, here and in the next two. */
  readonly answeredAt: number[] = [];
  readonly endedAt: number[] = [];
  readonly handledAt: number[] = [];
  readonly byTicket = new Multimap();
  readonly byContact = new Multimap();
  readonly byNumber = new Multimap();

  protected fill(slot: number, digest: Digests['calls']): void {
    const [, , agentId, ticketId, contactId, number, startedAt, direction, outcome, answeredAt, endedAt, handledAt] =
      digest;
    this.direction[slot] = direction;
    this.outcome[slot] = outcome;
    this.answeredAt[slot] = answeredAt;
    this.endedAt[slot] = endedAt;
    this.handledAt[slot] = handledAt;
    this.agentId[slot] = this.intern(agentId);
    this.ticketId[slot] = this.intern(ticketId);
    this.contactId[slot] = this.intern(contactId);
    this.number[slot] = number;
    this.startedAt[slot] = startedAt;
    this.byTicket.add(ticketId, slot);
    this.byContact.add(contactId, slot);
    this.byNumber.add(number, slot);
  }

  protected empty(slot: number): void {
    this.byTicket.remove(this.ticketId[slot] ?? null, slot);
    this.byContact.remove(this.contactId[slot] ?? null, slot);
    this.byNumber.remove(this.number[slot] ?? null, slot);
  }
}

export class ContactIndex extends TableIndex<Digests['contacts']> {
  readonly name: string[] = [];
  readonly haystack: string[] = [];
  readonly numbers: (readonly string[])[] = [];
  readonly organisation: (string | null)[] = [];
  readonly byNumber = new Multimap();
  readonly byOrganisation = new Multimap();

  protected fill(slot: number, [, , name, haystack, numbers, organisation]: Digests['contacts']): void {
    this.name[slot] = name;
    this.haystack[slot] = haystack;
    this.numbers[slot] = numbers;
    for (const number of new Set(numbers)) this.byNumber.add(number, slot);
    this.organisation[slot] = this.intern(organisation);
    this.byOrganisation.add(organisation, slot);
  }

  protected empty(slot: number): void {
    for (const number of new Set(this.numbers[slot])) this.byNumber.remove(number, slot);
    this.byOrganisation.remove(this.organisation[slot] ?? null, slot);
    this.name[slot] = '';
    this.haystack[slot] = '';
    this.numbers[slot] = [];
  }
}

export class ValidationIndex extends TableIndex<Digests['validations']> {
  readonly askedBy: Id[] = [];
  readonly ticketId: (Id | null)[] = [];
  readonly mirrorOf: (Id | null)[] = [];
  /** Place in `ValidationState.options`. */
  readonly state: number[] = [];
  readonly askedAt: number[] = [];
  /** 0: not yet. */
  readonly answeredAt: number[] = [];
  readonly byTicket = new Multimap();

  protected fill(slot: number, digest: Digests['validations']): void {
    const [, , askedBy, ticketId, mirrorOf, state, askedAt, answeredAt] = digest;
    this.askedBy[slot] = this.intern(askedBy);
    this.ticketId[slot] = this.intern(ticketId);
    this.mirrorOf[slot] = mirrorOf;
    this.state[slot] = state;
    this.askedAt[slot] = askedAt;
    this.answeredAt[slot] = answeredAt;
    this.byTicket.add(ticketId, slot);
  }

  protected empty(slot: number): void {
    this.byTicket.remove(this.ticketId[slot] ?? null, slot);
  }
}

export class CallbackIndex extends TableIndex<Digests['callbacks']> {
  readonly scope: Id[] = [];
  readonly ticketId: (Id | null)[] = [];
  readonly contactId: (Id | null)[] = [];
  readonly number: (string | null)[] = [];
  /** Place in `CallbackState.options`. */
  readonly state: number[] = [];
  readonly dueAt: number[] = [];
  readonly promisedAt: number[] = [];
  /** 0: not yet. */
  readonly closedAt: number[] = [];
  readonly byTicket = new Multimap();
  readonly byContact = new Multimap();
  readonly byNumber = new Multimap();

  protected fill(slot: number, digest: Digests['callbacks']): void {
    const [, scope, ticketId, contactId, number, state, dueAt, promisedAt, closedAt] = digest;
    this.scope[slot] = this.intern(scope);
    this.ticketId[slot] = this.intern(ticketId);
    this.contactId[slot] = this.intern(contactId);
    this.number[slot] = number;
    this.state[slot] = state;
    this.dueAt[slot] = dueAt;
    this.promisedAt[slot] = promisedAt;
    this.closedAt[slot] = closedAt;
    this.byTicket.add(ticketId, slot);
    this.byContact.add(contactId, slot);
    this.byNumber.add(number, slot);
  }

  protected empty(slot: number): void {
    this.byTicket.remove(this.ticketId[slot] ?? null, slot);
    this.byContact.remove(this.contactId[slot] ?? null, slot);
    this.byNumber.remove(this.number[slot] ?? null, slot);
  }
}

export class EquipmentIndex extends TableIndex<Digests['equipment']> {
  readonly contactId: (Id | null)[] = [];
  readonly organisation: (string | null)[] = [];
  readonly retired: boolean[] = [];
  readonly byContact = new Multimap();
  readonly byOrganisation = new Multimap();

  protected fill(slot: number, [, , contactId, organisation, retired]: Digests['equipment']): void {
    this.contactId[slot] = this.intern(contactId);
    this.organisation[slot] = this.intern(organisation);
    this.retired[slot] = retired;
    this.byContact.add(contactId, slot);
    this.byOrganisation.add(organisation, slot);
  }

  protected empty(slot: number): void {
    this.byContact.remove(this.contactId[slot] ?? null, slot);
    this.byOrganisation.remove(this.organisation[slot] ?? null, slot);
  }
}

export class OrganisationIndex extends TableIndex<Digests['organisations']> {
  readonly numbers: (readonly string[])[] = [];
  /** By number or range (`+33298001*`). */
  readonly byNumber = new Multimap();

  protected fill(slot: number, [, , numbers]: Digests['organisations']): void {
    this.numbers[slot] = numbers;
    for (const number of new Set(numbers)) this.byNumber.add(number, slot);
  }

  protected empty(slot: number): void {
    for (const number of new Set(this.numbers[slot])) this.byNumber.remove(number, slot);
  }
}

/** Few rows, kept whole. */
export class WholeIndex<T extends 'agents' | 'teams' | 'texts' | 'procedures' | 'outlines'> extends TableIndex<
  Digests[T]
> {
  readonly rows = new Map<Id, Row<T>>();

  protected fill(slot: number, digest: Digests[T]): void {
    this.rows.set(this.ids[slot] ?? '', digest[2] as unknown as Row<T>);
  }

  protected empty(slot: number): void {
    this.rows.delete(this.ids[slot] ?? '');
  }
}

export class Indexes {
  readonly agents = new WholeIndex<'agents'>();
  readonly teams = new WholeIndex<'teams'>();
  readonly contacts = new ContactIndex();
  readonly tickets = new TicketIndex();
  readonly entries = new EntryIndex();
  readonly calls = new CallIndex();
  readonly validations = new ValidationIndex();
  readonly callbacks = new CallbackIndex();
  readonly equipment = new EquipmentIndex();
  readonly texts = new WholeIndex<'texts'>();
  readonly organisations = new OrganisationIndex();
  readonly procedures = new WholeIndex<'procedures'>();
  readonly outlines = new WholeIndex<'outlines'>();

  of<T extends TableName>(table: T): TableIndex<Digests[T]> {
    return this[table] as unknown as TableIndex<Digests[T]>;
  }
}
