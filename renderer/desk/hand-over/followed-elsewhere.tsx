import type { OutlineView } from '../../store/contract.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { usePlace } from '../place/place.ts';
import { ticketName } from '../ticket/ticket-name.ts';
import { stateLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import styles from './hand-over.module.css';

/** Under the agent's own tickets: those that other teams have and that they follow. */
export default function FollowedElsewhere({ followed }: { readonly followed: readonly OutlineView[] }) {
  const text = useText();
  const place = usePlace();
  return (
    <nav className={styles.elsewhere} aria-label={text('followed.title')}>
      <p className={styles.elsewhereTitle}>{text('followed.title')}</p>
      <ul>
        {followed.map(({ outline, teamName, delivery }) => (
          <li key={outline.id}>
            <button
              type="button"
              className={styles.line}
              aria-current={place.ticketId === outline.ticketId}
              aria-label={[ticketName(outline, text), text(stateLabel[outline.state]), teamName].join(', ')}
              onClick={() => place.openTicket(outline.ticketId)}
            >
              <span className={styles.lineMark}>
                <StateMark state={outline.state} size={13} />
              </span>
              <span className={styles.lineSubject}>{ticketName(outline, text)}</span>
              {delivery === 'confirmed' ? (
                <span className={styles.lineTeam}>{teamName}</span>
              ) : (
                <DeliveryMark delivery={delivery} />
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
