import { UserRound } from 'lucide-react';
import { useDeferredValue } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useText } from '../words/use-text.ts';
import { contactPlace } from './caller.ts';
import column from './column-form.module.css';
import styles from './contact-form.module.css';
import who from './who.module.css';

const shown = 3;
/** Before so many letters everybody would be meant. */
const fewestLetters = 3;

export type KnownPeopleProps = {
  readonly typed: string;
  /** The number that the chosen one is called from comes to their card. */
  readonly takesNumber: boolean;
  readonly onChoose: (contact: Contact) => void;
};

/** Whoever calls from a number that nobody knows may well be in the contacts, under another one. */
export function KnownPeople({ typed, takesNumber, onChoose }: KnownPeopleProps) {
  const text = useText();
  const wanted = useDeferredValue(typed.trim());
  const off = wanted.length < fewestLetters;
  const found = useStoreQuery('contacts', { text: wanted, limit: shown }, { keep: true, off });
  if (off || found === undefined || found.length === 0) return null;
  return (
    <div className={styles.known} role="group" aria-label={text('contact.known')}>
      <p className={column.hint}>{text(takesNumber ? 'contact.knownHint' : 'contact.known')}</p>
      {found.map((contact) => {
        const place = contactPlace(contact);
        return (
          <button
            key={contact.id}
            type="button"
            className={who.ticket}
            aria-label={text('contact.isThem', { who: [contact.name, place].filter((part) => part !== '').join(', ') })}
            onClick={() => onChoose(contact)}
          >
            <UserRound size={14} className={styles.knownMark} aria-hidden="true" />
            <span className={who.ticketText}>
              {contact.name}
              {place === '' ? null : <span className={styles.knownPlace}>{place}</span>}
            </span>
          </button>
        );
      })}
    </div>
  );
}
