import { AlarmClock, CalendarClock, Phone, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { usePlace } from '../place/place.ts';
import { displayNumber } from '../words/number.ts';
import { formatClock } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './callback.module.css';
import { distanceWords } from './due-words.ts';
import { useCallbackActs } from './use-callback-acts.ts';

/** Put away, it comes back after so long, ms. */
const awayMillis = 5 * 60_000;

/** Somebody was promised a call for now: who, why, and the key that dials. Colour and words, no sound, and no focus taken. */
export default function CallbackReminder({ due }: { readonly due: readonly CallbackView[] }) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const place = usePlace();
  const acts = useCallbackActs();
  const announce = useAnnounce();
  const now = useNow(1_000);
  const [away, setAway] = useState<ReadonlyMap<Id, number>>(new Map());
  const shown = due.filter(({ callback }) => (away.get(callback.id) ?? 0) <= now);
  const [view] = shown;
  useAction('callback.dial', view === undefined ? null : () => acts.dial(view));

  const id = view?.callback.id;
  const name = view?.contact?.name ?? displayNumber(view?.callback.number ?? null, country) ?? '';
  const time = view === undefined ? '' : formatClock(view.callback.dueAt, locale);
  useEffect(() => {
    if (id !== undefined) announce(text('callback.dueSaid', { name, time }));
    // Once for each, not with each second.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  if (view === undefined || id === undefined) return null;

  const { callback, ticket, contact } = view;
  const about = callback.about === '' ? (ticket?.subject ?? '') : callback.about;
  const open = (): void => {
    if (ticket !== null) place.openTicket(ticket.id);
    else if (contact !== null) place.openContact(contact);
    else place.openSection('calls');
  };
  return (
    <section
      className={styles.reminder}
      data-when={punctualityOf(callback.dueAt, now)}
      aria-label={text('callback.reminder')}
    >
      <AlarmClock size={15} className={styles.reminderIcon} aria-hidden="true" />
      <strong className={styles.reminderTime}>{text('callback.dueAt', { time })}</strong>
      <span className={styles.reminderLate}>{distanceWords(callback.dueAt, now, text)}</span>
      <button type="button" className={styles.reminderWho} onClick={open}>
        {name}
      </button>
      <span className={styles.reminderAbout}>{about}</span>
      {shown.length === 1 ? null : (
        <span className={styles.reminderMore}>{text('callback.more', { count: shown.length - 1 })}</span>
      )}
      <span className={styles.reminderButtons}>
        <Button kind="outlined" icon={<CalendarClock size={14} />} onClick={() => acts.move(view)}>
          {text('callback.moveVerb')}
        </Button>
        <Button kind="green" action="callback.dial" icon={<Phone size={14} />} onClick={() => acts.dial(view)}>
          {text('calls.callBack')}
        </Button>
        <Button
          size="icon"
          aria-label={text('callback.away')}
          title={text('callback.away')}
          icon={<X size={15} />}
          onClick={() => setAway((before) => new Map([...before, [id, Date.now() + awayMillis]]))}
        />
      </span>
    </section>
  );
}
