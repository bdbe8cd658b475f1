import { Merge } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import type { TicketLine, TicketView } from '../../store/contract.ts';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import styles from './merge-dialog.module.css';
import { ticketName } from './ticket-name.ts';
import { TicketPicker } from './ticket-picker.tsx';

/** Which ticket this one is to become one with: the caller's others are offered first. Chosen with Enter, done with Enter. */
export default function MergeDialog({ view, onClose }: { readonly view: TicketView; readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const mutate = useMutate();
  const place = usePlace();
  const [into, setInto] = useState<TicketLine | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLDivElement>(null);
  const { ticket } = view;
  useEffect(() => {
    if (into === null) field.current?.focus();
    else confirm.current?.querySelector('button')?.focus();
  }, [into]);

  const merge = async (target: TicketLine): Promise<void> => {
    if (!(await mutate('ticket.merge@1', { id: ticket.id, into: target.id, entryId: newId() }))) return;
    say.good(text('merge.done', { ticket: ticketName(target, text) }));
    onClose();
    place.openTicket(target.id);
  };

  return (
    <Dialog title={text('merge.title', { ticket: ticketName(ticket, text) })} size="small" onClose={onClose}>
      <div className={styles.body}>
        {into === null ? (
          <TicketPicker
            label={text('merge.into')}
            field={field}
            except={ticket.id}
            proposals={view.otherOpen}
            onPick={setInto}
          />
        ) : (
          <>
            <p className={styles.chosen}>
              <Merge size={16} aria-hidden="true" />
              <strong>{ticketName(into, text)}</strong>
            </p>
            <p className={styles.what}>{text('merge.what')}</p>
            <div ref={confirm} className={styles.buttons}>
              <Button kind="accent" onClick={() => void merge(into)}>
                {text('merge.verb')}
              </Button>
              <Button onClick={() => setInto(null)}>{text('refused.otherTicket')}</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
