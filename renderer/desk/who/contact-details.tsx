import { Building2, Hash, Mail, MapPin, Pencil, Phone } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import { isOpen } from '../../../domain/ticket/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePlace } from '../place/place.ts';
import { callEnd } from '../words/call-end.ts';
import { stateLabel } from '../words/labels.ts';
import { displayNumber } from '../words/number.ts';
import { formatWhen } from '../words/time.ts';
import { useText, useWords } from '../words/use-text.ts';
import styles from './who.module.css';

const ContactForm = lazy(() => import('./contact-form.tsx'));
const ContactEquipment = lazy(() => import('../equipment/contact-equipment.tsx'));
const OrganisationPart = lazy(() => import('../organisation/organisation-part.tsx'));
const ContactCallbacks = lazy(() => import('../callback/contact-callbacks.tsx'));

export type ContactDetailsProps = {
  readonly contact: Contact;
  readonly heading: string;
  /** The open ticket, which is not listed again among the others. */
  readonly ticketId: Id | null;
  /** A call can be promised from here, since no call and no ticket is there to do it. */
  readonly offersCallback?: boolean;
  readonly correction: Correction;
};

/** Whose card is being corrected: it stays so when the ticket that it is shown with is another one. */
export type Correction = { readonly id: Id | null; readonly set: (id: Id | null) => void };

/** A contact: how to reach them, what they have, what else is open for them, and when they called. */
export function ContactDetails(props: ContactDetailsProps) {
  const { contact, heading, ticketId, offersCallback = false, correction } = props;
  return (
    <>
      <Card key={contact.id} contact={contact} heading={heading} correction={correction} />
      <Suspense fallback={null}>
        <ContactEquipment key={contact.id} contact={contact} />
        <ContactCallbacks contact={contact} ticketId={ticketId} offer={offersCallback} />
      </Suspense>
      <OpenTickets contact={contact} ticketId={ticketId} />
      {contact.organisation === null ? null : (
        <Suspense fallback={null}>
          <OrganisationPart key={contact.organisation} name={contact.organisation} contact={contact} />
        </Suspense>
      )}
      <LastCalls contact={contact} />
    </>
  );
}

