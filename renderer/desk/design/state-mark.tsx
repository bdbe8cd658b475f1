import { CircleCheck, CircleDashed, CircleDot, CirclePause, CircleX } from 'lucide-react';
import type { TicketState } from '../../../domain/ticket/state.ts';
import styles from './state-mark.module.css';

const icons = {
  new: CircleDashed,
  open: CircleDot,
  pending: CirclePause,
  solved: CircleCheck,
  closed: CircleX,
} as const;

/** A ticket's state by shape and colour; the word stands beside it or in its label. */
export function StateMark({ state, size = 14 }: { readonly state: TicketState; readonly size?: number }) {
  const Icon = icons[state];
  return <Icon size={size} className={styles.mark} data-state={state} strokeWidth={2.2} aria-hidden="true" />;
}
