import type { CountryCode } from 'libphonenumber-js/max';
import { OrganisationNumber } from '../../../domain/organisation/organisation.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { displayNumber } from '../words/number.ts';

export type TypedNumbers = {
  readonly numbers: readonly OrganisationNumber[];
  /** What cannot be read as a number, as it was typed. */
  readonly unread: readonly string[];
};

/** Digits that a range may leave open. */
const longestOpen = 6;

/** Numbers as people write them, separated by commas; one that ends with a star is a range (`02 98 00 12 *`). */
export function readNumbers(typed: string, country: string): TypedNumbers {
  const parts = typed
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const numbers: OrganisationNumber[] = [];
  const unread: string[] = [];
  for (const part of parts) {
    const read = part.endsWith('*') ? rangeOf(part.replace(/\*+$/, ''), country) : toE164(part, country as CountryCode);
    const number = OrganisationNumber.safeParse(read);
    if (number.success) numbers.push(number.data);
    else unread.push(part);
  }
  return { numbers: [...new Set(numbers)], unread };
}

/** As it is read with the digits that are missing, without them: with as many as there may be, or a trunk 0 would be taken for one. */
function rangeOf(beginning: string, country: string): string | undefined {
  for (let missing = longestOpen; missing > 0; missing--) {
    const whole = toE164(`${beginning}${'0'.repeat(missing)}`, country as CountryCode);
    if (whole !== undefined) return `${whole.slice(0, -missing)}*`;
  }
  return undefined;
}

/** A range is shown as it is typed, with the digits that it leaves open as a star. */
export function showNumber(number: OrganisationNumber, country: string): string {
  if (!number.endsWith('*')) return displayNumber(number, country) ?? number;
  const beginning = number.slice(0, -1);
  for (let missing = longestOpen; missing > 0; missing--) {
    const whole = `${beginning}${'0'.repeat(missing)}`;
    if (toE164(whole, country as CountryCode) !== whole) continue;
    const shown = displayNumber(whole, country) ?? whole;
    return `${withoutDigits(shown, missing)}*`;
  }
  return number;
}

function withoutDigits(shown: string, count: number): string {
  let left = count;
  let end = shown.length;
  while (left > 0 && end > 0) {
    end--;
    if (/\d/.test(shown[end] ?? '')) left--;
  }
  return shown.slice(0, end);
}
