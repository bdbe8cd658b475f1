import { AlarmClockPlus, Link2, SquarePen, Ticket as TicketIcon, UserPlus } from 'lucide-react';
import { useEffect } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import type { ActionId } from '../actions/catalogue.ts';
import { useAction } from '../actions/use-action.ts';
import { subjectOfCall, useAskCallback } from '../callback/subject.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { usePlace } from '../place/place.ts';
import { useNewTicket } from '../ticket/use-new-ticket.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';
import type { CallContext } from './use-call-context.ts';

export type CallSubjectProps = {
  readonly call: PhoneCall;
  readonly context: CallContext;
  readonly current: boolean;
};

/** What the call is about: its ticket, or the tickets that it may be about and the key that makes a new one. */
export function CallSubject({ call, context, current }: CallSubjectProps) {
  const text = useText();
  const place = usePlace();
  const mutate = useMutate();
  const newTicket = useNewTicket();
  const askCallback = useAskCallback();
  const { country, teamId } = useDesk();
  const { row, ticket, contact } = context;
  const [proposed] = context.openTickets;
  const talked = call.answeredAt !== null || call.direction === 'outgoing';

  const open = (): void => {
    if (ticket !== undefined) {
      place.openTicket(ticket.ticket.id);
    } else if (proposed !== undefined) {
      place.openTicket(proposed.id);
      void mutate('call.link@1', {
        id: call.id,
        ticketId: proposed.id,
        ...(contact === null ? {} : { contactId: contact.id }),
      });
    }
  };
  const create = (): void => void newTicket({ call, contact, linked: ticket !== undefined });
  const askWho = (): void => place.askContact(call.id);

  const key = <A extends ActionId>(action: A) => (current ? { action } : {});
  const shown = talked || call.phase === 'ended';
  const { late, comeToCall } = place;
  const talksOf = current && talked && call.phase !== 'ended' ? ticket?.ticket.id : undefined;
  useEffect(() => {
    if (talksOf !== undefined) comeToCall(talksOf);
  }, [talksOf, late, comeToCall]);
  const canOpen = ticket !== undefined || proposed !== undefined;
  const unknown = contact === null && row !== undefined && context.caller?.recognition.kind !== 'internal';
  useAction('call.openTicket', current && shown && canOpen ? open : null);
  // A desk that starts in a call has the list on the screen after the call.
  useAction('ticket.new', current && shown ? create : null, true);
  const promise = (): void => askCallback({ kind: 'new', subject: subjectOfCall(call, context, country) });
  const canPromise = teamId !== null && !context.isTest && context.caller?.recognition.kind !== 'internal';
  useAction('callback.promise', current && shown && canPromise ? promise : null, true);
  // Before the ticket, which asks the same of itself.
  useAction('call.newContact', current && shown && unknown ? askWho : null, true);
  if (!shown) return null;

  return (
    <div className={styles.subject}>
      {ticket !== undefined ? (
        <>
          <span className={styles.subjectWord}>
            <Link2 size={14} aria-hidden="true" />
            {text('call.ticketLinked')}
          </span>
          <button type="button" className={styles.subjectTicket} onClick={open}>
            <PriorityLine context={context} />
          </button>
        </>
      ) : proposed !== undefined ? (
        <>
          <span className={styles.subjectWord}>
            <TicketIcon size={14} aria-hidden="true" />
            {text('call.ticketProposed', { count: context.openTickets.length })}
          </span>
          <button type="button" className={styles.subjectTicket} onClick={open}>
            <PriorityBar priority={proposed.priority} label={false} />
            <span className={styles.subjectText}>{proposed.subject || text('ticket.noSubject')}</span>
          </button>
          <Button {...key('call.openTicket')} onClick={open}>
            {text('call.openAndLink')}
          </Button>
        </>
      ) : (
        <span className={styles.subjectWord}>
          <TicketIcon size={14} aria-hidden="true" />
          {text('call.noTicket')}
        </span>
      )}
      <Button {...key('ticket.new')} icon={<SquarePen size={15} />} onClick={create}>
        {text('ticket.new')}
      </Button>
      {unknown ? (
        <Button {...key('call.newContact')} icon={<UserPlus size={15} />} onClick={askWho}>
          {text('contact.new')}
        </Button>
      ) : null}
      {canPromise ? (
        <Button {...key('callback.promise')} icon={<AlarmClockPlus size={15} />} onClick={promise}>
          {text('callback.promiseShort')}
        </Button>
      ) : null}
    </div>
  );
}

function PriorityLine({ context }: { readonly context: CallContext }) {
  const text = useText();
  const ticket = context.ticket?.ticket;
  if (ticket === undefined) return null;
  return (
    <>
      {ticket.reference === null ? null : <span data-figures="">#{ticket.reference}</span>}
      <span className={styles.subjectText}>{ticket.subject || text('ticket.noSubject')}</span>
    </>
  );
}
