import { findPhoneNumbersInText, type CountryCode } from 'libphonenumber-js/max';
import { formatNumber, readCallerNumber, toE164 } from '../../../domain/phone-number/phone-number.ts';

/** A number grouped as people of `country` read it, in whatever notation it came: `02 98 00 12 34`. Null when withheld. */
export function displayNumber(number: string | null, country: string): string | null {
  const code = country as CountryCode;
  const read = readCallerNumber(number, code);
  switch (read.kind) {
    case 'public':
      return formatNumber(read.e164, code);
    case 'internal':
      return read.extension;
    case 'unreadable':
      return read.raw;
    case 'withheld':
      return null;
  }
}

/** What a call's row keeps: E.164 where it can be read so, an extension or the text as it came, null when withheld. */
export function numberToKeep(number: string | null, country: string): string | null {
  if (number === null) return null;
  const code = country as CountryCode;
  if (readCallerNumber(number, code).kind === 'withheld') return null;
  return toE164(number, code) ?? number;
}

/** What was typed, when it can be dialled: digits, `+`, `*`, `#` and the usual signs between them. */
export function dialable(typed: string): string | null {
  const text = typed.trim().replace(/^(tel|sips?|callto):(\/\/)?/i, '');
  if (!/^[+\d*#][\d\s().*#/-]*$/.test(text)) return null;
  const digits = text.replace('(0)', '').replace(/[^\d*#+]/g, '');
  return /\d|^[*#]/.test(digits) && digits.length <= 32 ? digits : null;
}

/** More would be a page of numbers and not one that somebody copied to call it. */
const mostNumbers = 6;

/** The numbers in a text that somebody copied, in E.164; else the text itself, where it is an extension or a short number. */
export function numbersIn(copied: string, country: string): readonly string[] {
  // The library takes what follows a comma for an extension.
  const found = copied
    .split(/[,;|\t\r\n]+/)
    .flatMap((part) => findPhoneNumbersInText(part, country as CountryCode))
    .map(({ number }) => number.number);
  if (found.length > 0) return [...new Set(found)].slice(0, mostNumbers);
  const text = copied.trim();
  const whole = /[\r\n]/.test(text) ? null : dialable(text.split('@', 1)[0] ?? '');
  return whole === null ? [] : [whole];
}
