import { Check, Phone, PhoneMissed } from 'lucide-react';
import { useState } from 'react';
import type { MissedLine } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { KeyHint } from '../design/key-hint.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { usePlace } from '../place/place.ts';
import { callerWords } from '../who/caller.ts';
import { formatClock, formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './list.module.css';
import { useCallBack } from './use-call-back.ts';
import { useRowHeight } from './use-row-height.ts';
import { useRowList } from './use-row-list.ts';

/** Callers who reached nobody, once for the whole team, until somebody has spoken to them or says that it is done. */
export function MissedCalls({ lines }: { readonly lines: readonly MissedLine[] | undefined }) {
  const { text } = useWords();
  const place = usePlace();
  const mutate = useMutate();
  const announce = useAnnounce();
  const dial = useCallBack();
  // By number: the list changes under the eyes, and a key must never act on the neighbour.
  const [number, setNumber] = useState<string | null>(null);
  const all = lines ?? [];
  const chosen = all.findIndex((line) => line.number === number);
  const line = all[chosen];
  const choose = (index: number): void => {
    const next = all[index];
    if (next === undefined) return;
    setNumber(next.number);
    if (next.ticket !== null) place.openTicket(next.ticket.id);
  };
  const callBack = (of: MissedLine | undefined): void => dial(of?.number);
  const handled = (of: MissedLine): void => {
    const index = all.indexOf(of);
    const next = all[index + 1] ?? all[index - 1];
    void mutate('call.handled@1', { ids: [...of.callIds] }).then((done) => {
      if (!done) return;
      setNumber(next?.number ?? null);
      announce(text('calls.handledSaid'));
    });
  };
  const { box, rows, rowId, onKeyDown, step } = useRowList({
    count: all.length,
    chosen,
    choice: number ?? '',
    rowHeight: useRowHeight(),
    choose,
  });
  useAction('list.next', all.length > 0 ? () => step(1) : null);
  useAction('list.previous', all.length > 0 ? () => step(-1) : null);
  useAction('call.callBack', line === undefined ? null : () => callBack(line));
  useAction('call.handled', line === undefined ? null : () => handled(line));

  return (
    <>
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        role="listbox"
        tabIndex={0}
        aria-label={text('calls.view.missed')}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') callBack(line);
          else onKeyDown(event);
        }}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const each = all[row.index];
            return each === undefined ? null : (
              <MissedRow
                key={each.number}
                id={rowId(row.index)}
                line={each}
                top={row.start}
                chosen={row.index === chosen}
                onChoose={() => choose(row.index)}
                onCallBack={() => callBack(each)}
                onHandled={() => handled(each)}
              />
            );
          })}
        </div>
      </div>
      {lines !== undefined && all.length === 0 ? (
        <div className={styles.empty}>
          <p>{text('calls.missedEmpty')}</p>
        </div>
      ) : null}
    </>
  );
}

type MissedRowProps = {
  readonly id: string;
  readonly line: MissedLine;
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onCallBack: () => void;
  readonly onHandled: () => void;
};

function MissedRow({ id, line, top, chosen, onChoose, onCallBack, onHandled }: MissedRowProps) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const now = useNow(60_000);
  const caller = useStoreQuery('caller', { number: line.number });
  const words = callerWords(line, caller?.recognition, null, country, text);
  const when = formatWhen(line.lastAt, now, locale, text);
  const facts = factsOf(line, words.number === words.title ? null : words.number, locale, text);
  const act = (run: () => void) => (event: { stopPropagation: () => void }) => {
    event.stopPropagation();
    run();
  };
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-label={[text('outcome.missed'), when, words.title, ...facts].join(', ')}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={(event) => {
        if (event.button === 0) onChoose();
      }}
    >
      <span className={styles.rowMark}>
        <PhoneMissed size={14} className={styles.callMark} data-missed="" aria-hidden="true" />
      </span>
      <span className={styles.rowSubject}>{words.title}</span>
      <time className={styles.rowWhen} dateTime={line.lastAt}>
        {text('calls.missedAt', { time: when })}
      </time>
      <span />
      <span className={styles.rowFacts}>
        {line.ticket === null ? null : <PriorityBar priority={line.ticket.priority} label={false} />}
        <span className={styles.rowWho} data-busy={line.callingName === null ? undefined : ''}>
          {facts.join(' · ')}
        </span>
      </span>
      <span className={styles.rowEnd}>
        <span className={styles.rowActs}>
          <span className={styles.rowActWord} title={text('calls.handled')} onMouseDown={act(onHandled)}>
            <Check size={14} aria-hidden="true" />
            <KeyHint action="call.handled" />
          </span>
          <span className={styles.rowActWord} title={text('calls.callBack')} onMouseDown={act(onCallBack)}>
            <Phone size={14} aria-hidden="true" />
            <KeyHint action="call.callBack" />
          </span>
        </span>
      </span>
    </div>
  );
}

/** What is known of it, the most important first: who is on it, what was tried, how often, from which number. */
function factsOf(
  line: MissedLine,
  number: string | null,
  locale: string,
  text: ReturnType<typeof useWords>['text'],
): readonly string[] {
  const { callingName, tried, attempts, queue } = line;
  return [
    callingName === null ? null : text('calls.calling', { name: callingName }),
    callingName !== null || tried === null
      ? null
      : text('calls.tried', { name: tried.agentName, time: formatClock(tried.at, locale) }),
    attempts === 1 ? null : text('calls.attempts', { count: attempts }),
    number,
    queue,
  ].filter((fact) => fact !== null);
}
