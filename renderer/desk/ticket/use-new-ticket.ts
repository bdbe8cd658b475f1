import { useCallback } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { newId } from '../../../domain/ids.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useDesk } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { numberToKeep } from '../words/number.ts';
import { useNewTickets } from './new-tickets-context.ts';

export type NewTicketFrom = {
  readonly call: PhoneCall | null;
  readonly contact: Contact | null;
  /** The call belongs to a ticket already: the new one takes its caller, not the call. */
  readonly linked: boolean;
};

/** Makes a ticket from what is known of the call, opens it, and puts the cursor into its subject. */
export function useNewTicket(): (from: NewTicketFrom) => Promise<void> {
  const { me, teamId, country } = useDesk();
  const tickets = useNewTickets();
  const say = useSay();
  const place = usePlace();
  return useCallback(
    async ({ call, contact, linked }) => {
      if (teamId === null) return;
      const id = newId();
      const before = place.ticketId;
      // At once: the next key is a letter of the subject, and must not be taken for a command.
      place.openTicket(id, { focusSubject: true });
      const made = await tickets.make({
        id,
        teamId,
        subject: '',
        impact: 3,
        urgency: 3,
        contactId: contact?.id ?? null,
        callerNumber: call === null ? null : numberToKeep(call.number, country),
        assigneeId: me,
        tags: [],
        callId: call === null || linked ? null : call.id,
      });
      if (made.ok) return;
      say.error(made.code);
      place.openTicket(before);
    },
    [me, teamId, country, tickets, say, place],
  );
}
