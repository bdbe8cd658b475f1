import {
  AlarmClock,
  AlarmClockCheck,
  AlarmClockOff,
  ArrowRight,
  Check,
  CircleDashed,
  GitMerge,
  Link2,
  ListChecks,
  Merge,
  Paperclip,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  Ticket,
  Unlink,
  UsersRound,
} from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { talkSeconds, type Call } from '../../../domain/call/call.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { Delivery, TicketView, TimelineItem } from '../../store/contract.ts';
import { useActions } from '../actions/use-action.ts';
import { ownText } from '../availability/state-words.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { recordWords } from '../callback/callback-words.ts';
import { dueOnRecord } from '../callback/due-words.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { FileItem } from '../files/file-item.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { usePersonName } from '../strip/use-person-name.ts';
import { answerLabel } from '../procedure/procedure-words.ts';
import { ExchangeItem, SatisfactionMark, SatisfactionWords } from '../records/record-items.tsx';
import { recordOfLink } from '../links/link-words.ts';
import { outcomeLabel, stateLabel } from '../words/labels.ts';
import { initials } from '../words/initials.ts';
import { dayKey, formatDay, formatDuration, formatMoment } from '../words/time.ts';
import { keptFigures, keptWords } from '../quality/quality-words.ts';
import { ValidationItem } from '../validation/timeline-item.tsx';
import { useWords } from '../words/use-text.ts';
import { ticketWords } from './ticket-name.ts';
import { Clock } from './clock.tsx';
import { idOf, instantOf } from './timeline-item.ts';
import styles from './timeline.module.css';

/** What happened on the ticket, oldest first; the end is in sight when it opens and when something is added. */
export function Timeline({ view }: { readonly view: TicketView }) {
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const box = useRef<HTMLDivElement>(null);
  const { spot } = usePlace();
  const { timeline, ticket } = view;
  const count = timeline.length;

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    element.scrollTop = spot.take('timelineTop') ?? element.scrollHeight;
    // The strip and the composer grow and shrink: who reads the end goes on seeing it.
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = element.scrollHeight - element.scrollTop - height;
      height = element.clientHeight;
      if (before < 40) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ticket.id, count, spot]);
  useKeptField('timeline', box);

  return (
    <div
      ref={box}
      className={styles.timeline}
      role="region"
      tabIndex={0}
      data-place="timeline"
      aria-label={text('timeline.label')}
    >
      <ol className={styles.items} aria-label={text('timeline.label')}>
        <li className={styles.event}>
          <Ticket size={14} className={styles.mark} aria-hidden="true" />
          <span className={styles.words}>
            {text('timeline.created')} · {formatMoment(ticket.createdAt, locale)}
          </span>
        </li>
        {timeline.map((item, index) => {
          const at = instantOf(item);
          const before = timeline[index - 1];
          const newDay = before === undefined || dayKey(instantOf(before)) !== dayKey(at);
          return <Item key={idOf(item)} item={item} day={newDay ? formatDay(at, now, locale, text) : null} />;
        })}
      </ol>
    </div>
  );
}

function Item({ item, day }: { readonly item: TimelineItem; readonly day: string | null }) {
  return (
    <>
      {day === null ? null : (
        <li className={styles.day}>
          <span>{day}</span>
        </li>
      )}
      {item.kind === 'call' ? (
        <CallItem call={item.call} agentName={item.agentName} delivery={item.delivery} />
      ) : item.kind === 'validation' ? (
        <ValidationItem view={item.view} />
      ) : (
        <EntryItem entry={item.entry} authorName={item.authorName} delivery={item.delivery} />
      )}
    </>
  );
}

