import { NotebookPen, Server, UserRound } from 'lucide-react';
import type { Excerpt, FoundContact, FoundTicket } from '../../store/contract.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { contactPlace } from '../who/caller.ts';
import { priorityText, stateLabel } from '../words/labels.ts';
import { displayNumber } from '../words/number.ts';
import { formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { Marked } from './marked.tsx';
import styles from './search.module.css';

type RowProps = {
  readonly id: string;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onOpen: () => void;
};

export type TicketFoundProps = RowProps & {
  readonly found: FoundTicket;
  readonly excerpt: Excerpt | undefined;
  /** It is not on this machine. */
  readonly onServer?: boolean;
  readonly now: number;
};

/** A ticket that was found: what it is about, whose it is, and what a note of it says of what was looked for. */
export function TicketFound({ found, excerpt, onServer = false, now, ...row }: TicketFoundProps) {
  const { text, locale } = useWords();
  const { line, subjectMarks, contactMarks, referenceMarked } = found;
  const subject = line.subject || text('ticket.noSubject');
  const reference = line.reference === null ? null : `#${line.reference}`;
  const facts = [line.teamName, line.assigneeName ?? text('ticket.nobody')].filter((part) => part !== '');
  const label = [
    subject,
    reference ?? text('ticket.noReference'),
    line.contactName ?? '',
    text(stateLabel[line.state]),
    priorityText(line.priority, text),
    ...facts,
    excerpt?.text ?? '',
    onServer ? text('search.onServerOnly') : '',
  ];
  return (
    <Option {...row} label={label}>
      <span className={styles.rowMark}>
        <StateMark state={line.state} />
      </span>
      <span className={styles.subject} data-empty={line.subject === '' ? '' : undefined}>
        <Marked text={subject} marks={line.subject === '' ? [] : subjectMarks} />
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
    </Option>
  );
}

export type ContactFoundProps = RowProps & { readonly found: FoundContact; readonly country: string };

export function ContactFound({ found, country, ...row }: ContactFoundProps) {
  const { contact, nameMarks } = found;
  const number = displayNumber(contact.numbers[0] ?? null, country) ?? '';
  const place = contactPlace(contact);
  return (
    <Option {...row} label={[contact.name, place, number]}>
      <span className={styles.rowMark}>
        <UserRound size={14} aria-hidden="true" />
      </span>
      <span className={styles.subject}>
        <Marked text={contact.name} marks={nameMarks} />
        {place === '' ? null : <span className={styles.beside}>{place}</span>}
      </span>
      <span className={styles.end} data-figures="">
        {contact.numbers.length === 0 ? '' : number}
      </span>
    </Option>
  );
}

type OptionProps = RowProps & { readonly label: readonly string[]; readonly children: React.ReactNode };

function Option({ id, active, onActive, onOpen, label, children }: OptionProps) {
  return (
    <div
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      role="option"
      aria-selected={active}
      aria-label={label.filter((part) => part !== '').join(', ')}
      className={styles.row}
      onMouseMove={active ? undefined : onActive}
      onClick={onOpen}
    >
      {children}
    </div>
  );
}
