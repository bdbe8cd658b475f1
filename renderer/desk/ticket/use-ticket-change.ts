import { useMemo } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Level } from '../../../domain/ticket/priority.ts';
import type { PendingReason, TicketState } from '../../../domain/ticket/state.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { useMutate } from '../data/use-mutate.ts';

export type TicketChange = {
  readonly toState: (to: TicketState, reason: PendingReason | null) => void;
  readonly toLevels: (levels: { readonly impact?: Level; readonly urgency?: Level; readonly major?: boolean }) => void;
  readonly toAssignee: (assigneeId: Id | null) => void;
  readonly toEquipment: (equipmentId: Id | null) => void;
  readonly toContact: (contactId: Id | null) => void;
};

/** The changes an agent makes to a ticket. Each carries what they saw, so that a colleague's change is not overwritten. */
export function useTicketChange(ticket: Ticket): TicketChange {
  const mutate = useMutate();
  return useMemo(() => {
    const { id } = ticket;
    return {
      toState: (to, pendingReason) =>
        void mutate('ticket.setState@1', { id, entryId: newId(), to, pendingReason, remindAt: null }),
      toLevels: ({ impact, urgency, major }) =>
        void mutate('ticket.update@1', {
          id,
          entryId: newId(),
          changes: {
            ...(impact === undefined ? {} : { impact: { base: ticket.impact, value: impact } }),
            ...(urgency === undefined ? {} : { urgency: { base: ticket.urgency, value: urgency } }),
            ...(major === undefined ? {} : { major: { base: ticket.major, value: major } }),
          },
        }),
      toAssignee: (assigneeId) =>
        void mutate('ticket.update@1', {
          id,
          entryId: newId(),
          changes: { assigneeId: { base: ticket.assigneeId, value: assigneeId } },
        }),
      toEquipment: (equipmentId) =>
        void mutate('ticket.update@1', {
          id,
          entryId: newId(),
          changes: { equipmentId: { base: ticket.equipmentId ?? null, value: equipmentId } },
        }),
      toContact: (contactId) =>
        void mutate('ticket.update@1', {
          id,
          entryId: newId(),
          changes: { contactId: { base: ticket.contactId, value: contactId } },
        }),
    };
  }, [mutate, ticket]);
}