function EntryItem(props: { readonly entry: Entry; readonly authorName: string; readonly delivery: Delivery }) {
  const { entry, authorName, delivery } = props;
  const { text } = useWords();
  const actions = useActions();
  const place = usePlace();
  const { me } = useDesk();
  switch (entry.kind) {
    case 'note':
      return (
        <li className={styles.note}>
          <span className={styles.portrait} data-mine={entry.authorId === me ? '' : undefined} aria-hidden="true">
            {initials(authorName)}
          </span>
          <div className={styles.noteBody}>
            <p className={styles.noteHead}>
              <strong>{authorName}</strong>
              <Clock at={entry.at} />
              <DeliveryMark delivery={delivery} word={delivery !== 'confirmed'} />
              {delivery === 'refused' ? (
                <Button action="desk.refused" onClick={() => actions.run('desk.refused')}>
                  {text('timeline.correct')}
                </Button>
              ) : null}
            </p>
            <p className={styles.noteText} data-selectable="">
              {entry.text}
            </p>
          </div>
        </li>
      );
    case 'state':
      return (
        <Event at={entry.at} delivery={delivery} mark={<StateMark state={entry.to} />}>
          {authorName}
          {entry.from === null ? null : (
            <>
              <span className={styles.quiet}>{text(stateLabel[entry.from])}</span>
              <ArrowRight size={13} aria-label={text('timeline.becomes')} />
            </>
          )}
          <span>{text(stateLabel[entry.to])}</span>
        </Event>
      );
    case 'lost-value':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={<GitMerge size={14} className={styles.mark} data-tone="amber" aria-hidden="true" />}
        >
          <span>{text('timeline.lostValue', { name: authorName, field: fieldWord(entry.field, text) })}</span>
          <q data-selectable="">{entry.value}</q>
        </Event>
      );
    case 'merge':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={<Merge size={14} className={styles.mark} data-tone="blue" aria-hidden="true" />}
        >
          {authorName}
          <button type="button" className={styles.link} onClick={() => place.openTicket(entry.otherId)}>
            {text(entry.direction === 'into' ? 'timeline.mergedInto' : 'timeline.mergedFrom', {
              ticket: ticketWords(entry),
            })}
          </button>
        </Event>
      );
    case 'handover':
      return <HandOverItem entry={entry} authorName={authorName} delivery={delivery} />;
    case 'file':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={<Paperclip size={14} className={styles.mark} aria-hidden="true" />}
        >
          <span>{authorName}</span>
          <FileItem entry={entry} />
        </Event>
      );
    case 'callback':
      return <CallbackItem entry={entry} authorName={authorName} delivery={delivery} />;
    case 'procedure':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={<ListChecks size={14} className={styles.mark} aria-hidden="true" />}
        >
          <span>{text('procedure.begun', { title: entry.title, version: entry.version })}</span>
          <span className={styles.quiet}>{authorName}</span>
        </Event>
      );
    case 'step':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={
            <Check
              size={14}
              className={styles.mark}
              data-tone={entry.answer === 'undone' ? undefined : 'green'}
              aria-hidden="true"
            />
          }
        >
          <span>{entry.text}</span>
          <strong data-selectable="">{entry.value ?? text(answerLabel[entry.answer])}</strong>
          <span className={styles.quiet}>{authorName}</span>
        </Event>
      );
    case 'link':
      return <LinkItem entry={entry} authorName={authorName} delivery={delivery} />;
    case 'email':
    case 'chat':
      return <ExchangeItem entry={entry} authorName={authorName} delivery={delivery} />;
    case 'satisfaction':
      return (
        <Event
          at={entry.at}
          delivery={delivery}
          mark={
            <span className={styles.mark}>
              <SatisfactionMark entry={entry} />
            </span>
          }
        >
          <SatisfactionWords entry={entry} />
          <span className={styles.quiet}>{authorName}</span>
        </Event>
      );
    default:
      return <NewerItem entry={entry} authorName={authorName} delivery={delivery} />;
  }
}

type NewerItemProps = { readonly entry: Pick<Entry, 'at'>; readonly authorName: string; readonly delivery: Delivery };

/** Of a version that knows more than this one: that something is there is not kept from the agent. */
function NewerItem({ entry: { at }, authorName, delivery }: NewerItemProps) {
  const { text } = useWords();
  return (
    <Event at={at} delivery={delivery} mark={<CircleDashed size={14} className={styles.mark} aria-hidden="true" />}>
      <span className={styles.quiet}>{text('timeline.newer')}</span>
      <span className={styles.quiet}>{authorName}</span>
    </Event>
  );
}

const callbackMarks = {
  promised: { icon: AlarmClock, tone: undefined },
  moved: { icon: AlarmClock, tone: undefined },
  kept: { icon: AlarmClockCheck, tone: 'green' },
  missed: { icon: AlarmClockOff, tone: 'red' },
  cancelled: { icon: AlarmClockOff, tone: undefined },
} as const;

type CallbackItemProps = {
  readonly entry: Extract<Entry, { kind: 'callback' }>;
  readonly authorName: string;
  readonly delivery: Delivery;
};

/** A promise to call back, and what became of it. */
function CallbackItem({ entry, authorName, delivery }: CallbackItemProps) {
  const { text, locale } = useWords();
  const { icon: Icon, tone } = callbackMarks[entry.event];
  return (
    <Event
      at={entry.at}
      delivery={delivery}
      mark={<Icon size={14} className={styles.mark} data-tone={tone} aria-hidden="true" />}
    >
      <span>{recordWords(entry, (dueAt) => dueOnRecord(dueAt, entry.at, locale, text), text)}</span>
      <span className={styles.quiet}>{authorName}</span>
    </Event>
  );
}

type HandOverItemProps = {
  readonly entry: Extract<Entry, { kind: 'handover' }>;
  readonly authorName: string;
  readonly delivery: Delivery;
};

