import type { CountryCode } from 'libphonenumber-js/max';
import { OrganisationNumber } from '../../../domain/organisation/organisation.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { displayNumber } from '../words/number.ts';
import { readParts, type TypedNumbers } from '../words/typed-numbers.ts';

/** Digits that a range may leave open. */
const longestOpen = 6;

/** One that ends with a star is a range (`02 98 00 12 *`). */
export function readNumbers(typed: string, country: string): TypedNumbers {
  return readParts(typed, (part) => {
    const read = part.endsWith('*') ? rangeOf(part.replace(/\*+$/, ''), country) : toE164(part, country as CountryCode);
    return OrganisationNumber.safeParse(read).data;
  });
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
