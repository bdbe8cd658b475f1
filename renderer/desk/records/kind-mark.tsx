import { Frown, Mail, MailOpen, Meh, MessagesSquare, Smile, Star } from 'lucide-react';
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

export function ScoreMark({ score, size }: { readonly score: SatisfactionScore; readonly size: number }) {
  const Icon = score <= 2 ? Frown : score === 3 ? Meh : Smile;
  return <Icon size={size} aria-hidden="true" />;
}
