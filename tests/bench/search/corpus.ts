import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import type { Contact } from '../../../domain/contact/contact.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { People } from '../../../server/seed/contacts.ts';
import { Random } from '../../../server/seed/random.ts';
import { scenarios } from '../../../server/seed/scenarios/index.ts';
import { demoAgents, demoTeams } from '../../../server/seed/team.ts';
import { ticketHistory } from '../../../server/seed/tickets.ts';

export type Corpus = {
  readonly contacts: readonly Contact[];
  readonly tickets: readonly Ticket[];
  readonly entries: readonly Entry[];
};

/** Of a ticket's history, its first entries: that is some three notes each with the one of its own. */
const mostEntries = 2;

const now = new Date('2026-11-20T09:00:00.000Z');

/**
 * The demonstration's tickets, in French, all in one team, each with its notes, and to every one a sentence more in French or in English and
 * often a serial number of its own: the demonstration's words alone are too few for a measurement.
 */
export function makeCorpus(count: number): Corpus {
  const random = new Random(5);
  const people = new People(random);
  const contacts = people.contacts(Math.min(4000, Math.ceil(count / 10)));
  const sentences = [...sentencesOf('fr'), ...sentencesOf('en')];
  const tickets: Ticket[] = [];
  const entries: Entry[] = [];
  const team = demoTeams[0]?.id ?? organisationScope;
  for (let index = 0; index < count; index++) {
    const scenario = random.pick(scenarios);
    const history = ticketHistory({ random, scenario, contact: random.pick(contacts), reference: 1001 + index, now });
    tickets.push({ ...history.ticket, scope: team });
    for (const entry of history.entries.slice(0, mostEntries)) entries.push({ ...entry, scope: team });
    const serial = random.chance(0.5) ? ` AB${random.between(100_000, 999_999)}` : '';
    const { id: ticketId, createdBy: authorId, createdAt: at } = history.ticket;
    const text = `${random.pick(sentences)}${serial}`;
    entries.push({ kind: 'note', id: random.id(), scope: team, ticketId, authorId, at, text });
  }
  return { contacts, tickets, entries };
}

/** The sentences of the program itself: the French and English that there is without a dictionary. */
function sentencesOf(language: 'fr' | 'en'): string[] {
  const file = readFileSync(path.join(ROOT, 'assets', 'translations', `${language}.po`), 'utf8');
  return [...file.matchAll(/^msgstr "(.{12,})"$/gm)].map((match) => (match[1] ?? '').replace(/[{}\\]/g, ' '));
}

export const agent = { ...demoAgents[0]!, teamIds: [demoTeams[0]!.id] };
export const teams = demoTeams;
