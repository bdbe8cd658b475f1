import type { ReactNode } from 'react';
import type { ValidationView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { displayNumber } from '../words/number.ts';
import { formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './validation.module.css';

/** What the question is about: the caller, and the ticket or what it said when the question was asked. */
export function RequestSubject({ view }: { readonly view: ValidationView }) {
  const { text, locale } = useWords();
  const { country } = useDesk();
  const agents = useStoreQuery('agents', null) ?? [];
  const { validation, ticket } = view;
  const caller = useStoreQuery('caller', { number: validation.callerNumber });
  const recognised = caller?.recognition.kind === 'known' ? caller.recognition.contact : null;
  const contact = view.contact ?? recognised;
  const { snapshot } = validation;
  const reference = ticket?.reference ?? snapshot?.reference ?? null;
  const subject = ticket?.subject ?? snapshot?.subject ?? null;
  const name = contact?.name ?? snapshot?.contactName ?? null;
  const number = displayNumber(validation.callerNumber, country);
  const equipment = (contact?.equipment ?? snapshot?.equipment ?? []).map((item) => item.label).join(', ');
  const nameOf = (id: string): string => agents.find((agent) => agent.id === id)?.name ?? '';
  return (
    <>
      <dl className={styles.facts}>
        {subject === null ? null : (
          <Fact label={text('validation.ticket')}>
            {reference === null ? '' : `#${reference} `}
            {subject || text('ticket.noSubject')}
          </Fact>
        )}
        {name === null && number === null ? null : (
          <Fact label={text('validation.caller')}>{[name, number].filter((part) => part !== null).join(' · ')}</Fact>
        )}
        {equipment === '' ? null : <Fact label={text('validation.equipment')}>{equipment}</Fact>}
      </dl>
      {snapshot === null || snapshot.notes.length === 0 ? null : (
        <ol className={styles.notes} tabIndex={0} aria-label={text('validation.notes')}>
          {snapshot.notes.map((note) => (
            <li key={`${note.at} ${note.authorId}`}>
              <span className={styles.quiet}>
                {nameOf(note.authorId)} · {formatMoment(note.at, locale)}
              </span>
              <p data-selectable="">{note.text}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-selectable="">{children}</dd>
    </div>
  );
}
