import type { QueryName, StoreQueries } from '../contract.ts';
import type { Touched } from '../touched.ts';
import { callbackViews, endedCallbackViews } from './callbacks.ts';
import { lastDialled, ownCalls } from './calls.ts';
import { callerView } from './caller.ts';
import { contactView, findContacts } from './contacts.ts';
import { equipmentItem, equipmentOf } from './equipment.ts';
import { attachedMajors, majorViews, ticketLinks } from './links.ts';
import { missedLines } from './missed.ts';
import { peopleOn } from './on-ticket.ts';
import { organisationView } from './organisation.ts';
import { followedViews } from './outlines.ts';
import { procedureVersion, procedureViews } from './procedures.ts';
import { excerpts, searchAnswer } from './search.ts';
import { textViews } from './texts.ts';
import { ticketView } from './ticket.ts';
import { arrivals, ticketList } from './tickets.ts';
import { validationsView } from './validations.ts';
import type { View } from './view.ts';

type Argument<Q extends QueryName> = StoreQueries[Q]['argument'];
type Answer<Q extends QueryName> = StoreQueries[Q]['answer'];

type Query<Q extends QueryName> = {
  answer(view: View, argument: Argument<Q>): Promise<Answer<Q>> | Answer<Q>;
  /** Whether a change may alter the last answer. */
  isTouched(touched: Touched, argument: Argument<Q>, last: Answer<Q>): boolean;
};

const shownWithSearch = ['tickets', 'contacts', 'entries', 'agents', 'teams'] as const;
const shownWithValidations = ['validations', 'tickets', 'contacts', 'agents', 'teams'] as const;

const shownWithCallbacks = ['callbacks', 'calls', 'tickets', 'contacts', 'agents', 'teams'] as const;

