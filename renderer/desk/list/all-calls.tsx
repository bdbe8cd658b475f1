import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import { talkSeconds, type Call } from '../../../domain/call/call.ts';
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
import { callBackAct } from './call-acts.tsx';
import { ListRow, type RowPlace } from './list-row.tsx';
import styles from './list.module.css';
import { RowList } from './row-list.tsx';
import { useCallBack } from './use-call-back.ts';
import { useChosen } from './use-chosen.ts';
import { useRowList } from './use-row-list.ts';

/** My calls, the newest first; any of them is called back from here. */
export function AllCalls({ calls }: { readonly calls: readonly Call[] | undefined }) {
  const { text } = useWords();
  const place = usePlace();
  const dial = useCallBack();
  const all = calls ?? [];
  const chosen = useChosen(all, ({ id }) => id);
  const number = chosen.item?.number;
  const list = useRowList({
    count: all.length,
    chosen: chosen.index,
    choice: chosen.key,
    choose: (index) => {
      const call = all[index];
      chosen.choose(call);
      if (call?.ticketId != null) place.openTicket(call.ticketId);
    },
  });
  useAction('call.callBack', number == null ? null : () => dial(number));

  return (
    <RowList
      list={list}
      label={text('calls.view.all')}
      items={calls}
      itemKey={({ id }) => id}
      row={(call, rowPlace) => (
        <CallRow call={call} place={rowPlace} onPerson={place.openContact} onCallBack={() => dial(call.number)} />
      )}
      onEnter={() => dial(number)}
      empty={<p>{text('calls.empty')}</p>}
    />
  );
}

type CallRowProps = {
  readonly call: Call;
  readonly place: RowPlace;
  /** Whose call it was, when it is chosen and there is no ticket of it. */
  readonly onPerson: (contact: Contact) => void;
  readonly onCallBack: () => void;
};

function CallRow({ call, place, onPerson, onCallBack }: CallRowProps) {
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
  const when = formatWhen(call.startedAt, now, locale, text);
  const onChoose = (): void => {
    place.onChoose();
    if (call.ticketId === null && known !== null) onPerson(known);
  };
  return (
    <ListRow
      place={{ ...place, onChoose }}
      label={[words.title, words.number ?? '', outcome, when]}
      mark={<Icon size={14} className={styles.callMark} data-missed={missed ? '' : undefined} aria-hidden="true" />}
      subject={words.title}
      when={<time dateTime={call.startedAt}>{when}</time>}
      facts={
        <span className={styles.rowWho}>
          {outcome}
          {words.number === null || words.number === words.title ? '' : ` · ${words.number}`}
        </span>
      }
      acts={call.number === null ? [] : [callBackAct(text, onCallBack)]}
    />
  );
}

function callOutcome(call: Call, now: number, text: ReturnType<typeof useWords>['text']): string {
  if (call.outcome === null) return text('call.phase.active');
  if (call.outcome !== 'answered') return text(outcomeLabel[call.outcome]);
  return formatDuration(talkSeconds(call, new Date(now).toISOString()));
}
