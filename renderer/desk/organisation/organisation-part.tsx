import { Building2, Pencil, Phone } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { SharedEquipment } from '../equipment/shared-equipment.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePlace } from '../place/place.ts';
import { stateLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import who from '../who/who.module.css';
import styles from './organisation.module.css';
import { showNumber } from './typed-numbers.ts';

const OrganisationForm = lazy(() => import('./organisation-form.tsx'));

export type OrganisationPartProps = {
  readonly name: string;
  /** Whose tickets are listed elsewhere. */
  readonly contact: Contact | null;
};

const shownTickets = 5;

/** The organisation of whoever calls: how it is reached, what to know of it, and what is open for its other people. */
export default function OrganisationPart({ name, contact }: OrganisationPartProps) {
  const text = useText();
  const place = usePlace();
  const command = useCommand();
  const { country } = useDesk();
  const view = useStoreQuery('organisation', { name });
  const number = contact?.numbers[0] ?? null;
  const own = useStoreQuery('ticket', { id: place.ticketId ?? '' }, { off: place.ticketId === null });
  const caller = useStoreQuery('caller', { number }, { off: place.ticketId !== null || number === null });
  const [editing, setEditing] = useState(false);
  if (view === undefined) return null;
  const { organisation, contactCount, delivery } = view;
  const listed = (place.ticketId === null ? caller?.openTickets : own?.otherOpen) ?? [];
  const mine = new Set([...listed.map(({ id }) => id), place.ticketId]);
  const tickets = contact === null ? view.openTickets : view.openTickets.filter(({ id }) => !mine.has(id));
  return (
    <section className={who.part} aria-label={name}>
      <h2 className={who.heading}>
        <Building2 size={14} aria-hidden="true" />
        <span className={styles.name}>{name}</span>
        {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
        <span className={styles.count}>{text('organisation.people', { count: contactCount })}</span>
        <Button
          size="icon"
          className={styles.edit ?? ''}
          aria-label={text('organisation.change', { name })}
          title={text('organisation.change', { name })}
          icon={<Pencil size={13} />}
          onClick={() => setEditing(true)}
        />
      </h2>
      {editing ? (
        <Suspense fallback={null}>
          <OrganisationForm name={name} before={organisation} onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        <>
          {organisation === null || organisation.numbers.length === 0 ? null : (
            <ul className={who.numbers} aria-label={text('organisation.numbers')}>
              {organisation.numbers.map((number) => {
                const shown = showNumber(number, country);
                return (
                  <li key={number}>
                    {number.endsWith('*') ? (
                      <span className={styles.range} data-figures="">
                        {shown}
                      </span>
                    ) : (
                      <button
                        type="button"
                        className={who.number}
                        aria-label={text('contact.callNumber', { number: shown })}
                        onClick={() => command({ type: 'call', number })}
                      >
                        <Phone size={14} aria-hidden="true" />
                        <span data-figures="">{shown}</span>
                        <span className={who.numberVerb}>{text('contact.callVerb')}</span>
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
          {organisation === null || organisation.note === '' ? null : (
            <p className={who.noteText}>{organisation.note}</p>
          )}
        </>
      )}
      {contact === null ? <SharedEquipment organisation={name} /> : null}
      {tickets.length === 0 ? (
        <p className={who.hint}>{text(contact === null ? 'organisation.noTickets' : 'organisation.noOtherTickets')}</p>
      ) : (
        <ul className={who.tickets} aria-label={text('organisation.tickets')}>
          {tickets.slice(0, shownTickets).map((line) => (
            <li key={line.id}>
              <button
                type="button"
                className={who.ticket}
                aria-label={[text(stateLabel[line.state]), line.subject || text('ticket.noSubject'), line.contactName]
                  .filter((part) => part !== null)
                  .join(', ')}
                onClick={() => place.openTicket(line.id)}
              >
                <StateMark state={line.state} />
                <span className={who.ticketText}>{line.subject || text('ticket.noSubject')}</span>
                <span className={styles.whose}>{line.contactName}</span>
                <PriorityBar priority={line.priority} label={false} />
              </button>
            </li>
          ))}
          {tickets.length > shownTickets ? (
            <li className={styles.more}>
              {text('organisation.moreTickets', { count: tickets.length - shownTickets })}
            </li>
          ) : null}
        </ul>
      )}
    </section>
  );
}
