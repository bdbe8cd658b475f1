import type { Callback } from '../../domain/callback/callback.ts';
import type { Call } from '../../domain/call/call.ts';
import type { Id } from '../../domain/ids.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { Validation } from '../../domain/validation/validation.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { Entry } from '../../domain/timeline/entry.ts';

/** A change of more rows than this touches everything: to tell what it does not takes longer than to ask again. */
const mostRows = 500;

/** What a change touched: decides which live queries are asked again. */
export class Touched {
  readonly tables = new Set<TableName>();
  /** Tickets that changed, or whose timeline did. */
  readonly tickets = new Set<Id>();
  readonly contacts = new Set<Id>();
  readonly calls = new Set<Id>();
  /** The queue, the refused or the state of the sync. */
  status = false;
  /** How available the agents are. */
  presence = false;
  /** Who else is on the open ticket. */
  onTicket = false;
  /** Tickets that have other files on their way than before. */
  readonly files = new Set<Id>();
  /** More can be searched than before. */
  search = false;
  everything = false;

  /** Adds a row as it was or as it is now. */
  add(table: TableName, row: Row | undefined | null): void {
    this.tables.add(table);
    if (row == null || this.everything) return;
    if (this.tickets.size + this.contacts.size + this.calls.size > mostRows) {
      this.everything = true;
      return;
    }
    switch (table) {
      case 'tickets': {
        const ticket = row as Ticket;
        this.tickets.add(ticket.id);
        if (ticket.contactId != null) this.contacts.add(ticket.contactId);
        break;
      }
      case 'entries':
        this.tickets.add((row as Entry).ticketId);
        break;
      case 'calls': {
        const call = row as Call;
        this.calls.add(call.id);
        if (call.ticketId != null) this.tickets.add(call.ticketId);
        break;
      }
      case 'validations': {
        const { ticketId } = row as Validation;
        if (ticketId != null) this.tickets.add(ticketId);
        break;
      }
      case 'contacts':
        this.contacts.add(row.id);
        break;
      case 'callbacks': {
        const { ticketId, contactId } = row as Callback;
        if (ticketId != null) this.tickets.add(ticketId);
        if (contactId != null) this.contacts.add(contactId);
        break;
      }
      case 'equipment':
      case 'texts':
      case 'organisations':
      case 'outlines':
      case 'procedures':
      case 'agents':
      case 'teams':
        break;
    }
  }

  /** Adds a row by what the indexes knew of it before it changed. */
  addTicketOf(table: 'entries' | 'calls' | 'validations', ticketId: Id | null | undefined): void {
    this.tables.add(table);
    if (ticketId != null) this.tickets.add(ticketId);
  }

  merge(other: Touched): void {
    for (const table of other.tables) this.tables.add(table);
    for (const id of other.tickets) this.tickets.add(id);
    for (const id of other.contacts) this.contacts.add(id);
    for (const id of other.calls) this.calls.add(id);
    for (const id of other.files) this.files.add(id);
    this.status ||= other.status;
    this.presence ||= other.presence;
    this.onTicket ||= other.onTicket;
    this.search ||= other.search;
    this.everything ||= other.everything;
  }
}
