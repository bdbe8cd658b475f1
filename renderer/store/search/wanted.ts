import { getCountryCallingCode, type CountryCode } from 'libphonenumber-js/max';
import { fold } from '../rows/fold.ts';
import { isStopWord, stem } from './words.ts';

/** One thing that must be found, out of what was typed. */
export type Wanted =
  /** `typing`: the last word, which may not be whole yet. */
  | { readonly kind: 'word'; readonly word: string; readonly stem: string; readonly typing: boolean }
  /** A number in whatever notation: of a phone, a ticket, a device. `words` are its groups, as texts have them. */
  | { readonly kind: 'number'; readonly digits: string; readonly phone: PhonePart; readonly words: readonly string[] };

/** How a part of a phone number is looked for in E.164; null: too short to be one. */
export type PhonePart = { readonly begins: string | null; readonly holds: string | null } | null;

/** Fewer digits are in nearly every number. */
const fewestDigits = 3;

/**
 * Takes apart what was typed: words, and numbers with the blanks, dots and brackets that people write into them. A number after `#` is
 * a ticket's.
 */
export function readWanted(text: string, country: string): Wanted[] {
  const folded = fold(text.normalize('NFC')).slice(0, 200);
  const wanted: Wanted[] = [];
  const pattern = /[+(]*\d[\d\s().\-/]*(?![\p{L}\d])|[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;
  for (const match of folded.matchAll(pattern)) {
    const [found] = match;
    if (/^[+(\d][\d\s().+\-/]*$/.test(found)) wanted.push(number(found.trim(), country));
    else wanted.push(...word(found, match.index + found.length >= folded.length));
  }
  return withoutStopWords(wanted);
}

function word(found: string, typing: boolean): Wanted[] {
  const whole = found.replaceAll('-', '').slice(0, 40);
  if (whole.length < 2) return [];
  return [{ kind: 'word', word: whole, stem: stem(whole), typing }];
}

function number(found: string, country: string): Wanted {
  const words = found.split(/\D+/).filter((group) => group !== '');
  return { kind: 'number', digits: words.join(''), phone: phonePart(found, country), words };
}

function phonePart(found: string, country: string): PhonePart {
  const written = found.replace('(0)', '');
  const digits = written.replace(/\D/g, '');
  if (digits.length < fewestDigits) return null;
  if (written.startsWith('+')) return { begins: `+${digits}`, holds: null };
  if (digits.startsWith('00')) return { begins: `+${digits.slice(2)}`, holds: digits };
  const holds = digits.length > fewestDigits ? digits : null;
  if (digits.startsWith('0')) return { begins: `+${callingCode(country)}${digits.slice(1)}`, holds };
  return holds === null ? null : { begins: null, holds };
}

function callingCode(country: string): string {
  try {
    return getCountryCallingCode(country as CountryCode);
  } catch {
    return getCountryCallingCode('FR');
  }
}

/** They are in no index; the last one may be the beginning of another word. Where there is nothing else they stand. */
function withoutStopWords(wanted: readonly Wanted[]): Wanted[] {
  const telling = wanted.filter((each) => each.kind !== 'word' || each.typing || !isStopWord(each.word));
  const [last] = telling.slice(-1);
  if (telling.length > 1 && last?.kind === 'word' && isStopWord(last.word)) telling.pop();
  return telling;
}
