import type { Call } from '../../../domain/call/call.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallerView, TicketLine, TicketView } from '../../store/contract.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useDesk } from '../data/services.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useText } from '../words/use-text.ts';
import { callerWords, type CallerWords } from '../who/caller.ts';

/** All that the desk knows about a call, from this machine's data. */
export type CallContext = {
  readonly words: CallerWords;
  /** The agent hears themselves. */
  readonly isTest: boolean;
  readonly caller: CallerView | undefined;
  /** The call's own row, with its links; undefined until it is written. */
  readonly row: Call | undefined;
  /** Who it is, when there is no doubt or the agent said so. */
  readonly contact: Contact | null;
  /** The ticket that the call is linked to. */
  readonly ticket: TicketView | undefined;
  readonly openTickets: readonly TicketLine[];
};

export function useCallContext(call: PhoneCall): CallContext {
  const { country } = useDesk();
  const text = useText();
  const caller = useStoreQuery('caller', { number: call.number, customerNumber: call.customerNumber });
  const agents = useStoreQuery('agents', null, { off: caller?.recognition.kind !== 'internal' });
  const row = useStoreQuery('call', { id: call.id }) ?? undefined;
  const ticketId = row?.ticketId ?? null;
  const ticket = useStoreQuery('ticket', { id: ticketId ?? call.id }, { off: ticketId === null }) ?? undefined;
  // Whoever it was said to be, whatever number they call from.
  const linkedId = row?.contactId ?? null;
  const linked = useStoreQuery('contact', { id: linkedId ?? call.id }, { off: linkedId === null })?.contact;
  const contact = contactOf(linkedId, linked, caller, ticket);
  const colleague = agents?.find((agent) => agent.extension !== null && agent.extension === call.number);
  const words = callerWords(call, caller?.recognition, contact, country, text);
  const { echoNumber } = usePhone().snapshot ?? {};
  const isTest = call.direction === 'outgoing' && call.number !== null && call.number === echoNumber;
  const title = isTest ? text('call.test') : (colleague?.name ?? words.title);
  return {
    words: { ...words, title },
    isTest,
    caller,
    row,
    contact,
    ticket,
    openTickets: caller?.openTickets ?? [],
  };
}

function contactOf(
  linked: Id | null,
  contact: Contact | undefined,
  caller: CallerView | undefined,
  ticket: TicketView | undefined,
): Contact | null {
  const recognition = caller?.recognition;
  const candidates =
    recognition?.kind === 'known'
      ? [recognition.contact]
      : recognition?.kind === 'several' || recognition?.kind === 'organisation'
        ? [...recognition.contacts]
        : [];
  if (ticket?.contact != null) candidates.push(ticket.contact);
  if (contact !== undefined && contact.id === linked) return contact;
  if (linked !== null) return candidates.find((contact) => contact.id === linked) ?? null;
  return recognition?.kind === 'known' ? recognition.contact : null;
}
