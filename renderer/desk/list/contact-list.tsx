import { Phone, UserRound } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useUsable } from '../data/use-usable.ts';
import { useCommand } from '../phone/use-command.ts';
import { usePlace } from '../place/place.ts';
import { contactPlace } from '../who/caller.ts';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { FilterField } from './filter-field.tsx';
import styles from './list.module.css';
import { useRowHeight } from './use-row-height.ts';
import { useRowList } from './use-row-list.ts';

/** Everybody who may call, found by name, town, organisation, customer number or phone number. */
export function ContactList() {
  const text = useText();
  const { country } = useDesk();
  const place = usePlace();
  const command = useCommand();
  const filter = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => place.spot.take('filter') ?? '');
  const wanted = useDeferredValue(typed.trim());
  const answer = useStoreQuery('contacts', { text: wanted, limit: 500 }, { keep: true });
  useUsable(answer !== undefined);
  const contacts = answer ?? [];
  const chosen = contacts.findIndex((contact) => contact.id === place.contact?.id);
  const call = (contact: Contact | undefined): void => {
    const number = contact?.numbers[0];
    if (number !== undefined) command({ type: 'call', number });
  };
  const { box, focus, rows, rowId, onKeyDown, step } = useRowList({
    count: contacts.length,
    chosen,
    choice: place.contact?.id ?? '',
    rowHeight: useRowHeight(),
    choose: (index) => {
      const contact = contacts[index];
      if (contact !== undefined) place.openContact(contact);
    },
  });
  useAction('list.next', contacts.length > 0 ? () => step(1) : null);
  useAction('list.previous', contacts.length > 0 ? () => step(-1) : null);
  useAction('list.filter', () => filter.current?.focus());

  return (
    <section className={styles.column} aria-label={text('contacts.title')}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('contacts.title')}</h1>
      </div>
      <FilterField field={filter} value={typed} onChange={setTyped} onLeave={() => focus()} />
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        role="listbox"
        tabIndex={0}
        aria-label={text('contacts.title')}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') call(contacts[chosen]);
          else onKeyDown(event);
        }}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const contact = contacts[row.index];
            if (contact === undefined) return null;
            const number = displayNumber(contact.numbers[0] ?? null, country);
            return (
              <div
                key={contact.id}
                id={rowId(row.index)}
                role="option"
                aria-selected={row.index === chosen}
                aria-label={[contact.name, contactPlace(contact), number ?? '']
                  .filter((part) => part !== '')
                  .join(', ')}
                className={styles.row}
                style={{ transform: `translateY(${row.start}px)` }}
                onMouseDown={(event) => {
                  if (event.button === 0) place.openContact(contact);
                }}
              >
                <span className={styles.rowMark}>
                  <UserRound size={14} className={styles.callMark} aria-hidden="true" />
                </span>
                <span className={styles.rowSubject}>{contact.name}</span>
                <span className={styles.rowWhen} data-figures="">
                  {number}
                </span>
                <span />
                <span className={styles.rowFacts}>
                  <span className={styles.rowWho}>{contactPlace(contact)}</span>
                </span>
                <span className={styles.rowEnd}>
                  {contact.numbers.length === 0 ? null : (
                    <span
                      className={styles.rowAct}
                      title={text('contact.call', { name: contact.name })}
                      onMouseDown={(event) => {
                        event.stopPropagation();
                        call(contact);
                      }}
                    >
                      <Phone size={14} aria-hidden="true" />
                    </span>
                  )}
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {answer !== undefined && contacts.length === 0 ? (
        <div className={styles.empty}>
          <p>{wanted === '' ? text('contacts.empty') : text('list.empty.filter', { typed: wanted })}</p>
        </div>
      ) : null}
    </section>
  );
}
