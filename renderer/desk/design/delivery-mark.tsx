import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import type { Delivery } from '../../store/contract.ts';
import { deliveryLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import styles from './delivery-mark.module.css';

const icons = { queued: Clock, sent: Check, confirmed: CheckCheck, refused: CircleAlert } as const;

/** How far a thing written here has come: kept here, sent, at the server, refused. */
export function DeliveryMark({ delivery, word = false }: { readonly delivery: Delivery; readonly word?: boolean }) {
  const text = useText();
  const Icon = icons[delivery];
  const label = text(deliveryLabel[delivery]);
  return (
    <span className={styles.mark} data-delivery={delivery} title={label}>
      <Icon size={13} strokeWidth={2.2} {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })} />
      {word ? <span>{label}</span> : null}
    </span>
  );
}
