import { AlarmClockPlus } from 'lucide-react';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useWords } from '../words/use-text.ts';
import who from '../who/who.module.css';
import { CallbackLine } from './callback-line.tsx';
import styles from './callback.module.css';
import { recordWords } from './callback-words.ts';
import { dueShort } from './due-words.ts';
import { subjectOfContact, useAskCallback } from './subject.ts';

export type ContactCallbacksProps = {
  readonly contact: Contact;
  /** The open ticket, whose promises stand in it. */
  readonly ticketId: Id | null;
  /** Nothing else on the screen promises a call: it is done from here. */
  readonly offer: boolean;
};

/** What was promised to a contact, and what became of the last promises. */
export default function ContactCallbacks({ contact, ticketId, offer }: ContactCallbacksProps) {
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const ask = useAskCallback();
  const { id, numbers } = contact;
  const all = useStoreQuery('callbacks', null) ?? [];
  const open = all.filter(
    ({ callback }) =>
      (ticketId === null || callback.ticketId !== ticketId) &&
      (callback.contactId === id ||
        (callback.contactId === null && callback.number !== null && numbers.includes(callback.number))),
  );
  const ended = useStoreQuery('endedCallbacks', { contactId: id, limit: 3 }) ?? [];
  const promise = (): void => ask({ kind: 'new', subject: subjectOfContact(contact) });
  useAction('callback.promise', offer ? promise : null);
  if (open.length === 0 && ended.length === 0 && !offer) return null;
  return (
    <section className={who.part}>
      <h2 className={who.heading}>{text('callback.heading')}</h2>
      {open.map((view) => (
        <CallbackLine key={view.callback.id} view={view} narrow />
      ))}
      {ended.length === 0 ? null : (
        <ul className={styles.ended}>
          {ended.map((view) => (
            <li key={view.callback.id}>{endedWords(view, now, locale, text)}</li>
          ))}
        </ul>
      )}
      {offer ? (
        <Button kind="outlined" action="callback.promise" icon={<AlarmClockPlus size={14} />} onClick={promise}>
          {text('callback.promise')}
        </Button>
      ) : null}
    </section>
  );
}

function endedWords(
  { callback, closerName }: CallbackView,
  now: number,
  locale: string,
  text: ReturnType<typeof useWords>['text'],
): string {
  const { state, dueAt, closedAt } = callback;
  if (state === 'open' || closedAt === null) return '';
  const entry = { event: state, dueAt, from: null, at: closedAt };
  return [recordWords(entry, (at) => dueShort(at, now, locale, text), text), closerName ?? '']
    .filter((part) => part !== '')
    .join(' · ');
}
