import { PhoneMissed } from 'lucide-react';
import type { MissedLine } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { PriorityBar } from '../design/priority-bar.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { usePlace } from '../place/place.ts';
import { callerWords } from '../who/caller.ts';
import { formatClock, formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { callBackAct, handledAct } from './call-acts.tsx';
import { ListRow, type RowPlace } from './list-row.tsx';
import styles from './list.module.css';
import { RowList } from './row-list.tsx';
import { useCallBack } from './use-call-back.ts';
import { useChosen } from './use-chosen.ts';
import { useRowList } from './use-row-list.ts';

/** Callers who reached nobody, once for the whole team, until somebody has spoken to them or says that it is done. */
export function MissedCalls({ lines }: { readonly lines: readonly MissedLine[] | undefined }) {
  const { text } = useWords();
  const place = usePlace();
  const mutate = useMutate();
  const announce = useAnnounce();
  const dial = useCallBack();
  const all = lines ?? [];
  const chosen = useChosen(all, ({ number }) => number);
  const { item: line } = chosen;
  const handled = (of: MissedLine): void => {
    const next = chosen.beside(of);
    void mutate('call.handled@1', { ids: [...of.callIds] }).then((done) => {
      if (!done) return;
      chosen.choose(next);
      announce(text('calls.handledSaid'));
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
    },
  });
  useAction('call.callBack', line === undefined ? null : () => dial(line.number));
  useAction('call.handled', line === undefined ? null : () => handled(line));

  return (
    <RowList
      list={list}
      label={text('calls.view.missed')}
      items={lines}
      itemKey={({ number }) => number}
      row={(each, rowPlace) => (
        <MissedRow line={each} place={rowPlace} onCallBack={() => dial(each.number)} onHandled={() => handled(each)} />
      )}
      onEnter={() => dial(line?.number)}
      empty={<p>{text('calls.missedEmpty')}</p>}
    />
  );
}

type MissedRowProps = {
  readonly line: MissedLine;
  readonly place: RowPlace;
  readonly onCallBack: () => void;
  readonly onHandled: () => void;
};

function MissedRow({ line, place, onCallBack, onHandled }: MissedRowProps) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const now = useNow(60_000);
  const caller = useStoreQuery('caller', { number: line.number });
  const words = callerWords(line, caller?.recognition, null, country, text);
  const when = formatWhen(line.lastAt, now, locale, text);
  const facts = factsOf(line, words.number === words.title ? null : words.number, locale, text);
  return (
    <ListRow
      place={place}
      label={[text('outcome.missed'), when, words.title, ...facts]}
      mark={<PhoneMissed size={14} className={styles.callMark} data-missed="" aria-hidden="true" />}
      subject={words.title}
      when={<time dateTime={line.lastAt}>{text('calls.missedAt', { time: when })}</time>}
      facts={
        <>
          {line.ticket === null ? null : <PriorityBar priority={line.ticket.priority} label={false} />}
          <span className={styles.rowWho} data-busy={line.callingName === null ? undefined : ''}>
            {facts.join(' · ')}
          </span>
        </>
      }
      acts={[handledAct(text, onHandled), callBackAct(text, onCallBack)]}
    />
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
