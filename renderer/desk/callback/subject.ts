import { createContext, useContext } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView, TicketView } from '../../store/contract.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import type { CallContext } from '../strip/use-call-context.ts';
import { displayNumber, numberToKeep } from '../words/number.ts';

/** Whom a callback is promised to, and what it comes from. */
export type CallbackSubject = {
  readonly name: string;
  /** Those that may be called; the first is proposed. Empty: it has to be typed. */
  readonly numbers: readonly string[];
  readonly contactId: Id | null;
  readonly ticketId: Id | null;
  readonly callId: Id | null;
};

export type CallbackRequest =
  { readonly kind: 'new'; readonly subject: CallbackSubject } | { readonly kind: 'move'; readonly view: CallbackView };

/** Opens the dialog of a callback. */
export const CallbackContext = createContext<((request: CallbackRequest) => void) | null>(null);

export function useAskCallback(): (request: CallbackRequest) => void {
  const ask = useContext(CallbackContext);
  if (ask === null) throw new Error('No CallbackContext above this part of the desk');
  return ask;
}

export function subjectOfCall(call: PhoneCall, context: CallContext, country: string): CallbackSubject {
  const { contact, words, row } = context;
  return {
    name: words.title,
    numbers: withoutDoubles([numberToKeep(call.number, country), ...(contact?.numbers ?? [])]),
    contactId: contact?.id ?? null,
    ticketId: row?.ticketId ?? null,
    callId: call.id,
  };
}

export function subjectOfTicket({ ticket, contact }: TicketView, country: string): CallbackSubject {
  return {
    name: contact?.name ?? displayNumber(ticket.callerNumber, country) ?? '',
    numbers: withoutDoubles([ticket.callerNumber, ...(contact?.numbers ?? [])]),
    contactId: ticket.contactId,
    ticketId: ticket.id,
    callId: null,
  };
}

export function subjectOfContact({ id, name, numbers }: Contact): CallbackSubject {
  return { name, numbers, contactId: id, ticketId: null, callId: null };
}

function withoutDoubles(numbers: readonly (string | null)[]): string[] {
  return [...new Set(numbers.filter((number) => number !== null))];
}
