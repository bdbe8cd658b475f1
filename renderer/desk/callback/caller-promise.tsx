import { AlarmClock } from 'lucide-react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { numberToKeep } from '../words/number.ts';
import { useWords } from '../words/use-text.ts';
import styles from './callback.module.css';
import { dueWords } from './due-words.ts';

/** Whoever rings was promised a call: they may be calling because of it. */
export function CallerPromise({
  contact,
  number,
}: {
  readonly contact: Contact | null;
  readonly number: string | null;
}) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const now = useNow(10_000);
  const kept = numberToKeep(number, country);
  const promise = useStoreQuery('callbacks', null)?.find(
    ({ callback }) =>
      (contact !== null && callback.contactId === contact.id) || (kept !== null && callback.number === kept),
  );
  if (promise === undefined) return null;
  const { dueAt, about } = promise.callback;
  const punctuality = punctualityOf(dueAt, now);
  return (
    <p className={styles.caller}>
      <AlarmClock size={14} className={styles.mark} data-when={punctuality} aria-hidden="true" />
      <span className={styles.when} data-when={punctuality}>
        {text('callback.promisedFor', { when: dueWords(dueAt, now, locale, text) })}
      </span>
      {about === '' ? null : <span className={styles.about}>{about}</span>}
    </p>
  );
}
