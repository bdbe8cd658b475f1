import { fold } from '../words/fold.ts';

/** What was typed for a time: an instant in ms since 1970 UTC, one that has gone by, or nothing that can be read. */
export type DueTime =
  { readonly kind: 'at'; readonly at: number } | { readonly kind: 'past' } | { readonly kind: 'unread' };

const unread: DueTime = { kind: 'unread' };

/** A day, as the first hour of it in local time. `fixed`: said, so that its times of before are past and not of another day. */
type Day = { readonly date: Date; readonly fixed: boolean };
type Clock = { readonly hours: number; readonly minutes: number };

const weekdays: Readonly<Record<string, number>> = {
  ...{ dimanche: 0, lundi: 1, mardi: 2, mercredi: 3, jeudi: 4, vendredi: 5, samedi: 6 },
  ...{ sunday: 0, monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6 },
};

const months = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
] as const;

/**
 * Reads a time as people say it, in French or English, whatever the language of the screen: `14h30`, `2:30 pm`, `demain 9h`, `monday at 10`,
 * `12/03 14:00`, `12 mars midi`, `dans 20 min`, `in an hour`. Without a day it is today's, or tomorrow's when today's has gone by.
 */
export function readDueTime(typed: string, now: number): DueTime {
  const words = fold(typed).replace(/[’']/g, ' ').replace(/\s+/g, ' ').trim();
  if (words === '') return unread;
  const later = readDelay(words);
  if (later !== null) return { kind: 'at', at: now + later };
  const { clock, rest } = readClock(words);
  if (clock === null) return unread;
  const day = readDay(rest, new Date(now));
  if (day === null) return unread;
  const at = atClock(day.date, clock);
  if (at > now) return { kind: 'at', at };
  if (day.fixed) return { kind: 'past' };
  return { kind: 'at', at: atClock(addDays(day.date, 1), clock) };
}

const minute = 60_000;

/** `dans 20 min`, `1 h`, `in 2 hours`: milliseconds. A bare `14h` is a time of day. */
function readDelay(words: string): number | null {
  const said = /^(?:dans|d ici|in|\+)\s*(.+)$/.exec(words)?.[1];
  const amount = said ?? words;
  if (/^(une )?demi[ -]heure$|^half an hour$/.test(amount)) return 30 * minute;
  if (/^un quart d heure$|^(a )?quarter of an hour$/.test(amount)) return 15 * minute;
  if (/^(une heure|an hour)$/.test(amount)) return 60 * minute;
  const minutes = /^(\d{1,4}) ?(?:m|mn|min|minutes?)$/.exec(amount)?.[1];
  if (minutes !== undefined) return Number(minutes) * minute;
  if (said === undefined) return null;
  const [, hours, extra] =
    /^(\d{1,3}) ?(?:h|hr?s?|heures?|hours?) ?(\d{1,2})?(?: ?(?:m|mn|min|minutes?))?$/.exec(said) ?? [];
  if (hours !== undefined) return (Number(hours) * 60 + Number(extra ?? 0)) * minute;
  return null;
}

/** Takes the time of day out of the words. */
function readClock(words: string): { readonly clock: Clock | null; readonly rest: string } {
  const patterns: readonly RegExp[] = [
    /\b(midi|noon|minuit|midnight)\b/,
    /\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)\b/,
    /\b(\d{1,2}) ?(?:heures?|h|:) ?(\d{2})?(?![\d/])/,
    /(?:^| )(?:a|at|vers) (\d{1,2})(?= |$)/,
    /(?:^| )(\d{1,2})\.(\d{2})(?= |$)/,
    /^(\d{1,2})$/,
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(words);
    if (found === null) continue;
    const clock = clockOf(found);
    const rest = `${words.slice(0, found.index)} ${words.slice(found.index + found[0].length)}`;
    return { clock, rest: rest.replace(/\s+/g, ' ').trim() };
  }
  return { clock: null, rest: words };
}

function clockOf([, first = '', minutes, half]: RegExpExecArray): Clock | null {
  if (/^(midi|noon)$/.test(first)) return { hours: 12, minutes: 0 };
  if (/^(minuit|midnight)$/.test(first)) return { hours: 24, minutes: 0 };
  const said = Number(first);
  if (half !== undefined && (said < 1 || said > 12)) return null;
  const hours = half === undefined ? said : (said % 12) + (half === 'pm' ? 12 : 0);
  const clock = { hours, minutes: Number(minutes ?? 0) };
  return clock.hours <= 23 && clock.minutes <= 59 ? clock : null;
}

/** The day that is left when the time is taken out; today's where none is said. */
function readDay(rest: string, now: Date): Day | null {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const words = rest
    .replace(/\b(le|la|a|at|on|the|vers|ce|this|matin|morning|apres-midi|afternoon)\b/g, ' ')
    .replace(/[,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return { date: today, fixed: false };
  if (/^(aujourd hui|today|soir|tonight|evening)$/.test(words)) return { date: today, fixed: true };
  if (/^(demain|tomorrow)( soir| evening)?$/.test(words)) return { date: addDays(today, 1), fixed: true };
  if (/^(apres[ -]demain|day after tomorrow)$/.test(words)) return { date: addDays(today, 2), fixed: true };
  const weekday = beginning(words.replace(/^(?:prochain|next) | prochain$/g, ''), Object.keys(weekdays));
  if (weekday !== null) {
    const ahead = ((weekdays[weekday] ?? 0) - today.getDay() + 7) % 7;
    return { date: addDays(today, ahead === 0 ? 7 : ahead), fixed: true };
  }
  return readDate(words, today);
}

/** `12/03`, `12-3-2027`, `12 mars`, `march 12`: this year's, or next year's when this year's has gone by. */
function readDate(words: string, today: Date): Day | null {
  const [, day, month, year] = /^(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?$/.exec(words) ?? [];
  if (day !== undefined) return dateOf(Number(day), Number(month) - 1, year, today);
  const [, before, name, after, said] =
    /^(\d{1,2})?(?:er|st|nd|rd|th)? ?([a-z]{3,})\.? ?(\d{1,2})?(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(words) ?? [];
  const number = before ?? after;
  if (name === undefined || number === undefined) return null;
  const found = months.findIndex((names) => beginning(name, names) !== null);
  return found < 0 ? null : dateOf(Number(number), found, said, today);
}

function dateOf(day: number, month: number, year: string | undefined, today: Date): Day | null {
  const full = year === undefined ? today.getFullYear() : Number(year.length === 2 ? `20${year}` : year);
  const date = new Date(full, month, day);
  if (date.getDate() !== day || date.getMonth() !== month) return null;
  if (year === undefined && date < today) return { date: new Date(full + 1, month, day), fixed: true };
  return { date, fixed: true };
}

/** The one word of the list that begins so, with three letters at least. */
function beginning(word: string, list: readonly string[]): string | null {
  if (!/^[a-z]{3,}$/.test(word)) return null;
  return list.find((each) => each === word) ?? list.find((each) => each.startsWith(word)) ?? null;
}

function atClock(day: Date, { hours, minutes }: Clock): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes).getTime();
}

function addDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}
