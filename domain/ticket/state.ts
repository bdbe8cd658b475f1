import { z } from 'zod';

export const TicketState = z.enum(['new', 'open', 'pending', 'solved', 'closed']);
export type TicketState = z.infer<typeof TicketState>;

/** Why a pending ticket waits: the requester, a third party, or a date. */
export const PendingReason = z.enum(['requester', 'third-party', 'reminder']);
export type PendingReason = z.infer<typeof PendingReason>;

const transitions: Readonly<Record<TicketState, readonly TicketState[]>> = {
  new: ['open', 'pending', 'solved'],
  open: ['pending', 'solved'],
  pending: ['open', 'solved'],
  solved: ['open', 'closed'],
  closed: [],
};

/** A ticket never goes back to `new`, and a closed one stays closed (a follow-up is a new ticket). */
export function canMove(from: TicketState, to: TicketState): boolean {
  return from === to || transitions[from].includes(to);
}

export function nextStates(from: TicketState): readonly TicketState[] {
  return transitions[from];
}

/** States in which somebody still owes the requester something. */
export function isOpen(state: TicketState): boolean {
  return state === 'new' || state === 'open' || state === 'pending';
}
