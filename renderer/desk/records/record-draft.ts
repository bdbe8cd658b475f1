import { z } from 'zod';
import type { Id } from '../../../domain/ids.ts';

/** What happened elsewhere and is kept with a ticket. */
export type RecordKind = 'email' | 'chat' | 'satisfaction';

/** What has been typed of one, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

const Kept = z.record(z.string(), z.string());

/** Fields that hold words; the others are choices, worth nothing without any. */
const wordFields = ['text', 'subject', 'score'] as const;

/** One draft holds all fields of one record: it ends as a whole, in the transaction that records it. */
export function recordKey(kind: RecordKind, ticketId: Id): string {
  return `${kind}:${ticketId}`;
}

/** Words that are no such draft (two that were put beside each other) are a text. */
export function typedIn(draft: string): Typed {
  if (draft === '') return {};
  try {
    return Kept.parse(JSON.parse(draft));
  } catch {
    return { text: draft };
  }
}

/** Empty when nothing is left of it. */
export function withTyped(draft: string, field: string, value: string): string {
  const typed = { ...typedIn(draft), [field]: value };
  return Object.values(typed).every((each) => each === '') ? '' : JSON.stringify(typed);
}

/** There are words in it that nobody should lose sight of. */
export function isBegun(draft: string): boolean {
  const typed = typedIn(draft);
  return wordFields.some((field) => (typed[field] ?? '').trim() !== '');
}

/** By how much a text is longer than it may be. */
export function tooLongBy(text: string, most: number): number {
  return Math.max(0, text.trim().length - most);
}

/** An instant that a `datetime-local` field has; undefined: it has none. */
export function instantIn(local: string): string | undefined {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
