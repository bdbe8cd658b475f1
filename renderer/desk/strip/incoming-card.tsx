import { Phone, PhoneForwarded, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { CallerPromise } from '../callback/caller-promise.tsx';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { CallerEquipment } from '../equipment/caller-equipment.tsx';
import { MajorNotice } from '../links/major-notice.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useAskWhenBack } from '../phone/use-ask-when-back.ts';
import { usePhone } from '../phone/use-phone.ts';
import { contactPlace } from '../who/caller.ts';
import { useText } from '../words/use-text.ts';
import { CallDiversion } from './call-diversion.tsx';
import { CallFacts } from './call-facts.tsx';
import { CallProgress } from './call-progress.tsx';
import { ChooseContact } from './choose-contact.tsx';
import styles from './incoming.module.css';
import { useCallContext, type CallContext } from './use-call-context.ts';
import { useSince } from './use-since.ts';
import { useToldCaller } from './use-told-caller.ts';

/**
 * Who calls, before the answer. It opens under the strip, takes no focus from what is being typed, and answers at one key.
 * `first`: the call that the keys act on when several ring.
 */
export function IncomingCard({ call, first }: { readonly call: PhoneCall; readonly first: boolean }) {
  const text = useText();
  const { ask: command, waits } = useAskWhenBack();
  const phone = usePhone();
  const announce = useAnnounce();
  const context = useCallContext(call);
  const { words, contact, caller } = context;
  const asked = (type: 'answer' | 'reject' | 'divert'): boolean =>
    waits(type) || phone.pending.has(`${call.id} ${type}`);
  const lost = phone.link === 'lost';
  const lostAt = useSince(lost);
  /** Whether it still rings is being found out. */
  const since = call.reconnectingSince ?? (lost ? lostAt : null);
  const later = since === null ? {} : { disabled: true, title: text('call.onceReconnected') };
  const answer = (): void => command({ type: 'answer', callId: call.id });
  const reject = (): void => command({ type: 'reject', callId: call.id });
  useAction('call.answer', first ? answer : null);
  const [diverting, setDiverting] = useState(false);
  const divert = (): void => setDiverting((open) => !open);
  useAction('call.reject', first ? reject : null);
  useAction('call.divert', first && since === null ? divert : null);

  const known = caller !== undefined;
  useToldCaller(call, words, known);
  useEffect(() => {
    if (known) announce(text('call.incomingFrom', { name: words.title, number: words.number ?? '' }), 'assertive');
    // Said once, when it is known who calls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [known]);

  return (
    <section
      className={styles.card}
      data-reconnecting={since === null ? undefined : ''}
      aria-label={text('call.incoming')}
    >
      <span className={styles.pulse} aria-hidden="true">
        <PhoneIncoming size={20} />
      </span>
      <div className={styles.who}>
        <p className={styles.kind}>
          {since !== null ? (
            <CallProgress state="" unconfirmed since={since} gap={null} />
          ) : call.queue === null ? (
            text('call.incoming')
          ) : (
            text('call.incomingQueue', { queue: call.queue })
          )}
        </p>
        <p className={styles.name}>{words.title}</p>
        <p className={styles.facts}>
          {words.number === null || words.number === words.title ? null : <span data-figures="">{words.number}</span>}
          {contact === null ? null : <span>{contactPlace(contact)}</span>}
          <CallFacts call={call} />
        </p>
      </div>
      <Why call={call} context={context} />
      <div className={styles.buttons}>
        <Button
          kind="green"
          size="large"
          {...(first ? { action: 'call.answer' } : {})}
          pending={asked('answer')}
          icon={<Phone size={16} />}
          onClick={answer}
        >
          {text('call.answer')}
        </Button>
        <Button
          kind="outlined"
          size="large"
          {...(first ? { action: 'call.reject' } : {})}
          pending={asked('reject')}
          icon={<PhoneOff size={16} />}
          onClick={reject}
        >
          {text('call.reject')}
        </Button>
        <Button
          kind="outlined"
          size="large"
          {...(first ? { action: 'call.divert' } : {})}
          {...later}
          aria-expanded={diverting}
          pending={asked('divert')}
          icon={<PhoneForwarded size={16} />}
          onClick={divert}
        >
          {text('call.divert')}
        </Button>
      </div>
      {diverting && since === null ? (
        <div className={styles.divert}>
          <CallDiversion call={call} onClose={() => setDiverting(false)} />
        </div>
      ) : null}
    </section>
  );
}

/** Why they may be calling: who of several, their equipment, their open tickets. */
function Why({ call, context }: { readonly call: PhoneCall; readonly context: CallContext }) {
  const text = useText();
  const mutate = useMutate();
  const { caller, contact, openTickets } = context;
  const recognition = caller?.recognition;
  if (caller === undefined) return <div className={styles.why} />;
  if (contact === null && (recognition?.kind === 'several' || recognition?.kind === 'organisation')) {
    return (
      <div className={styles.why}>
        <MajorNotice className={styles.major} />
        <p className={styles.hint}>
          {recognition.kind === 'several'
            ? text('caller.choose')
            : text('organisation.caller', { name: recognition.name, count: openTickets.length })}
        </p>
        {recognition.kind === 'organisation' ? (
          <CallerEquipment contact={null} organisation={recognition.name} className={styles.equipment} />
        ) : null}
        <ChooseContact
          contacts={recognition.contacts}
          onChoose={(contactId) => void mutate('call.link@1', { id: call.id, contactId })}
        />
      </div>
    );
  }
  if (contact === null && openTickets.length === 0) {
    const sentence =
      recognition?.kind === 'withheld'
        ? 'caller.withheldHint'
        : recognition?.kind === 'internal'
          ? 'caller.internalHint'
          : 'caller.unknownHint';
    return (
      <div className={styles.why}>
        <MajorNotice className={styles.major} />
        <CallerPromise contact={contact} number={call.number} />
        <p className={styles.hint}>{text(sentence)}</p>
      </div>
    );
  }
  return (
    <div className={styles.why}>
      <MajorNotice className={styles.major} />
      <CallerPromise contact={contact} number={call.number} />
      {contact === null ? null : (
        <CallerEquipment contact={contact} organisation={contact.organisation} className={styles.equipment} />
      )}
      {openTickets.length === 0 ? (
        <p className={styles.hint}>{text('caller.noOpenTickets')}</p>
      ) : (
        <ul className={styles.tickets} aria-label={text('caller.openTickets')}>
          {openTickets.slice(0, 2).map((line) => (
            <li key={line.id} className={styles.ticket}>
              <StateMark state={line.state} />
              <PriorityBar priority={line.priority} label={false} />
              <span className={styles.ticketText}>{line.subject || text('ticket.noSubject')}</span>
            </li>
          ))}
          {openTickets.length > 2 ? (
            <li className={styles.more}>{text('caller.moreTickets', { count: openTickets.length - 2 })}</li>
          ) : null}
        </ul>
      )}
    </div>
  );
}
