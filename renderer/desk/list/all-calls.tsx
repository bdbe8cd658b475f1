import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import { useState } from 'react';
import { talkSeconds, type Call } from '../../../domain/call/call.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useNow } from '../data/use-now.ts';
import { usePlace } from '../place/place.ts';
import { callerWords } from '../who/caller.ts';
import { outcomeLabel } from '../words/labels.ts';
import { formatDuration, formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './list.module.css';
import { useCallBack } from './use-call-back.ts';
import { useRowHeight } from './use-row-height.ts';
import { useRowList } from './use-row-list.ts';

/** My calls, the newest first; any of them is called back from here. */
export function AllCalls({ calls }: { readonly calls: readonly Call[] | undefined }) {
  const { text } = useWords();
  const place = usePlace();
  const dial = useCallBack();
  const [id, setId] = useState<Id | null>(null);
  const all = calls ?? [];
  const chosen = all.findIndex((call) => call.id === id);
  const choose = (index: number): void => {
    const call = all[index];
    setId(call?.id ?? null);
    if (call?.ticketId != null) place.openTicket(call.ticketId);
  };
  const callBack = (call: Call | undefined): void => dial(call?.number);
  const { box, rows, rowId, onKeyDown, step } = useRowList({
    count: all.length,
    chosen,
    choice: id ?? '',
    rowHeight: useRowHeight(),
    choose,
  });
  useAction('list.next', all.length > 0 ? () => step(1) : null);
  useAction('list.previous', all.length > 0 ? () => step(-1) : null);
  useAction('call.callBack', all[chosen]?.number == null ? null : () => callBack(all[chosen]));

  return (
    <>
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        role="listbox"
        tabIndex={0}
        aria-label={text('calls.view.all')}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') callBack(all[chosen]);
          else onKeyDown(event);
        }}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const call = all[row.index];
            return call === undefined ? null : (
              <CallRow
                key={call.id}
                id={rowId(row.index)}
                call={call}
                top={row.start}
                chosen={row.index === chosen}
                onChoose={(contact) => {
                  choose(row.index);
                  if (call.ticketId === null && contact !== null) place.openContact(contact);
                }}
                onCallBack={() => callBack(call)}
              />
            );
          })}
        </div>
      </div>
      {calls !== undefined && all.length === 0 ? (
        <div className={styles.empty}>
          <p>{text('calls.empty')}</p>
        </div>
      ) : null}
    </>
  );
}

type CallRowProps = {
  readonly id: string;
  readonly call: Call;
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: (contact: Contact | null) => void;
  readonly onCallBack: () => void;
};

function CallRow({ id, call, top, chosen, onChoose, onCallBack }: CallRowProps) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const now = useNow(60_000);
  const caller = useStoreQuery('caller', { number: call.number });
  const recognition = caller?.recognition;
  const known =
    recognition?.kind === 'known'
      ? recognition.contact
      : recognition?.kind === 'several' || recognition?.kind === 'organisation'
        ? (recognition.contacts.find((contact) => contact.id === call.contactId) ?? null)
        : null;
  const words = callerWords(call, recognition, known, country, text);
  const missed = call.outcome === 'missed';
  const Icon = missed ? PhoneMissed : call.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const outcome = callOutcome(call, now, text);
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-label={[words.title, words.number ?? '', outcome, formatWhen(call.startedAt, now, locale, text)].join(', ')}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={(event) => {
        if (event.button === 0) onChoose(known);
      }}
    >
      <span className={styles.rowMark}>
        <Icon size={14} className={styles.callMark} data-missed={missed ? '' : undefined} aria-hidden="true" />
      </span>
      <span className={styles.rowSubject}>{words.title}</span>
      <time className={styles.rowWhen} dateTime={call.startedAt}>
        {formatWhen(call.startedAt, now, locale, text)}
      </time>
      <span />
      <span className={styles.rowFacts}>
        <span className={styles.rowWho}>
          {outcome}
          {words.number === null || words.number === words.title ? '' : ` · ${words.number}`}
        </span>
      </span>
      <span className={styles.rowEnd}>
        {call.number === null ? null : (
          <span
            className={styles.rowAct}
            title={text('calls.callBack')}
            onMouseDown={(event) => {
              event.stopPropagation();
              onCallBack();
            }}
          >
            <Phone size={14} aria-hidden="true" />
          </span>
        )}
      </span>
    </div>
  );
}

function callOutcome(call: Call, now: number, text: ReturnType<typeof useWords>['text']): string {
  if (call.outcome === null) return text('call.phase.active');
  if (call.outcome !== 'answered') return text(outcomeLabel[call.outcome]);
  return formatDuration(talkSeconds(call, new Date(now).toISOString()));
}
