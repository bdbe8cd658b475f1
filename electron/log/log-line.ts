import type { LogEntry } from './log.ts';
import { redact } from './redact.ts';

/** One line of the log, redacted: what a page says can neither begin another one nor steer the terminal that shows it. */
export function logLine({ at, level, origin, event, detail }: LogEntry, secrets: Iterable<string>): string {
  const known = [...secrets];
  const text = detail === undefined ? '' : ` ${inLine(redact(detail, known))}`;
  return `${at.toISOString()} ${level.padEnd(5)} ${origin.padEnd(5)} ${inLine(redact(event, known))}${text}`;
}

function inLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}
