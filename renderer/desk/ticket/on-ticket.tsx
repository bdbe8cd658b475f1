import { UserRound, UserRoundPen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { PersonOnTicket } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { useWords } from '../words/use-text.ts';
import { comingAndGoing, onTicketWords } from './people-on-ticket.ts';
import styles from './ticket.module.css';

/** Who else has this ticket open. Nothing where nobody has, and where nobody can know it. */
export function OnTicket({ ticketId }: { readonly ticketId: Id }) {
  const words = useWords();
  const announce = useAnnounce();
  const people = useStoreQuery('onTicket', { id: ticketId });
  const known = useRef<readonly PersonOnTicket[]>([]);

  useEffect(() => {
    // Without the server nobody has left; whoever has is told of once it is there again.
    if (people == null) return;
    const said = comingAndGoing(known.current, people, words);
    known.current = people;
    if (said !== null) announce(said);
  }, [people, words, announce]);

  return (
    <span className={styles.onTicket}>
      {onTicketWords(people ?? [], words).map(({ kind, shown, whole }) => (
        <span key={kind} data-kind={kind} title={whole}>
          {kind === 'writing' ? (
            <UserRoundPen size={14} aria-hidden="true" />
          ) : (
            <UserRound size={14} aria-hidden="true" />
          )}
          <span>{shown}</span>
        </span>
      ))}
    </span>
  );
}