/** Who gave the ticket to another team, from which, and why. */
function HandOverItem({ entry, authorName, delivery }: HandOverItemProps) {
  const { text } = useWords();
  const teams = useStoreQuery('teams', null) ?? [];
  const nameOf = (id: Id): string => teams.find((team) => team.id === id)?.name ?? '';
  return (
    <Event
      at={entry.at}
      delivery={delivery}
      mark={<UsersRound size={14} className={styles.mark} data-tone="blue" aria-hidden="true" />}
    >
      <span>
        {text('timeline.handedOver', { name: authorName, from: nameOf(entry.fromTeamId), to: nameOf(entry.toTeamId) })}
      </span>
      {entry.reason === null ? null : <q data-selectable="">{entry.reason}</q>}
    </Event>
  );
}

type LinkItemProps = {
  readonly entry: Extract<Entry, { kind: 'link' }>;
  readonly authorName: string;
  readonly delivery: Delivery;
};

/** A link that was made or taken away; the other ticket opens by its number. */
function LinkItem({ entry, authorName, delivery }: LinkItemProps) {
  const { text } = useWords();
  const place = usePlace();
  const Icon = entry.event === 'linked' ? Link2 : Unlink;
  return (
    <Event at={entry.at} delivery={delivery} mark={<Icon size={14} className={styles.mark} aria-hidden="true" />}>
      <span>{recordOfLink(entry, text)}</span>
      <button type="button" className={styles.link} onClick={() => place.openTicket(entry.otherId)}>
        {entry.reference === null ? text('links.otherTicket') : `#${entry.reference}`}
      </button>
      <span className={styles.quiet}>{authorName}</span>
    </Event>
  );
}

function fieldWord(field: string, text: ReturnType<typeof useWords>['text']): string {
  switch (field) {
    case 'subject':
      return text('ticket.subject');
    case 'impact':
      return text('ticket.impact');
    case 'urgency':
      return text('ticket.urgency');
    case 'assigneeId':
      return text('ticket.assignee');
    case 'contactId':
      return text('ticket.contact');
    case 'equipmentId':
      return text('contact.equipment');
    case 'dueAt':
      return text('callback.when');
    case 'about':
      return text('callback.about');
    default:
      return field;
  }
}

function CallItem({
  call,
  agentName,
  delivery,
}: {
  readonly call: Call;
  readonly agentName: string;
  readonly delivery: Delivery;
}) {
  const { text, locale } = useWords();
  const missed = call.outcome === 'missed';
  const Icon = missed ? PhoneMissed : call.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const direction = text(call.direction === 'incoming' ? 'timeline.callIncoming' : 'timeline.callOutgoing');
  return (
    <Event
      at={call.startedAt}
      delivery={delivery}
      mark={<Icon size={14} className={styles.mark} data-tone={missed ? 'red' : 'green'} aria-hidden="true" />}
    >
      <span>{direction}</span>
      <span className={styles.quiet}>{agentName}</span>
      <span className={styles.quiet} data-figures="">
        {call.outcome === null
          ? text('timeline.callUnderWay')
          : call.outcome === 'answered'
            ? formatDuration(talkSeconds(call, call.endedAt ?? call.startedAt))
            : text(outcomeLabel[call.outcome])}
      </span>
      {call.passedTo == null ? null : <PassedTo number={call.passedTo} />}
      {call.quality == null ? null : (
        <span
          className={styles.quality}
          data-level={call.quality.level}
          title={keptFigures(call.quality, locale, text)}
        >
          {keptWords(call.quality, text)}
        </span>
      )}
      <WrapUpWords call={call} />
    </Event>
  );
}

function PassedTo({ number }: { readonly number: string }) {
  const { text } = useWords();
  const name = usePersonName(number);
  return name === null ? null : <span>{text('timeline.passedTo', { name })}</span>;
}

/** What came of the call, and how long the work after it took. */
function WrapUpWords({ call }: { readonly call: Call }) {
  const { text, language } = useWords();
  const { codes } = useTeamWork().wrapUp;
  const { wrapUpCode: code, wrapUpSeconds: seconds } = call;
  const label = codes.find(({ id }) => id === code)?.label;
  // A code that the team has dropped since is still what was said.
  const outcome = label === undefined ? (code ?? null) : ownText(label, language);
  return (
    <>
      {outcome === null ? null : <span>{outcome}</span>}
      {seconds == null || seconds === 0 ? null : (
        <span className={styles.quiet} data-figures="">
          {text('timeline.wrapUp', { duration: formatDuration(seconds) })}
        </span>
      )}
    </>
  );
}

function Event(props: {
  readonly at: string;
  readonly mark: ReactNode;
  readonly delivery: Delivery;
  readonly children: ReactNode;
}) {
  return (
    <li className={styles.event}>
      {props.mark}
      <span className={styles.words}>{props.children}</span>
      <Clock at={props.at} />
      {props.delivery === 'confirmed' ? null : <DeliveryMark delivery={props.delivery} />}
    </li>
  );
}
