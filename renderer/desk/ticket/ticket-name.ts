import type { TicketLine } from '../../store/contract.ts';
import type { Text } from '../words/use-text.ts';

/** `#1042 Box en panne`, as far as it has a number and a subject. */
export function ticketWords({ reference, subject }: Pick<TicketLine, 'reference' | 'subject'>): string {
  return [reference === null ? '' : `#${reference}`, subject].filter((part) => part !== '').join(' ');
}

/** The same, and a ticket without a subject says so. */
export function ticketName({ reference, subject }: Pick<TicketLine, 'reference' | 'subject'>, text: Text): string {
  return ticketWords({ reference, subject: subject || text('ticket.noSubject') });
}
