import { AlarmClock, Check, Phone } from 'lucide-react';
import { useState } from 'react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import type { Id } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { KeyHint } from '../design/key-hint.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import list from '../list/list.module.css';
import { useRowHeight } from '../list/use-row-height.ts';
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
  // By id: the list changes under the eyes, and a key must never act on the neighbour.
  const [id, setId] = useState<Id | null>(null);
  const all = views ?? [];
  const chosen = all.findIndex(({ callback }) => callback.id === id);
  const view = all[chosen];
  const choose = (index: number): void => {
    const next = all[index];
    if (next === undefined) return;
    setId(next.callback.id);
    if (next.ticket !== null) place.openTicket(next.ticket.id);
    else if (next.contact !== null) place.openContact(next.contact);
  };
  const done = (of: CallbackView): void => {
    const index = all.indexOf(of);
    const next = all[index + 1] ?? all[index - 1];
    void acts.close(of, 'kept').then((kept) => {
      if (!kept) return;
      setId(next?.callback.id ?? null);
      announce(text('callback.keptSaid'));
    });
  };
  const { box, rows, rowId, onKeyDown, step } = useRowList({
    count: all.length,
    chosen,
    choice: id ?? '',
    rowHeight: useRowHeight(),
    choose,
  });
  useAction('list.next', all.length > 0 ? () => step(1) : null);
  useAction('list.previous', all.length > 0 ? () => step(-1) : null);
  useAction('call.callBack', view === undefined ? null : () => acts.dial(view));
  useAction('call.handled', view === undefined ? null : () => done(view));
  useAction('callback.move', view === undefined ? null : () => acts.move(view), true);

  return (
    <>
      <div
        ref={box}
        className={list.rows}
        data-place="list"
        role="listbox"
        tabIndex={0}
        aria-label={text('calls.view.promised')}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && view !== undefined) acts.dial(view);
          else onKeyDown(event);
        }}
      >
        <div className={list.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const each = all[row.index];
            return each === undefined ? null : (
              <CallbackRow
                key={each.callback.id}
                id={rowId(row.index)}
                view={each}
                top={row.start}
                chosen={row.index === chosen}
                onChoose={() => choose(row.index)}
                onDial={() => acts.dial(each)}
                onDone={() => done(each)}
              />
            );
          })}
        </div>
      </div>
      {views !== undefined && all.length === 0 ? (
        <div className={list.empty}>
          <p>{text('callback.empty')}</p>
        </div>
      ) : null}
    </>
  );
}

type CallbackRowProps = {
  readonly id: string;
  readonly view: CallbackView;
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onDial: () => void;
  readonly onDone: () => void;
};

function CallbackRow({ id, view, top, chosen, onChoose, onDial, onDone }: CallbackRowProps) {
  const { text, locale } = useWords();
  const { country, me } = useDesk();
  const now = useNow(10_000);
  const { callback, contact, ticket, delivery, callingName } = view;
  const punctuality = punctualityOf(callback.dueAt, now);
  const number = displayNumber(callback.number, country);
  const title = contact?.name ?? number ?? text('caller.unknown');
  const when =
    punctuality === 'ahead' ? dueShort(callback.dueAt, now, locale, text) : distanceWords(callback.dueAt, now, text);
  const facts = factsOf(view, me, locale, text);
  const act = (run: () => void) => (event: { stopPropagation: () => void }) => {
    event.stopPropagation();
    run();
  };
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-label={[text('callback.one'), dueShort(callback.dueAt, now, locale, text), when, title, ...facts].join(', ')}
      className={list.row}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={(event) => {
        if (event.button === 0) onChoose();
      }}
    >
      <span className={list.rowMark}>
        <AlarmClock size={14} className={styles.mark} data-when={punctuality} aria-hidden="true" />
      </span>
      <span className={list.rowSubject}>{title}</span>
      <time className={`${list.rowWhen} ${styles.when}`} data-when={punctuality} dateTime={callback.dueAt}>
        {punctuality === 'ahead'
          ? when
          : text('callback.atAnd', { time: formatClock(callback.dueAt, locale), distance: when })}
      </time>
      <span />
      <span className={list.rowFacts}>
        {ticket === null ? null : <PriorityBar priority={ticket.priority} label={false} />}
        {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
        <span className={list.rowWho} data-busy={callingName === null ? undefined : ''}>
          {facts.join(' · ')}
        </span>
      </span>
      <span className={list.rowEnd}>
        <span className={list.rowActs}>
          <span className={list.rowActWord} title={text('callback.done')} onMouseDown={act(onDone)}>
            <Check size={14} aria-hidden="true" />
            <KeyHint action="call.handled" />
          </span>
          <span className={list.rowActWord} title={text('calls.callBack')} onMouseDown={act(onDial)}>
            <Phone size={14} aria-hidden="true" />
            <KeyHint action="call.callBack" />
          </span>
        </span>
      </span>
    </div>
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
