import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { Delivery } from '../../store/contract.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { Clock } from './clock.tsx';
import styles from './event.module.css';

export type EventProps = {
  readonly mark: ReactNode;
  /** Its hour, where its words do not say it. */
  readonly at?: Instant;
  readonly delivery?: Delivery;
  readonly children: ReactNode;
};

/** Something that happened, in one line of the timeline. */
export function Event({ mark, at, delivery = 'confirmed', children }: EventProps) {
  return (
    <li className={styles.event}>
      {mark}
      <span className={styles.words}>{children}</span>
      {at === undefined ? null : <Clock at={at} />}
      {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
    </li>
  );
}

export type EventMarkProps = {
  readonly icon: LucideIcon;
  readonly tone?: 'green' | 'red' | 'amber' | undefined;
};

/** What kind of thing it was, by a shape; its words say it too. */
export function EventMark({ icon: Icon, tone }: EventMarkProps) {
  return <Icon size={14} className={styles.mark} data-tone={tone} aria-hidden="true" />;
}

/** Who, how long, from what: said beside what happened. */
export function Aside({ figures = false, children }: { readonly figures?: boolean; readonly children: ReactNode }) {
  return (
    <span className={styles.aside} data-figures={figures ? '' : undefined}>
      {children}
    </span>
  );
}

/** Another ticket, which it opens. */
export function OtherTicket({ onOpen, children }: { readonly onOpen: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className={styles.link} onClick={onOpen}>
      {children}
    </button>
  );
}
