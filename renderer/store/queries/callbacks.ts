import { CallbackState, type Callback } from '../../../domain/callback/callback.ts';
import { CallDirection, CallOutcome } from '../../../domain/call/call.ts';
import { longestDialling } from '../../../domain/call/missed.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView } from '../contract.ts';
import { ticketLine } from './tickets.ts';
import { agentName, teamName, type View } from './view.ts';

const openPlace = CallbackState.options.indexOf('open');
const outgoingPlace = CallDirection.options.indexOf('outgoing');

/** What the agent's teams have promised and not done yet, the first due first. */
export async function callbackViews(view: View): Promise<CallbackView[]> {
  const { callbacks } = view.rows.indexes;
  const { agentId, teamIds } = view.actor;
  const teams = new Set<Id | undefined>(teamIds);
  const open: number[] = [];
  for (let slot = 0; slot < callbacks.end; slot++) {
    if (callbacks.visible[slot] === true && callbacks.state[slot] === openPlace) open.push(slot);
  }
  open.sort((a, b) => (callbacks.dueAt[a] ?? 0) - (callbacks.dueAt[b] ?? 0) || a - b);
  const rows = await view.rows.readAll('callbacks', callbacks.visibleIds(open));
  const ours = rows.filter((row) => teams.has(row.scope) || row.assigneeId === agentId);
  return await Promise.all(ours.map((row) => callbackView(view, row)));
}

/** What became of the last promises to a contact. */
export async function endedCallbackViews(view: View, contactId: Id, limit: number): Promise<CallbackView[]> {
  const { callbacks } = view.rows.indexes;
  const ended = callbacks.byContact
    .get(contactId)
    .filter((slot) => callbacks.state[slot] !== openPlace)
    .sort((a, b) => (callbacks.closedAt[b] ?? 0) - (callbacks.closedAt[a] ?? 0) || b - a)
    .slice(0, limit);
  const rows = await view.rows.readAll('callbacks', callbacks.visibleIds(ended));
  return await Promise.all(rows.map((row) => callbackView(view, row)));
}

async function callbackView(view: View, callback: Callback): Promise<CallbackView> {
  const { tickets } = view.rows.indexes;
  const { id, scope, contactId, ticketId, assigneeId, promisedBy, closedBy } = callback;
  const ticketSlot = ticketId === null || !tickets.isVisible(ticketId) ? undefined : tickets.find(ticketId);
  const { agentId, teamIds } = view.actor;
  return {
    callback,
    contact: contactId === null ? null : ((await view.rows.read('contacts', contactId)) ?? null),
    ticket: ticketSlot === undefined ? null : ticketLine(view, ticketSlot),
    promiserName: agentName(view, promisedBy),
    assigneeName: assigneeId === null ? null : agentName(view, assigneeId),
    teamName: teamName(view, scope),
    mine: assigneeId === null ? teamIds.includes(scope) : assigneeId === agentId,
    ...triesOf(view, callback),
    closerName: closedBy === null ? null : agentName(view, closedBy),
    delivery: view.rows.delivery('callbacks', id),
  };
}

/** Calls to the number since the promise that reached nobody (yet). */
function triesOf(view: View, callback: Callback): Pick<CallbackView, 'tried' | 'callingName'> {
  const { calls, callbacks } = view.rows.indexes;
  const slot = callbacks.find(callback.id);
  const number = slot === undefined ? null : callbacks.number[slot];
  if (slot === undefined || number == null) return { tried: null, callingName: null };
  const since = callbacks.promisedAt[slot] ?? 0;
  const tries = calls.byNumber
    .get(number)
    .filter(
      (call) =>
        calls.visible[call] === true &&
        calls.direction[call] === outgoingPlace &&
        calls.answeredAt[call] === 0 &&
        (calls.startedAt[call] ?? 0) >= since,
    )
    .sort((a, b) => (calls.startedAt[a] ?? 0) - (calls.startedAt[b] ?? 0));
  const tried = tries.findLast((call) => CallOutcome.options[calls.outcome[call] ?? -1] !== undefined);
  const calling = tries.findLast(
    (call) => calls.endedAt[call] === 0 && view.now - (calls.startedAt[call] ?? 0) < longestDialling,
  );
  const name = (call: number): string => agentName(view, calls.agentId[call] ?? '');
  return {
    tried:
      tried === undefined ? null : { agentName: name(tried), at: new Date(calls.startedAt[tried] ?? 0).toISOString() },
    callingName: calling === undefined ? null : name(calling),
  };
}
