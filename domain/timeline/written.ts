import type { Entry } from './entry.ts';

/** What people wrote in an entry, by which it is found; null: nobody wrote anything in it, or this version does not know where. */
export function writtenIn(entry: Entry): string | null {
  if (entry.kind === 'note' || entry.kind === 'satisfaction') return entry.text;
  if (entry.kind === 'email') return `${entry.subject} ${entry.correspondent} ${entry.text}`;
  if (entry.kind === 'chat') return `${entry.correspondent} ${entry.text}`;
  return null;
}
