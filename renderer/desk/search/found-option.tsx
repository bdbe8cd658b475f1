import { NotebookPen, Server, UserRound } from 'lucide-react';
import type { Excerpt, FoundContact, FoundTicket } from '../../store/contract.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import type { OptionWords } from '../picker/picker-option.tsx';
import { contactPlace } from '../who/caller.ts';
import { priorityText, stateLabel } from '../words/labels.ts';
import { displayNumber } from '../words/number.ts';
import { formatWhen } from '../words/time.ts';
import { useWords, type Text } from '../words/use-text.ts';
import { Marked } from './marked.tsx';
import styles from './search.module.css';

export type TicketOptionOptions = {
  readonly now: number;
  readonly heading?: string;
  readonly excerpt?: Excerpt | undefined;
  /** It is not on this machine. */
  readonly onServer?: boolean;
};

/** A ticket that was found: what it is about, whose it is, and what a note of it says of what was looked for. */
export function ticketOption(
  found: FoundTicket,
  text: Text,
  { heading, ...options }: TicketOptionOptions,
): OptionWords {
  const { line } = found;
  const label = [
    line.subject || text('ticket.noSubject'),
    line.reference === null ? text('ticket.noReference') : `#${line.reference}`,
    line.contactName ?? '',
    text(stateLabel[line.state]),
    priorityText(line.priority, text),
    line.teamName,
    line.assigneeName ?? text('ticket.nobody'),
    options.excerpt?.text ?? '',
    options.onServer === true ? text('search.onServerOnly') : '',
  ];
  return {
    key: line.id,
    ...(heading === undefined ? {} : { heading }),
    label: sentence(label),
    shown: <TicketFound found={found} {...options} />,
  };
}

export function contactOption(found: FoundContact, text: Text, country: string): OptionWords {
  const { contact, nameMarks } = found;
  const number = displayNumber(contact.numbers[0] ?? null, country) ?? '';
  const place = contactPlace(contact);
  return {
    key: contact.id,
    heading: text('search.contacts'),
    label: sentence([contact.name, place, number]),
    shown: (
      <div className={styles.row}>
        <span className={styles.rowMark}>
          <UserRound size={14} aria-hidden="true" />
        </span>
        <span className={styles.subject}>
          <Marked text={contact.name} marks={nameMarks} />
          {place === '' ? null : <span className={styles.beside}>{place}</span>}
        </span>
        <span className={styles.end} data-figures="">
          {number}
        </span>
      </div>
    ),
  };
}

type TicketFoundProps = Omit<TicketOptionOptions, 'heading'> & { readonly found: FoundTicket };

function TicketFound({ found, excerpt, onServer = false, now }: TicketFoundProps) {
  const { text, locale } = useWords();
  const { line, subjectMarks, contactMarks, referenceMarked } = found;
  const reference = line.reference === null ? null : `#${line.reference}`;
  const facts = [line.teamName, line.assigneeName ?? text('ticket.nobody')].filter((part) => part !== '');
  return (
    <div className={styles.row}>
      <span className={styles.rowMark}>
        <StateMark state={line.state} />
      </span>
      <span className={styles.subject} data-empty={line.subject === '' ? '' : undefined}>
        <Marked text={line.subject || text('ticket.noSubject')} marks={line.subject === '' ? [] : subjectMarks} />
      </span>
      <span className={styles.end}>
        {line.delivery === 'confirmed' ? null : <DeliveryMark delivery={line.delivery} />}
        <PriorityBar priority={line.priority} label={false} />
        <time className={styles.when} dateTime={line.updatedAt}>
          {formatWhen(line.updatedAt, now, locale, text)}
        </time>
      </span>
      <span className={styles.facts}>
        {reference === null ? null : (
          <span data-figures="">
            <Marked text={reference} marks={referenceMarked ? [[1, reference.length]] : []} />
          </span>
        )}
        <span className={styles.who}>
          {line.contactName === null ? (
            text('ticket.noContact')
          ) : (
            <Marked text={line.contactName} marks={contactMarks} />
          )}
        </span>
        <span className={styles.fact}>{facts.join(' · ')}</span>
        {onServer ? (
          <span className={styles.onServer}>
            <Server size={12} aria-hidden="true" />
            {text('search.onServerOnly')}
          </span>
        ) : null}
      </span>
      {excerpt === undefined ? null : (
        <span className={styles.excerpt}>
          <NotebookPen size={12} aria-hidden="true" />
          <span className={styles.excerptText}>
            <Marked text={excerpt.text} marks={excerpt.marks} />
          </span>
        </span>
      )}
    </div>
  );
}

function sentence(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
