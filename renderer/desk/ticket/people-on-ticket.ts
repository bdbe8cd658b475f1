import type { PersonOnTicket } from '../../store/contract.ts';
import type { Words } from '../words/use-text.ts';

/** As many are named; of more, the first. */
const mostNamed = 2;

/** `shown` stands in the head of the ticket, which says what it is of and has little room; `whole` says it by itself. */
export type OnTicketWords = { readonly kind: 'writing' | 'there'; readonly shown: string; readonly whole: string };

/** Who writes in the ticket, and who else is on it: a sentence each. */
export function onTicketWords(people: readonly PersonOnTicket[], words: Words): readonly OnTicketWords[] {
  const writing = people.filter((person) => person.writing);
  const there = people.filter((person) => !person.writing);
  const said: readonly OnTicketWords[] = [
    {
      kind: 'writing',
      shown: sentence('onTicket.shownWriting', writing, words),
      whole: sentence('onTicket.writing', writing, words),
    },
    {
      kind: 'there',
      shown: sentence('onTicket.shownThere', there, words),
      whole: sentence('onTicket.there', there, words),
    },
  ];
  return said.filter(({ kind }) => (kind === 'writing' ? writing : there).length > 0);
}

/**
 * What somebody who does not look is told: who came and who went. That somebody writes is on the screen, and no news: it would come again and again.
 * Null: nothing.
 */
export function comingAndGoing(
  before: readonly PersonOnTicket[],
  now: readonly PersonOnTicket[],
  words: Words,
): string | null {
  const [came, left] = [notIn(now, before), notIn(before, now)];
  const said = [
    ...(came.length === 0 ? [] : [sentence('onTicket.there', came, words)]),
    ...(left.length === 0 ? [] : [sentence('onTicket.left', left, words)]),
  ];
  return said.length === 0 ? null : said.join('. ');
}

function notIn(people: readonly PersonOnTicket[], others: readonly PersonOnTicket[]): PersonOnTicket[] {
  const known = new Set(others.map(({ agentId }) => agentId));
  return people.filter(({ agentId }) => !known.has(agentId));
}

function sentence(
  id: 'onTicket.writing' | 'onTicket.shownWriting' | 'onTicket.there' | 'onTicket.shownThere' | 'onTicket.left',
  people: readonly PersonOnTicket[],
  { text, locale }: Words,
): string {
  const names = people.map(({ name }) => name);
  const who =
    names.length <= mostNamed
      ? new Intl.ListFormat(locale).format(names)
      : text('onTicket.more', { name: names[0] ?? '', count: names.length - 1 });
  return text(id, { who, count: names.length });
}
