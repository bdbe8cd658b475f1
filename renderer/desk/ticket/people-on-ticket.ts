import type { PersonOnTicket } from '../../store/contract.ts';
import type { Words } from '../words/use-text.ts';

/** As many are named; of more, the first. */
const mostNamed = 2;

/** Who is on the ticket and who writes in it, a sentence each; null: nobody. */
export function onTicketWords(
  people: readonly PersonOnTicket[],
  words: Words,
): { readonly writing: string | null; readonly there: string | null } {
  const writing = people.filter((person) => person.writing);
  const there = people.filter((person) => !person.writing);
  return {
    writing: writing.length === 0 ? null : sentence('onTicket.writing', writing, words),
    there: there.length === 0 ? null : sentence('onTicket.there', there, words),
  };
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
  id: 'onTicket.writing' | 'onTicket.there' | 'onTicket.left',
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