/** Who they are and how to reach them, corrected in its place. */
function Card({ contact, heading, correction }: Pick<ContactDetailsProps, 'contact' | 'heading' | 'correction'>) {
  const text = useText();
  const { who, toggleWho } = usePlace();
  const delivery = useStoreQuery('contact', { id: contact.id })?.delivery ?? 'confirmed';
  const changing = correction.id === contact.id;
  /** How often it was asked for here. */
  const [asked, setAsked] = useState(0);
  const pencil = useRef<HTMLButtonElement>(null);
  /** Where the focus was, which may be the note that is being written. */
  const cameFrom = useRef<Element | null>(null);
  const isErased = contact.erasedAt !== undefined;
  const change = (): void => {
    cameFrom.current = document.activeElement;
    if (!who) toggleWho();
    setAsked((times) => times + 1);
    correction.set(contact.id);
  };
  useAction('contact.change', isErased ? null : change);
  useEffect(() => {
    const from = cameFrom.current;
    if (changing || from === null) return;
    cameFrom.current = null;
    if (from instanceof HTMLElement && from.isConnected && from !== document.body) from.focus();
    else pencil.current?.focus();
  }, [changing]);
  return (
    <section className={styles.part}>
      <h2 className={styles.heading}>
        {heading}
        {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
        {isErased || changing ? null : (
          <Button
            ref={pencil}
            action="contact.change"
            className={styles.change ?? ''}
            aria-label={text('contact.change', { name: contact.name })}
            icon={<Pencil size={13} />}
            onClick={change}
          />
        )}
      </h2>
      {changing ? (
        <Suspense fallback={null}>
          <ContactForm contact={contact} asked={asked} onClose={() => correction.set(null)} />
        </Suspense>
      ) : (
        <Facts contact={contact} />
      )}
    </section>
  );
}

function Facts({ contact }: { readonly contact: Contact }) {
  const text = useText();
  const { country } = useDesk();
  const command = useCommand();
  return (
    <>
      <p className={styles.name} data-selectable="">
        {contact.name}
      </p>
      <ul className={styles.facts}>
        {contact.organisation === null ? null : <Fact icon={Building2} word={contact.organisation} />}
        {contact.town === null ? null : <Fact icon={MapPin} word={contact.town} />}
        {contact.customerNumber === null ? null : (
          <Fact icon={Hash} word={text('contact.customerNumber', { number: contact.customerNumber })} />
        )}
        {contact.email === null ? null : <Fact icon={Mail} word={contact.email} />}
      </ul>
      <ul className={styles.numbers} aria-label={text('contact.numbers')}>
        {contact.numbers.map((number) => {
          const shown = displayNumber(number, country) ?? number;
          return (
            <li key={number}>
              <button
                type="button"
                className={styles.number}
                aria-label={text('contact.callNumber', { number: shown })}
                onClick={() => command({ type: 'call', number })}
              >
                <Phone size={14} aria-hidden="true" />
                <span data-figures="">{shown}</span>
                <span className={styles.numberVerb}>{text('contact.callVerb')}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {contact.note === null || contact.note === '' ? null : <p className={styles.noteText}>{contact.note}</p>}
    </>
  );
}

function Fact({ icon: Icon, word }: { readonly icon: typeof Mail; readonly word: string }) {
  return (
    <li className={styles.fact}>
      <Icon size={14} aria-hidden="true" />
      <span data-selectable="">{word}</span>
    </li>
  );
}

function OpenTickets({ contact, ticketId }: { readonly contact: Contact; readonly ticketId: Id | null }) {
  const text = useText();
  const place = usePlace();
  const number = contact.numbers[0] ?? null;
  const view = useStoreQuery('ticket', { id: ticketId ?? '' }, { off: ticketId === null });
  const caller = useStoreQuery('caller', { number }, { off: ticketId !== null || number === null });
  const lines = (ticketId === null ? caller?.openTickets : view?.otherOpen) ?? [];
  const open = lines.filter((line) => line.id !== ticketId && isOpen(line.state));
  return (
    <section className={styles.part}>
      <h2 className={styles.heading}>
        {ticketId === null ? text('contact.openTickets') : text('contact.otherTickets')}
        {open.length === 0 ? null : <span className={styles.headingCount}>{open.length}</span>}
      </h2>
      {open.length === 0 ? (
        <p className={styles.hint}>
          {ticketId === null ? text('caller.noOpenTickets') : text('contact.noOtherTickets')}
        </p>
      ) : (
        <ul className={styles.tickets}>
          {open.slice(0, 8).map((line) => (
            <li key={line.id}>
              <button
                type="button"
                className={styles.ticket}
                aria-label={`${text(stateLabel[line.state])}, ${line.subject || text('ticket.noSubject')}`}
                onClick={() => place.openTicket(line.id)}
              >
                <StateMark state={line.state} />
                <span className={styles.ticketText}>{line.subject || text('ticket.noSubject')}</span>
                <PriorityBar priority={line.priority} label={false} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function LastCalls({ contact }: { readonly contact: Contact }) {
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const number = contact.numbers[0] ?? null;
  const caller = useStoreQuery('caller', { number }, { off: number === null });
  const calls = caller?.lastCalls ?? [];
  if (calls.length === 0) return null;
  return (
    <section className={styles.part}>
      <h2 className={styles.heading}>{text('contact.lastCalls')}</h2>
      <ul className={styles.calls}>
        {calls.slice(0, 5).map((call) => (
          <li key={call.id} className={styles.call}>
            <time dateTime={call.startedAt}>{formatWhen(call.startedAt, now, locale, text)}</time>
            <span>{text(call.direction === 'incoming' ? 'timeline.callIncoming' : 'timeline.callOutgoing')}</span>
            <span className={styles.callEnd} data-figures="">
              {callEnd(call, text)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
