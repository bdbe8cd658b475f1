import { CallDirection, CallOutcome } from '../../../domain/call/call.ts';
import { missedCallDays, missedCallers, type CallFacts, type MissedCaller } from '../../../domain/call/missed.ts';
import { priorityRank } from '../../../domain/ticket/priority.ts';
import type { MissedLine } from '../contract.ts';
import { openTicketLines } from './tickets.ts';
import { agentName, type View } from './view.ts';

const missedPlace = CallOutcome.options.indexOf('missed');

/** From this priority on a caller's open ticket puts them before the others. */
const urgentRank = 2;

/** Who is to be called back: callers with an urgent ticket first, then who called last. */
export async function missedLines(view: View): Promise<MissedLine[]> {
  const callers = missedCallers(factsOf(view), view.now);
  const lines = await Promise.all(callers.map((caller) => missedLine(view, caller)));
  return lines.sort((a, b) => urgency(a) - urgency(b) || (a.lastAt < b.lastAt ? 1 : -1));
}

/** Every call with a number that was missed lately: the rest is read from none. */
function factsOf(view: View): CallFacts[] {
  const { calls } = view.rows.indexes;
  const since = view.now - missedCallDays * 86_400_000;
  const numbers = new Set<string>();
  for (let slot = 0; slot < calls.end; slot++) {
    const number = calls.number[slot];
    if (calls.visible[slot] !== true || calls.outcome[slot] !== missedPlace || number == null) continue;
    if ((calls.startedAt[slot] ?? 0) >= since) numbers.add(number);
  }
  const facts: CallFacts[] = [];
  for (const number of numbers) {
    for (const slot of calls.byNumber.get(number)) {
      const agentId = calls.agentId[slot] ?? '';
      // A colleague who calls a colleague is their own affair, not the team's.
      if (!number.startsWith('+') && agentId !== view.actor.agentId) continue;
      facts.push({
        id: calls.ids[slot] ?? '',
        agentId,
        number,
        direction: CallDirection.options[calls.direction[slot] ?? 0] ?? 'incoming',
        startedAt: calls.startedAt[slot] ?? 0,
        answeredAt: known(calls.answeredAt[slot]),
        endedAt: known(calls.endedAt[slot]),
        outcome: CallOutcome.options[calls.outcome[slot] ?? -1] ?? null,
        handledAt: known(calls.handledAt[slot]),
      });
    }
  }
  return facts;
}

function known(millis: number | undefined): number | null {
  return millis === undefined || millis === 0 ? null : millis;
}

async function missedLine(view: View, caller: MissedCaller): Promise<MissedLine> {
  const { tickets, contacts } = view.rows.indexes;
  const last = await view.rows.read('calls', caller.callIds.at(-1) ?? '');
  const contactIds = contacts.visibleIds(contacts.byNumber.get(caller.number));
  const slots = contactIds.flatMap((id) => [...tickets.byContact.get(id)]);
  const [ticket] = openTicketLines(view, [...slots, ...tickets.byCaller.get(caller.number)]);
  return {
    number: caller.number,
    callIds: caller.callIds,
    attempts: caller.attempts,
    firstAt: new Date(caller.firstAt).toISOString(),
    lastAt: new Date(caller.lastAt).toISOString(),
    displayName: last?.displayName ?? null,
    queue: last?.queue ?? null,
    tried:
      caller.tried === null
        ? null
        : { agentName: agentName(view, caller.tried.agentId), at: new Date(caller.tried.at).toISOString() },
    callingName: caller.calling === null ? null : agentName(view, caller.calling),
    ticket: ticket ?? null,
  };
}

function urgency(line: MissedLine): number {
  return line.ticket !== null && priorityRank(line.ticket.priority) <= urgentRank ? 0 : 1;
}
