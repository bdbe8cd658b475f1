import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { TicketView } from '../../store/contract.ts';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import styles from './merge-dialog.module.css';
import { ticketName } from './ticket-name.ts';

/** Why a ticket is taken away: without a reason nothing is. */
export default function DeleteDialog({ view, onClose }: { readonly view: TicketView; readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const mutate = useMutate();
  const place = usePlace();
  const [reason, setReason] = useState('');
  const { ticket } = view;
  const name = ticketName(ticket, text);
  const ready = reason.trim() !== '';

  const remove = async (): Promise<void> => {
    if (!ready || !(await mutate('ticket.delete@1', { id: ticket.id, reason: reason.trim() }))) return;
    say.good(text('delete.done', { ticket: name }));
    onClose();
    place.openTicket(null);
  };

  return (
    <Dialog title={text('delete.title', { ticket: name })} size="small" role="alertdialog" onClose={onClose}>
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <p className={styles.what}>{text('delete.what')}</p>
        <label className={styles.field}>
          <span>{text('delete.reason')}</span>
          <input
            autoFocus
            value={reason}
            maxLength={500}
            required
            spellCheck
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <div className={styles.buttons}>
          <Button kind="red" submit disabled={!ready} icon={<Trash2 size={14} />}>
            {text('delete.verb')}
          </Button>
          <Button onClick={onClose}>{text('dialog.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
