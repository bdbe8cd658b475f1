import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { Call } from '../../../domain/call/call.ts';
import type { Delivery } from '../../store/contract.ts';
import { ownText } from '../availability/state-words.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { keptFigures, keptWords } from '../quality/quality-words.ts';
import { usePersonName } from '../strip/use-person-name.ts';
import { callEnd } from '../words/call-end.ts';
import { formatDuration } from '../words/time.ts';
import { useText, useWords } from '../words/use-text.ts';
import styles from './call-item.module.css';
import { Aside, Event, EventMark } from './event.tsx';

export type CallItemProps = { readonly call: Call; readonly agentName: string; readonly delivery: Delivery };

/** A call about the ticket: whose, how long, how it sounded, and what came of it. */
export function CallItem({ call, agentName, delivery }: CallItemProps) {
  const { text, locale } = useWords();
  const missed = call.outcome === 'missed';
  const icon = missed ? PhoneMissed : call.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  return (
    <Event at={call.startedAt} delivery={delivery} mark={<EventMark icon={icon} tone={missed ? 'red' : 'green'} />}>
      <span>{text(call.direction === 'incoming' ? 'timeline.callIncoming' : 'timeline.callOutgoing')}</span>
      <Aside>{agentName}</Aside>
      <Aside figures>{callEnd(call, text)}</Aside>
      {call.passedTo == null ? null : <PassedTo number={call.passedTo} />}
      {call.quality == null ? null : (
        <span
          className={styles.quality}
          data-level={call.quality.level}
          title={keptFigures(call.quality, locale, text)}
        >
          {keptWords(call.quality, text)}
        </span>
      )}
      <WrapUpWords call={call} />
    </Event>
  );
}

function PassedTo({ number }: { readonly number: string }) {
  const text = useText();
  const name = usePersonName(number);
  return name === null ? null : <span>{text('timeline.passedTo', { name })}</span>;
}

/** What came of the call, and how long the work after it took. */
function WrapUpWords({ call }: { readonly call: Call }) {
  const { text, language } = useWords();
  const { codes } = useTeamWork().wrapUp;
  const { wrapUpCode: code, wrapUpSeconds: seconds } = call;
  const label = codes.find(({ id }) => id === code)?.label;
  // A code that the team has dropped since is still what was said.
  const outcome = label === undefined ? (code ?? null) : ownText(label, language);
  return (
    <>
      {outcome === null ? null : <span>{outcome}</span>}
      {seconds == null || seconds === 0 ? null : (
        <Aside figures>{text('timeline.wrapUp', { duration: formatDuration(seconds) })}</Aside>
      )}
    </>
  );
}
