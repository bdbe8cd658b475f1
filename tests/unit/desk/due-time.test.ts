import { describe, expect, it } from 'vitest';
import { readDueTime } from '../../../renderer/desk/callback/due-time.ts';

/** Thursday 26 November 2026, 14:10 in local time, whatever the time zone. */
const now = new Date(2026, 10, 26, 14, 10);

function read(typed: string): string {
  const time = readDueTime(typed, now.getTime());
  if (time.kind !== 'at') return time.kind;
  const at = new Date(time.at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

describe('the time of a callback, as people type it', () => {
  it.each([
    ['14h30', '26/11/2026 14:30'],
    ['14 h 30', '26/11/2026 14:30'],
    ['16h', '26/11/2026 16:00'],
    ['à 16 heures', '26/11/2026 16:00'],
    ['16', '26/11/2026 16:00'],
    ['14:30', '26/11/2026 14:30'],
    ['14.30', '26/11/2026 14:30'],
    ['4 pm', '26/11/2026 16:00'],
    ['4:15pm', '26/11/2026 16:15'],
    ['minuit', '27/11/2026 00:00'],
    ['vers 17h', '26/11/2026 17:00'],
    ['ce soir 19h', '26/11/2026 19:00'],
    ['aujourd’hui 18h', '26/11/2026 18:00'],
  ])('%s is today', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each([
    ['9h', '27/11/2026 09:00'],
    ['midi', '27/11/2026 12:00'],
    ['14:10', '27/11/2026 14:10'],
    ['9:30 am', '27/11/2026 09:30'],
  ])('%s has gone by today and is tomorrow', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each([
    ['demain 9h', '27/11/2026 09:00'],
    ['demain à midi', '27/11/2026 12:00'],
    ['9h demain', '27/11/2026 09:00'],
    ['Demain matin 9 h', '27/11/2026 09:00'],
    ['tomorrow at 9', '27/11/2026 09:00'],
    ['tomorrow 2:30 PM', '27/11/2026 14:30'],
    ['après-demain 10h15', '28/11/2026 10:15'],
    ['lundi 10h', '30/11/2026 10:00'],
    ['lun. 10h', 'unread'],
    ['lun 10h', '30/11/2026 10:00'],
    ['monday at 10:00', '30/11/2026 10:00'],
    ['jeudi 10h', '03/12/2026 10:00'],
    ['next friday 8h', '27/11/2026 08:00'],
    ['27/11 8h', '27/11/2026 08:00'],
    ['le 3/12 à 8h30', '03/12/2026 08:30'],
    ['12/03 14:00', '12/03/2027 14:00'],
    ['12/03/2028 14:00', '12/03/2028 14:00'],
    ['3 décembre 8h', '03/12/2026 08:00'],
    ['december 3rd 8:00', '03/12/2026 08:00'],
    ['1er décembre midi', '01/12/2026 12:00'],
  ])('%s is another day', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each([
    ['dans 20 min', '26/11/2026 14:30'],
    ['20 min', '26/11/2026 14:30'],
    ['in 20 minutes', '26/11/2026 14:30'],
    ['dans 2h', '26/11/2026 16:10'],
    ['dans 1h30', '26/11/2026 15:40'],
    ['in 2 hours', '26/11/2026 16:10'],
    ['dans une heure', '26/11/2026 15:10'],
    ['in half an hour', '26/11/2026 14:40'],
    ['dans une demi-heure', '26/11/2026 14:40'],
    ['dans un quart d’heure', '26/11/2026 14:25'],
  ])('%s counts from now', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each([
    ['aujourd’hui 9h', 'past'],
    ['today 2 pm', 'past'],
    ['26/11/2026 14:00', 'past'],
    ['12/03/2020 14:00', 'past'],
  ])('%s has gone by', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each(['', 'demain', 'bientôt', '25h', '14h75', '13 pm', '31/02 9h', 'dans longtemps', '9h ou 10h', 'x 9h'])(
    '%s is no exact time',
    (typed) => expect(read(typed)).toBe('unread'),
  );
});
