import type { CountryCode } from 'libphonenumber-js/max';
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
