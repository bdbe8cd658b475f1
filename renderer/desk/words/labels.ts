import type { CallOutcome } from '../../../domain/call/call.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Level, Priority } from '../../../domain/ticket/priority.ts';
import type { PendingReason, TicketState } from '../../../domain/ticket/state.ts';
import type { Delivery } from '../../store/contract.ts';
import type { Text } from './use-text.ts';

/** Ids of the catalog for the values of the domain, written out so that none can be missing. */
export const stateLabel: Readonly<Record<TicketState, string>> = {
  new: 'ticket.state.new',
  open: 'ticket.state.open',
  pending: 'ticket.state.pending',
  solved: 'ticket.state.solved',
  closed: 'ticket.state.closed',
};

export const pendingLabel: Readonly<Record<PendingReason, string>> = {
  requester: 'ticket.pending.requester',
  'third-party': 'ticket.pending.thirdParty',
  reminder: 'ticket.pending.reminder',
};

export const impactLabel: Readonly<Record<Level, string>> = {
  1: 'ticket.impact.1',
  2: 'ticket.impact.2',
  3: 'ticket.impact.3',
  4: 'ticket.impact.4',
  5: 'ticket.impact.5',
};

export const urgencyLabel: Readonly<Record<Level, string>> = {
  1: 'ticket.urgency.1',
  2: 'ticket.urgency.2',
  3: 'ticket.urgency.3',
  4: 'ticket.urgency.4',
  5: 'ticket.urgency.5',
};

export const deliveryLabel: Readonly<Record<Delivery, string>> = {
  queued: 'delivery.queued',
  sent: 'delivery.sent',
  confirmed: 'delivery.confirmed',
  refused: 'delivery.refused',
};

export const outcomeLabel: Readonly<Record<CallOutcome, string>> = {
  answered: 'outcome.answered',
  missed: 'outcome.missed',
  rejected: 'outcome.rejected',
  cancelled: 'outcome.cancelled',
  busy: 'outcome.busy',
  'no-answer': 'outcome.noAnswer',
  failed: 'outcome.failed',
  'answered-elsewhere': 'outcome.answeredElsewhere',
};

export function priorityText(priority: Priority, text: Text): string {
  return priority === 'major' ? text('priority.major') : text('priority.level', { level: priority });
}

/** The sentence for a coded error. */
export function errorText(code: ErrorCode, text: Text): string {
  return text(`error.${code}`);
}