const queries: { [Q in QueryName]: Query<Q> } = {
  status: {
    answer: (view) => view.status,
    isTouched: (touched) => touched.status,
  },
  refused: {
    answer: (view) => view.status.refused,
    isTouched: (touched) => touched.status,
  },
  row: {
    answer: async (view, { table, id }) => (await view.rows.readStanding(table, id)) ?? null,
    isTouched: ({ tables }, { table }) => tables.has(table),
  },
  tickets: {
    answer: ticketList,
    isTouched: touchesTickets,
  },
  ticket: {
    answer: (view, { id }) => ticketView(view, id),
    isTouched: ({ tables, tickets, contacts }, { id }, last) =>
      tickets.has(id) ||
      tables.has('agents') ||
      tables.has('teams') ||
      (last?.ticket.contactId != null && contacts.has(last.ticket.contactId)),
  },
  organisation: {
    answer: (view, { name }) => organisationView(view, name),
    isTouched: (touched) => touched.tables.has('organisations') || touchesTickets(touched),
  },
  followed: {
    answer: followedViews,
    isTouched: touchesOutlines,
  },
  arrivals: {
    answer: arrivals,
    isTouched: touchesTickets,
  },
  links: {
    answer: (view, { id }) => ticketLinks(view, id),
    isTouched: touchesOutlines,
  },
  majors: {
    answer: majorViews,
    isTouched: touchesTickets,
  },
  majorsElsewhere: {
    answer: attachedMajors,
    isTouched: touchesOutlines,
  },
  caller: {
    answer: callerView,
    isTouched: ({ tables }) => tables.size > 0,
  },
  contacts: {
    answer: (view, { text, limit }) => findContacts(view, text, limit),
    isTouched: ({ tables }) => tables.has('contacts'),
  },
  contact: {
    answer: (view, { id }) => contactView(view, id),
    isTouched: ({ tables }) => tables.has('contacts'),
  },
  search: {
    answer: searchAnswer,
    isTouched: ({ tables, search }) => search || shownWithSearch.some((table) => tables.has(table)),
  },
  excerpts: {
    answer: excerpts,
    // A note never changes.
    isTouched: () => false,
  },
  tags: {
    answer: (view) => view.search?.tags() ?? [],
    isTouched: ({ tables, search }) => search || tables.has('tickets'),
  },
  agents: {
    answer: (view) => [...view.rows.indexes.agents.rows.values()].sort(byName),
    isTouched: ({ tables }) => tables.has('agents'),
  },
  teams: {
    answer: (view) => [...view.rows.indexes.teams.rows.values()].sort(byName),
    isTouched: ({ tables }) => tables.has('teams'),
  },
  calls: {
    answer: (view, { limit }) => ownCalls(view, limit),
    isTouched: ({ tables }) => tables.has('calls'),
  },
  call: {
    answer: async (view, { id }) => (await view.rows.read('calls', id)) ?? null,
    isTouched: ({ calls }, { id }) => calls.has(id),
  },
  missed: {
    answer: missedLines,
    isTouched: ({ tables }) => tables.has('calls') || tables.has('tickets') || tables.has('contacts'),
  },
  callbacks: {
    answer: callbackViews,
    isTouched: ({ tables }) => shownWithCallbacks.some((table) => tables.has(table)),
  },
  equipment: {
    answer: (view, { contactId, organisation }) => equipmentOf(view, contactId, organisation),
    isTouched: ({ tables }) => tables.has('equipment'),
  },
  equipmentItem: {
    answer: (view, { id }) => equipmentItem(view, id),
    isTouched: ({ tables }) => tables.has('equipment'),
  },
  procedures: {
    answer: procedureViews,
    isTouched: touchesProcedures,
  },
  procedure: {
    answer: (view, { id }) => procedureVersion(view, id),
    isTouched: touchesProcedures,
  },
  texts: {
    answer: textViews,
    isTouched: ({ tables }) => tables.has('texts') || tables.has('teams'),
  },
  endedCallbacks: {
    answer: (view, { contactId, limit }) => endedCallbackViews(view, contactId, limit),
    isTouched: ({ tables, contacts }, { contactId }) => tables.has('callbacks') && contacts.has(contactId),
  },
  validations: {
    answer: validationsView,
    isTouched: ({ tables }) => shownWithValidations.some((table) => tables.has(table)),
  },
  presence: {
    answer: (view) => [...view.presence].map(([agentId, presence]) => ({ agentId, presence })),
    isTouched: (touched) => touched.presence,
  },
  onTicket: {
    answer: peopleOn,
    isTouched: ({ onTicket, status, tables }) => onTicket || status || tables.has('agents'),
  },
  waitingFiles: {
    answer: (view, { ticketId }) => view.files(ticketId),
    isTouched: ({ files, tables }, { ticketId }) => files.has(ticketId) || tables.has('entries'),
  },
  lastDialled: {
    answer: lastDialled,
    isTouched: ({ tables }) => tables.has('calls'),
  },
};

export async function answerQuery<Q extends QueryName>(view: View, name: Q, argument: Argument<Q>): Promise<Answer<Q>> {
  return await queries[name].answer(view, argument);
}

export function isQueryTouched<Q extends QueryName>(
  touched: Touched,
  name: Q,
  argument: Argument<Q>,
  last: Answer<Q>,
): boolean {
  return touched.everything || queries[name].isTouched(touched, argument, last);
}

function touchesProcedures({ tables }: Touched): boolean {
  return tables.has('procedures') || tables.has('agents') || tables.has('teams');
}

function touchesOutlines(touched: Touched): boolean {
  return touched.tables.has('outlines') || touchesTickets(touched);
}

/** What the line of a ticket shows. */
function touchesTickets({ tables }: Touched): boolean {
  return tables.has('tickets') || tables.has('contacts') || tables.has('agents') || tables.has('teams');
}

function byName(a: { name: string; id: string }, b: { name: string; id: string }): number {
  return a.name.localeCompare(b.name, 'fr') || (a.id < b.id ? -1 : 1);
}
