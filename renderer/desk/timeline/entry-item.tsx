import { ArrowRight, Check, CircleDashed, ListChecks, Merge, Paperclip } from 'lucide-react';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { CallbackItem } from '../callback/callback-item.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { FileItem } from '../files/file-item.tsx';
import { HandOverItem } from '../hand-over/hand-over-item.tsx';
import { LinkItem } from '../links/link-item.tsx';
import { usePlace } from '../place/place.ts';
import { answerLabel } from '../procedure/procedure-words.ts';
import { ExchangeItem } from '../records/exchange-item.tsx';
import { SatisfactionItem } from '../records/satisfaction-item.tsx';
import { ticketWords } from '../ticket/ticket-name.ts';
import { stateLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { Aside, Event, EventMark, OtherTicket } from './event.tsx';
import { LostValueItem } from './lost-value-item.tsx';
import { NoteItem } from './note-item.tsx';
import type { EntryProps } from './timeline-item.ts';

/** What was written or happened, each kind in its own way. */
export function EntryItem({ entry, ...rest }: EntryProps<Entry['kind']>) {
  switch (entry.kind) {
    case 'note':
      return <NoteItem entry={entry} {...rest} />;
    case 'email':
    case 'chat':
      return <ExchangeItem entry={entry} {...rest} />;
    case 'satisfaction':
      return <SatisfactionItem entry={entry} {...rest} />;
    case 'state':
      return <StateItem entry={entry} {...rest} />;
    case 'lost-value':
      return <LostValueItem entry={entry} {...rest} />;
    case 'merge':
      return <MergeItem entry={entry} {...rest} />;
    case 'handover':
      return <HandOverItem entry={entry} {...rest} />;
    case 'link':
      return <LinkItem entry={entry} {...rest} />;
    case 'file':
      return <AddedFile entry={entry} {...rest} />;
    case 'callback':
      return <CallbackItem entry={entry} {...rest} />;
    case 'procedure':
      return <ProcedureItem entry={entry} {...rest} />;
    case 'step':
      return <StepItem entry={entry} {...rest} />;
    default:
      return <NewerItem entry={entry} {...rest} />;
  }
}

function StateItem({ entry, authorName, delivery }: EntryProps<'state'>) {
  const text = useText();
  return (
    <Event at={entry.at} delivery={delivery} mark={<StateMark state={entry.to} />}>
      {authorName}
      {entry.from === null ? null : (
        <>
          <Aside>{text(stateLabel[entry.from])}</Aside>
          <ArrowRight size={13} aria-label={text('timeline.becomes')} />
        </>
      )}
      <span>{text(stateLabel[entry.to])}</span>
    </Event>
  );
}

function MergeItem({ entry, authorName, delivery }: EntryProps<'merge'>) {
  const text = useText();
  const place = usePlace();
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={Merge} />}>
      {authorName}
      <OtherTicket onOpen={() => place.openTicket(entry.otherId)}>
        {text(entry.direction === 'into' ? 'timeline.mergedInto' : 'timeline.mergedFrom', {
          ticket: ticketWords(entry),
        })}
      </OtherTicket>
    </Event>
  );
}

function AddedFile({ entry, authorName, delivery }: EntryProps<'file'>) {
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={Paperclip} />}>
      <span>{authorName}</span>
      <FileItem entry={entry} />
    </Event>
  );
}

function ProcedureItem({ entry, authorName, delivery }: EntryProps<'procedure'>) {
  const text = useText();
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={ListChecks} />}>
      <span>{text('procedure.begun', { title: entry.title, version: entry.version })}</span>
      <Aside>{authorName}</Aside>
    </Event>
  );
}

function StepItem({ entry, authorName, delivery }: EntryProps<'step'>) {
  const text = useText();
  const tone = entry.answer === 'undone' ? undefined : 'green';
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={Check} tone={tone} />}>
      <span>{entry.text}</span>
      <strong data-selectable="">{entry.value ?? text(answerLabel[entry.answer])}</strong>
      <Aside>{authorName}</Aside>
    </Event>
  );
}

type NewerItemProps = Omit<EntryProps<never>, 'entry'> & { readonly entry: Pick<Entry, 'at'> };

/** Of a version that knows more than this one: that something is there is not kept from the agent. */
function NewerItem({ entry, authorName, delivery }: NewerItemProps) {
  const text = useText();
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={CircleDashed} />}>
      <Aside>{text('timeline.newer')}</Aside>
      <Aside>{authorName}</Aside>
    </Event>
  );
}
