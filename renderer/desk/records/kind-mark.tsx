import { Frown, Mail, MailOpen, Meh, MessagesSquare, Smile, Star, type LucideIcon } from 'lucide-react';
import type { SatisfactionScore } from '../../../domain/timeline/satisfaction.ts';
import type { RecordKind } from './record-draft.ts';

/** A shape for each kind; what it stands for is said in words beside it. */
export function KindMark({ kind, size }: { readonly kind: RecordKind; readonly size: number }) {
  const Icon = { email: Mail, chat: MessagesSquare, satisfaction: Star }[kind];
  return <Icon size={size} aria-hidden="true" />;
}

/** Came in: opened. Went out: closed. */
export function EmailMark({ incoming, size }: { readonly incoming: boolean; readonly size: number }) {
  const Icon = incoming ? MailOpen : Mail;
  return <Icon size={size} aria-hidden="true" />;
}

export const scoreIcon: Readonly<Record<SatisfactionScore, LucideIcon>> = {
  1: Frown,
  2: Frown,
  3: Meh,
  4: Smile,
  5: Smile,
};

export function ScoreMark({ score, size }: { readonly score: SatisfactionScore; readonly size: number }) {
  const Icon = scoreIcon[score];
  return <Icon size={size} aria-hidden="true" />;
}
