import { EyeOff, UserRound, UsersRound } from 'lucide-react';
import type { OutlineView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useNow } from '../data/use-now.ts';
import { Button } from '../design/button.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { stateLabel } from '../words/labels.ts';
import { formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './hand-over.module.css';

/** How a ticket stands that another team has: what a customer who asks can be told. */
export default function FollowedTicket({ view }: { readonly view: OutlineView }) {
  const { text, locale } = useWords();
  const mutate = useMutate();
  const now = useNow(60_000);
  const { outline, teamName, assigneeName } = view;
  const unfollow = (): void => void mutate('ticket.follow@1', { id: outline.ticketId, follow: false });
  useAction('ticket.follow', unfollow);
  return (
    <section className={styles.card} aria-label={text('followed.one')}>
      {outline.reference === null ? null : (
        <span className={styles.cardReference} data-figures="" data-selectable="">
          #{outline.reference}
        </span>
      )}
      <p className={styles.cardSubject} data-selectable="">
        {outline.subject || text('ticket.noSubject')}
      </p>
      <p className={styles.cardFacts}>
        <span>
          <StateMark state={outline.state} />
          {text(stateLabel[outline.state])}
        </span>
        <span>
          <UsersRound size={14} aria-hidden="true" />
          {teamName}
        </span>
        <span>
          <UserRound size={14} aria-hidden="true" />
          {assigneeName ?? text('ticket.nobody')}
        </span>
        <time dateTime={outline.at}>{formatWhen(outline.at, now, locale, text)}</time>
      </p>
      <p className={styles.cardWhat}>{text('followed.what', { team: teamName })}</p>
      <Button kind="outlined" action="ticket.follow" icon={<EyeOff size={14} />} onClick={unfollow}>
        {text('followed.stop')}
      </Button>
    </section>
  );
}
