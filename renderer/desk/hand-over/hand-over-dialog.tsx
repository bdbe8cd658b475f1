import { UsersRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Team } from '../../../domain/agent/agent.ts';
import { newId } from '../../../domain/ids.ts';
import type { TicketView } from '../../store/contract.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { KeyHint } from '../design/key-hint.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { ticketName } from '../ticket/ticket-name.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { useText } from '../words/use-text.ts';
import styles from './hand-over.module.css';
import { TeamPicker } from './team-picker.tsx';

/** To which team a ticket goes, and why. The team with Enter, the words as they come, then Ctrl+Enter; the words stay after Escape. */
export default function HandOverDialog({ view, onClose }: { readonly view: TicketView; readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const place = usePlace();
  const { store } = useDesk();
  const { ticket } = view;
  const teams = useStoreQuery('teams', null) ?? [];
  const [team, setTeam] = useState<Team | null>(null);
  const [follow, setFollow] = useState(true);
  const [sending, setSending] = useState(false);
  const key = `hand-over:${ticket.id}`;
  const reason = useDraft(key);
  const field = useRef<HTMLInputElement>(null);
  const why = useRef<HTMLTextAreaElement>(null);
  useEffect(() => (team === null ? field.current : why.current)?.focus(), [team]);
  // The team that had it when the dialog opened: if a colleague is faster, theirs stands.
  const [from] = useState(ticket.scope);

  const handOver = async (to: Team): Promise<void> => {
    if (sending) return;
    setSending(true);
    const kept = await reason.flush();
    const args = {
      id: ticket.id,
      from,
      teamId: to.id,
      reason: reason.text.trim(),
      entryId: newId(),
      follow,
    };
    const result = kept.ok ? await mutate(store, 'ticket.handOver@1', args, key) : kept;
    setSending(false);
    if (!result.ok) return say.error(result.code);
    reason.forget();
    say.good('handOver.done', { ticket: ticketName(ticket, text), team: to.name });
    onClose();
    place.openTicket(null);
  };

  return (
    <Dialog title={text('handOver.title', { ticket: ticketName(ticket, text) })} size="small" onClose={onClose}>
      {team === null ? (
        <div className={styles.body}>
          <TeamPicker
            label={text('handOver.toWhom')}
            field={field}
            teams={teams.filter(({ id }) => id !== from)}
            onPick={setTeam}
          />
        </div>
      ) : (
        <form
          className={styles.body}
          onSubmit={(event) => {
            event.preventDefault();
            void handOver(team);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.ctrlKey) return;
            event.preventDefault();
            void handOver(team);
          }}
        >
          <p className={styles.chosen}>
            <UsersRound size={16} aria-hidden="true" />
            <strong>{team.name}</strong>
            <Button onClick={() => setTeam(null)}>{text('handOver.otherTeam')}</Button>
          </p>
          <label className={styles.field}>
            <span>{text('handOver.reason')}</span>
            <textarea
              ref={why}
              rows={4}
              maxLength={2000}
              spellCheck
              value={reason.text}
              onChange={({ target }) => reason.type(target.value)}
            />
          </label>
          <label className={styles.follow}>
            <input type="checkbox" checked={follow} onChange={({ target }) => setFollow(target.checked)} />
            <span>{text('handOver.follow')}</span>
          </label>
          <p className={styles.what}>{text('handOver.what')}</p>
          <div className={styles.buttons}>
            <Button kind="accent" submit disabled={sending} icon={<UsersRound size={14} />}>
              {text('handOver.verb')}
              <KeyHint action="ticket.sendNote" />
            </Button>
            <Button onClick={onClose}>{text('dialog.cancel')}</Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
