import type { SearchAnswer } from '../../store/contract.ts';
import { useText, type Text } from '../words/use-text.ts';
import type { ServerSearch } from './use-server-search.ts';
import styles from './search.module.css';

/** Nothing is typed yet: what can be. */
export function SearchHelp() {
  const text = useText();
  return (
    <dl className={styles.help}>
      <dt>{text('search.help.words')}</dt>
      <dd>{text('search.help.wordsHow')}</dd>
      <dt>{text('search.help.numbers')}</dt>
      <dd>{text('search.help.numbersHow')}</dd>
      <dt>{text('search.help.filters')}</dt>
      <dd>{text('search.help.filtersHow')}</dd>
    </dl>
  );
}

export type NothingFoundProps = {
  readonly typed: string;
  readonly filtered: boolean;
  readonly ready: number;
  readonly server: ServerSearch['state'];
};

const noneOf = {
  asking: 'search.none',
  away: 'search.none',
  answered: 'search.noneAnywhere',
} as const satisfies Record<ServerSearch['state'], string>;

/** What to do about it is said with it. */
export function NothingFound({ typed, filtered, ready, server }: NothingFoundProps) {
  const text = useText();
  return (
    <div className={styles.none}>
      <p>{typed === '' ? text('search.noneFiltered') : text(noneOf[server], { typed })}</p>
      <p className={styles.noneHint}>
        {ready < 1
          ? text('search.noneYet', { percent: Math.floor(ready * 100) })
          : text(filtered ? 'search.noneTryFilter' : 'search.noneTry')}
      </p>
    </div>
  );
}

/** How many, how sure, and what is still missing: one line for eyes and ears. */
export function summary(
  { total, contacts, ready, forgiving, loose }: SearchAnswer,
  server: ServerSearch | null,
  text: Text,
): string {
  const parts = [text('search.count', { count: total })];
  if (contacts.length > 0) parts.push(text('search.countContacts', { count: contacts.length }));
  if (forgiving && !loose && total + contacts.length > 0) parts.push(text('search.forgiving'));
  if (ready < 1) parts.push(text('search.preparing', { percent: Math.floor(ready * 100) }));
  if (server?.state === 'answered' && server.tickets.length > 0) {
    parts.push(text('search.countServer', { count: server.tickets.length }));
  }
  if (server?.state === 'away') parts.push(text('search.serverAway'));
  return parts.join(' · ');
}
