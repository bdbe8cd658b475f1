import type { Id } from '../../../domain/ids.ts';
import { isAsked, ValidationState, type Validation } from '../../../domain/validation/validation.ts';
import type { Person, Validations, ValidationView } from '../contract.ts';
import { ticketLine } from './tickets.ts';
import { agentName, teamName, type View } from './view.ts';

const openPlace = ValidationState.options.indexOf('open');
const answeredPlace = ValidationState.options.indexOf('answered');

/** An answer stays with the asker's calls for so long, ms; after that it is history, in the ticket. */
const answerFresh = 3_600_000;

/** What waits for this agent's answer, and what they asked. */
export async function validationsView(view: View): Promise<Validations> {
  const { validations } = view.rows.indexes;
  const { agentId, teamIds } = view.actor;
  const wanted: number[] = [];
  for (let slot = 0; slot < validations.end; slot++) {
    if (validations.visible[slot] !== true || isDoubled(view, slot)) continue;
    const open = validations.state[slot] === openPlace;
    const fresh =
      validations.state[slot] === answeredPlace && view.now - (validations.answeredAt[slot] ?? 0) < answerFresh;
    if (open || (fresh && validations.askedBy[slot] === agentId)) wanted.push(slot);
  }
  wanted.sort((a, b) => (validations.askedAt[a] ?? 0) - (validations.askedAt[b] ?? 0) || a - b);
  const rows = await view.rows.readAll('validations', validations.visibleIds(wanted));
  const me = { id: agentId, teamIds };
  const [forMe, mine] = [rows.filter((row) => isAsked(row, me)), rows.filter((row) => row.askedBy === agentId)];
  return {
    forMe: await Promise.all(forMe.map((row) => validationView(view, row))),
    mine: await Promise.all(mine.map((row) => validationView(view, row))),
  };
}

/** Those about a ticket, each once. */
export async function validationsOf(view: View, ticketId: Id): Promise<ValidationView[]> {
  const { validations } = view.rows.indexes;
  const slots = validations.byTicket.get(ticketId).filter((slot) => !isDoubled(view, slot));
  const rows = await view.rows.readAll('validations', validations.visibleIds(slots));
  return await Promise.all(rows.map((row) => validationView(view, row)));
}

/** A mirror beside its original: who works in both teams, or has just asked, sees both rows of one request. */
function isDoubled(view: View, slot: number): boolean {
  const { validations } = view.rows.indexes;
  const original = validations.mirrorOf[slot] ?? null;
  return original !== null && validations.isVisible(original);
}

async function validationView(view: View, validation: Validation): Promise<ValidationView> {
  const { tickets } = view.rows.indexes;
  const { asked, askedBy, answeredBy, contactId, ticketId, id } = validation;
  const ticketSlot = ticketId === null || !tickets.isVisible(ticketId) ? undefined : tickets.find(ticketId);
  return {
    validation,
    asker: person(view, askedBy),
    asked: asked.kind === 'agent' ? person(view, asked.id) : { name: teamName(view, asked.id), extension: null },
    answerer: answeredBy === null ? null : person(view, answeredBy),
    ticket: ticketSlot === undefined ? null : ticketLine(view, ticketSlot),
    contact: contactId === null ? null : ((await view.rows.read('contacts', contactId)) ?? null),
    delivery: view.rows.delivery('validations', id),
  };
}

function person(view: View, id: Id): Person {
  return { name: agentName(view, id), extension: view.rows.indexes.agents.rows.get(id)?.extension ?? null };
}
