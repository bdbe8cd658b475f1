import { AlarmClock } from 'lucide-react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { callBackAct, handledAct } from '../list/call-acts.tsx';
import { ListRow, type RowPlace } from '../list/list-row.tsx';
import rows from '../list/list.module.css';
import { RowList } from '../list/row-list.tsx';
import { useChosen } from '../list/use-chosen.ts';
import { useRowList } from '../list/use-row-list.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { usePlace } from '../place/place.ts';
import { displayNumber } from '../words/number.ts';
import { formatClock } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './callback.module.css';
import { distanceWords, dueShort } from './due-words.ts';
import { useCallbackActs } from './use-callback-acts.ts';

/** What was promised to callers and is still to be kept, the first due first. */
export default function CallbackList({ views }: { readonly views: readonly CallbackView[] | undefined }) {
  const { text } = useWords();
  const place = usePlace();
  const announce = useAnnounce();
  const acts = useCallbackActs();
  const all = views ?? [];
  const chosen = useChosen(all, ({ callback }) => callback.id);
  const { item: view } = chosen;
  const done = (of: CallbackView): void => {
    const next = chosen.beside(of);
    void acts.close(of, 'kept').then((kept) => {
      if (!kept) return;
      chosen.choose(next);
      announce(text('callback.keptSaid'));
    });
  };
  const list = useRowList({
    count: all.length,
    chosen: chosen.index,
    choice: chosen.key,
    choose: (index) => {
      const next = all[index];
      if (next === undefined) return;
      chosen.choose(next);
      if (next.ticket !== null) place.openTicket(next.ticket.id);
      else if (next.contact !== null) place.openContact(next.contact);
    },
  });
  useAction('call.callBack', view === undefined ? null : () => acts.dial(view));
  useAction('call.handled', view === undefined ? null : () => done(view));
  useAction('callback.move', view === undefined ? null : () => acts.move(view), true);

  return (
    <RowList
      list={list}
      label={text('calls.view.promised')}
      items={views}
      itemKey={({ callback }) => callback.id}
      row={(each, rowPlace) => (
        <CallbackRow view={each} place={rowPlace} onDial={() => acts.dial(each)} onDone={() => done(each)} />
      )}
      onEnter={() => {
        if (view !== undefined) acts.dial(view);
      }}
      empty={<p>{text('callback.empty')}</p>}
    />
  );
}

type CallbackRowProps = {
  readonly view: CallbackView;
  readonly place: RowPlace;
  readonly onDial: () => void;
  readonly onDone: () => void;
};

function CallbackRow({ view, place, onDial, onDone }: CallbackRowProps) {
  const { text, locale } = useWords();
  const { country, me } = useDesk();
  const now = useNow(10_000);
  const { callback, contact, ticket, delivery, callingName } = view;
  const punctuality = punctualityOf(callback.dueAt, now);
  const title = contact?.name ?? displayNumber(callback.number, country) ?? text('caller.unknown');
  const short = dueShort(callback.dueAt, now, locale, text);
  const when = punctuality === 'ahead' ? short : distanceWords(callback.dueAt, now, text);
  const facts = factsOf(view, me, locale, text);
  return (
    <ListRow
      place={place}
      label={[text('callback.one'), short, when, title, ...facts]}
      mark={<AlarmClock size={14} className={styles.mark} data-when={punctuality} aria-hidden="true" />}
      subject={title}
      when={
        <time className={styles.when} data-when={punctuality} dateTime={callback.dueAt}>
          {punctuality === 'ahead'
            ? when
            : text('callback.atAnd', { time: formatClock(callback.dueAt, locale), distance: when })}
        </time>
      }
      facts={
        <>
          {ticket === null ? null : <PriorityBar priority={ticket.priority} label={false} />}
          {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
          <span className={rows.rowWho} data-busy={callingName === null ? undefined : ''}>
            {facts.join(' · ')}
          </span>
        </>
      }
      acts={[handledAct(text, onDone, text('callback.done')), callBackAct(text, onDial)]}
    />
  );
}

/** What is known of it, the most important first: who is on it, what was tried, what it is about, whose it is. */
function factsOf(
  { callback, ticket, callingName, tried, assigneeName }: CallbackView,
  me: Id,
  locale: string,
  text: ReturnType<typeof useWords>['text'],
): readonly string[] {
  const about = callback.about === '' ? (ticket?.subject ?? '') : callback.about;
  return [
    callingName === null ? null : text('calls.calling', { name: callingName }),
    callingName !== null || tried === null
      ? null
      : text('calls.tried', { name: tried.agentName, time: formatClock(tried.at, locale) }),
    about === '' ? null : about,
    callback.assigneeId === me ? null : (assigneeName ?? text('callback.team')),
  ].filter((fact) => fact !== null);
}
