import type { Instant } from '../../../domain/ids.ts';
import { dayKey, formatClock, formatDate, formatDuration } from '../words/time.ts';
import type { Text } from '../words/use-text.ts';

/** `aujourd’hui à 14:30`, `demain à 09:00`, `jeudi 3 décembre à 08:30`. */
export function dueWords(at: Instant, now: number, locale: string, text: Text): string {
  const time = formatClock(at, locale);
  if (isDay(at, now, 0)) return text('callback.today', { time });
  if (isDay(at, now, 1)) return text('callback.tomorrow', { time });
  return text('callback.onDay', { day: formatDate(at, now, locale), time });
}

/** The same, where space is short: `14:30`, `demain 09:00`, `3 déc. 08:30`. */
export function dueShort(at: Instant, now: number, locale: string, text: Text): string {
  const time = formatClock(at, locale);
  if (isDay(at, now, 0)) return time;
  if (isDay(at, now, 1)) return text('callback.tomorrowShort', { time });
  return `${formatDate(at, now, locale, 'short')} ${time}`;
}

/** For the record of another day, where today would be read as the reader's: `14:30` of the same day, else the day too. */
export function dueOnRecord(at: Instant, recorded: Instant, locale: string, text: Text): string {
  const time = formatClock(at, locale);
  if (dayKey(at) === dayKey(recorded)) return time;
  return text('callback.onDay', { day: formatDate(at, Date.parse(recorded), locale), time });
}

/** `dans 20 min`, `en retard de 12 min`; whole minutes. */
export function distanceWords(at: Instant, now: number, text: Text): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  if (minutes === 0) return text('callback.now');
  const duration = longDuration(Math.abs(minutes), text);
  return minutes > 0 ? text('callback.in', { duration }) : text('callback.late', { duration });
}

function longDuration(minutes: number, text: Text): string {
  if (minutes < 48 * 60) return formatDuration(minutes * 60);
  return text('callback.days', { count: Math.round(minutes / (24 * 60)) });
}

/** Whether it is so many days after today, in local time. */
function isDay(at: Instant, now: number, after: number): boolean {
  const today = new Date(now);
  const noon = new Date(today.getFullYear(), today.getMonth(), today.getDate() + after, 12);
  return dayKey(at) === dayKey(noon.toISOString());
}
