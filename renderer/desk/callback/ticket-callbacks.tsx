import type { TicketView } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useAction } from '../actions/use-action.ts';
import { CallbackLine } from './callback-line.tsx';
import styles from './callback.module.css';
import { useCallbackActs } from './use-callback-acts.ts';

/** The calls that were promised about a ticket and are still to be made. */
export default function TicketCallbacks({ view }: { readonly view: TicketView }) {
  const acts = useCallbackActs();
  const open = (useStoreQuery('callbacks', null) ?? []).filter(({ callback }) => callback.ticketId === view.ticket.id);
  const [first] = open;
  useAction('callback.move', first === undefined ? null : () => acts.move(first));
  if (first === undefined) return null;
  return (
    <div className={styles.lines}>
      {open.map((each) => (
        <CallbackLine key={each.callback.id} view={each} />
      ))}
    </div>
  );
}
