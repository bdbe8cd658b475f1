import type { CountryCode } from 'libphonenumber-js/max';
import { mostNumbers } from '../../../domain/contact/numbers.ts';
import { toE164, type E164 } from '../../../domain/phone-number/phone-number.ts';
import { displayNumber } from './number.ts';
import type { Text } from './use-text.ts';

export type TypedNumbers = {
  readonly numbers: readonly string[];
  /** What cannot be read as a number, as it was typed. */
  readonly unread: readonly string[];
};

/** Numbers as people write them, separated by commas; `read` makes one of each part. */
export function readParts(typed: string, read: (part: string) => string | undefined): TypedNumbers {
  const parts = typed
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const numbers: string[] = [];
  const unread: string[] = [];
  for (const part of parts) {
    const number = read(part);
    if (number === undefined) unread.push(part);
    else numbers.push(number);
  }
  return { numbers: [...new Set(numbers)], unread };
}

/** A person's numbers. */
export function readPersonsNumbers(typed: string, country: string): TypedNumbers {
  return readParts(typed, (part) => toE164(part, country as CountryCode));
}

export function areNumbers({ numbers, unread }: TypedNumbers): boolean {
  return unread.length === 0 && numbers.length <= mostNumbers;
}

/** Why they cannot be a person's numbers, in words. */
export function numbersProblem(typed: TypedNumbers, text: Text): string | null {
  if (areNumbers(typed)) return null;
  const { unread } = typed;
  return unread.length > 0
    ? text('organisation.unread', { words: unread.join(', ') })
    : text('error.MUTATION_TOO_MANY_NUMBERS');
}

/** The same numbers as they are typed. */
export function showPersonsNumbers(numbers: readonly E164[], country: string): string {
  return numbers.map((number) => displayNumber(number, country) ?? number).join(', ');
}
