import { useCallback } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { newId } from '../../../domain/ids.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useCallLog } from '../call-log/call-log-context.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { usePlace } from '../place/place.ts';
import { numberToKeep } from '../words/number.ts';

export type NewTicketFrom = {
  readonly call: PhoneCall | null;
  readonly contact: Contact | null;
  /** The call belongs to a ticket already: the new one takes its caller, not the call. */
  readonly linked: boolean;
};

/** Makes a ticket from what is known of the call, opens it, and puts the cursor into its subject. */
export function useNewTicket(): (from: NewTicketFrom) => Promise<void> {
  const { me, teamId, country } = useDesk();
  const log = useCallLog();
  const mutate = useMutate();
  const place = usePlace();
  return useCallback(
    async ({ call, contact, linked }) => {
      if (teamId === null) return;
      const id = newId();
      const before = place.ticketId;
      // At once: the next key is a letter of the subject, and must not be taken for a command.
      place.openTicket(id, { focusSubject: true });
      // The ticket is linked to the call's row: the row goes first.
      if (call !== null) await log?.logged(call.id);
      const made = await mutate('ticket.create@1', {
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
      if (!made) place.openTicket(before);
    },
    [me, teamId, country, log, mutate, place],
  );
}
