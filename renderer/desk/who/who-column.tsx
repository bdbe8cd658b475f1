import { UserPlus } from 'lucide-react';
import type { Id } from '../../../domain/ids.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { usePlace } from '../place/place.ts';
import { callsIn, currentCall } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { ChooseContact } from '../strip/choose-contact.tsx';
import { lazy, Suspense, useState } from 'react';
import { useTicketChange } from '../ticket/use-ticket-change.ts';
import { useCallContext } from '../strip/use-call-context.ts';
import { useText } from '../words/use-text.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { ContactDetails, type Correction } from './contact-details.tsx';
import { ContactOf, NewContact } from './new-contact.tsx';
import { callerWords } from './caller.ts';
import styles from './who.module.css';

const TicketProcedure = lazy(() => import('../procedure/ticket-procedure.tsx'));
const OrganisationPart = lazy(() => import('../organisation/organisation-part.tsx'));
const NumberOwner = lazy(() => import('../organisation/number-owner.tsx'));

/** Who it is about: the open ticket's contact, else the caller, else the contact that was looked up. */
export function WhoColumn() {
  const text = useText();
  const place = usePlace();
  const phone = usePhone();
  const view = useStoreQuery('ticket', { id: place.ticketId ?? '' }, { off: place.ticketId === null });
  const call = currentCall(phone) ?? callsIn(phone, 'ringing')[0];
  const { contact } = place;
  const [corrected, setCorrected] = useState<Id | null>(null);
  const correction: Correction = { id: corrected, set: setCorrected };
  const looked = useStoreQuery('contact', { id: contact?.id ?? '' }, { off: contact === null })?.contact;

  return (
    <aside className={styles.column} aria-label={text('who.label')} data-open={place.who ? '' : undefined}>
      {place.contactFor === null ? null : <NewContact key={place.contactFor} callId={place.contactFor} />}
      {view == null || looked !== undefined ? null : (
        <Suspense fallback={null}>
          <TicketProcedure key={view.ticket.id} view={view} />
        </Suspense>
      )}
      {looked !== undefined ? (
        <ContactDetails
          contact={looked}
          heading={text('who.contact')}
          ticketId={null}
          offersCallback
          correction={correction}
        />
      ) : view != null ? (
        view.contact !== null ? (
          <ContactDetails
            contact={view.contact}
            heading={text('who.contact')}
            ticketId={view.ticket.id}
            correction={correction}
          />
        ) : (
          <NoContact key={view.ticket.id} ticket={view.ticket} asks={call === undefined && place.contactFor === null} />
        )
      ) : call !== undefined ? (
        <Caller call={call} correction={correction} />
      ) : place.contactFor === null ? (
        <p className={styles.nobody}>{text('who.nobody')}</p>
      ) : null}
    </aside>
  );
}

function Caller({ call, correction }: { readonly call: PhoneCall; readonly correction: Correction }) {
  const text = useText();
  const mutate = useMutate();
  const { contact, words, caller } = useCallContext(call);
  const recognition = caller?.recognition;
  if (contact !== null)
    return <ContactDetails contact={contact} heading={text('who.caller')} ticketId={null} correction={correction} />;
  const several = recognition?.kind === 'several' || recognition?.kind === 'organisation' ? recognition : null;
  return (
    <>
      <section className={styles.part}>
        <h2 className={styles.heading}>{text('who.caller')}</h2>
        <p className={styles.name}>{words.title}</p>
        {words.number === null || words.number === words.title ? null : (
          <p className={styles.fact} data-figures="">
            {words.number}
          </p>
        )}
        {several === null || several.contacts.length === 0 ? null : (
          <>
            <p className={styles.hint}>{text(several.kind === 'several' ? 'caller.choose' : 'organisation.who')}</p>
            <ChooseContact
              contacts={several.contacts}
              onChoose={(contactId) => void mutate('call.link@1', { id: call.id, contactId })}
            />
          </>
        )}
        <Suspense fallback={null}>
          {recognition?.kind === 'unknown' && call.number !== null ? <NumberOwner number={call.number} /> : null}
        </Suspense>
      </section>
      <Suspense fallback={null}>
        {recognition?.kind === 'organisation' ? <OrganisationPart name={recognition.name} contact={null} /> : null}
      </Suspense>
    </>
  );
}

type NoContactProps = {
  readonly ticket: Ticket;
  /** The call does not ask it already. */
  readonly asks: boolean;
};

/** A ticket without a contact yet: whoever it may be is offered, or asked for by name. */
function NoContact({ ticket, asks }: NoContactProps) {
  const text = useText();
  const change = useTicketChange(ticket);
  const [asking, setAsking] = useState(false);
  const ask = (): void => setAsking(true);
  useAction('call.newContact', asks ? ask : null);
  const number = ticket.callerNumber;
  const { country } = useDesk();
  const caller = useStoreQuery('caller', { number }, { off: number === null });
  const recognition = caller?.recognition;
  const words = callerWords({ number, displayName: null }, recognition, null, country, text);
  const candidates =
    recognition?.kind === 'several' || recognition?.kind === 'organisation'
      ? recognition.contacts
      : recognition?.kind === 'known'
        ? [recognition.contact]
        : [];
  return (
    <>
      {asking ? <ContactOf of={ticket.id} number={number} ticket={ticket} onClose={() => setAsking(false)} /> : null}
      <section className={styles.part}>
        <h2 className={styles.heading}>{text('who.contact')}</h2>
        <p className={styles.name}>{number === null ? text('ticket.noContact') : words.title}</p>
        {number === null || words.number === null ? null : (
          <p className={styles.fact} data-figures="">
            {words.number}
          </p>
        )}
        {candidates.length === 0 ? (
          <p className={styles.hint}>{text('who.noContactHint')}</p>
        ) : (
          <>
            <p className={styles.hint}>{text('who.whichContact')}</p>
            <ChooseContact contacts={candidates} onChoose={change.toContact} />
          </>
        )}
        {asking || !asks ? null : (
          <Button action="call.newContact" icon={<UserPlus size={14} />} onClick={ask}>
            {text('contact.sayWho')}
          </Button>
        )}
        <Suspense fallback={null}>
          {recognition?.kind === 'unknown' && number !== null ? <NumberOwner number={number} /> : null}
        </Suspense>
      </section>
      <Suspense fallback={null}>
        {recognition?.kind === 'organisation' ? <OrganisationPart name={recognition.name} contact={null} /> : null}
      </Suspense>
    </>
  );
}
