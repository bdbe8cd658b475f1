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
import { ListRow } from './list-row.tsx';
import styles from './list.module.css';
import { RowList } from './row-list.tsx';
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
  const list = useRowList({
    count: contacts.length,
    chosen,
    choice: place.contact?.id ?? '',
    choose: (index) => {
      const contact = contacts[index];
      if (contact !== undefined) place.openContact(contact);
    },
  });
  useAction('list.filter', () => filter.current?.focus());

  return (
    <section className={styles.column} aria-label={text('contacts.title')}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('contacts.title')}</h1>
      </div>
      <FilterField field={filter} value={typed} onChange={setTyped} onLeave={list.focus} />
      <RowList
        list={list}
        label={text('contacts.title')}
        items={answer}
        itemKey={({ id }) => id}
        row={(contact, rowPlace) => {
          const number = displayNumber(contact.numbers[0] ?? null, country);
          return (
            <ListRow
              place={rowPlace}
              label={[contact.name, contactPlace(contact), number ?? '']}
              mark={<UserRound size={14} className={styles.callMark} aria-hidden="true" />}
              subject={contact.name}
              when={<span data-figures="">{number}</span>}
              facts={<span className={styles.rowWho}>{contactPlace(contact)}</span>}
              acts={
                contact.numbers.length === 0
                  ? []
                  : [
                      {
                        title: text('contact.call', { name: contact.name }),
                        icon: <Phone size={14} aria-hidden="true" />,
                        run: () => call(contact),
                      },
                    ]
              }
            />
          );
        }}
        onEnter={() => call(contacts[chosen])}
        empty={<p>{wanted === '' ? text('contacts.empty') : text('list.empty.filter', { typed: wanted })}</p>}
      />
    </section>
  );
}
