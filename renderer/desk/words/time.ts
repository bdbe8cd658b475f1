import type { Instant } from '../../../domain/ids.ts';
import type { Text } from './use-text.ts';

/** `02:13`, `1:02:13`: a running timer, in tabular figures. Whole seconds. */
export function formatTimer(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${pad(minutes)}:${pad(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** `3 min 12`, `45 s`, `1 h 02`: a time that has passed, as people say it. Whole seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${pad(whole % 60)}`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)}`;
}

export function secondsBetween(from: Instant, to: number): number {
  return Math.max(0, (to - Date.parse(from)) / 1000);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times what using it does. */
function formatter(locale: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formatters.get(`${locale} ${key}`);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(`${locale} ${key}`, made);
  return made;
}

/** `14:21` */
export function formatClock(at: Instant | number, locale: string): string {
  return formatter(locale, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** `14:21` today, `hier` yesterday, `12 mars` this year, `12 mars 2024` before: for lists, where space is short. */
export function formatWhen(at: Instant, now: number, locale: string, text: Text): string {
  const days = daysBetween(at, now);
  if (days <= 0) return formatClock(at, locale);
  if (days === 1) return text('time.yesterday');
  return formatDate(at, now, locale, 'short');
}

/** `Aujourd’hui`, `Hier`, `mardi 12 mars`: the heading of a day in a timeline. */
export function formatDay(at: Instant, now: number, locale: string, text: Text): string {
  const days = daysBetween(at, now);
  if (days <= 0) return text('time.todayHeading');
  if (days === 1) return text('time.yesterdayHeading');
  return formatDate(at, now, locale, 'long');
}

/** `mardi 12 mars`, `mardi 12 mars 2024` of another year: a day that may be to come. */
export function formatDate(at: Instant, now: number, locale: string, size: 'short' | 'long' = 'long'): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  if (size === 'short') {
    return formatter(locale, `short${sameYear}`, { day: 'numeric', month: 'short', ...year }).format(date);
  }
  return formatter(locale, `long${sameYear}`, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date);
}

/** Day and clock in full, for titles and labels. */
export function formatMoment(at: Instant, locale: string): string {
  return formatter(locale, 'moment', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}

/** The local day of an instant, to group by. */
export function dayKey(at: Instant): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Calendar days from `at` to `now`, in local time; rounding absorbs the hour of a clock change. */
function daysBetween(at: Instant, now: number): number {
  const start = (value: Date): number => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
  return Math.round((start(new Date(now)) - start(new Date(at))) / 86_400_000);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
