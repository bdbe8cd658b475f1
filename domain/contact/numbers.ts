import type { FieldChange } from '../mutation/merge.ts';
import type { E164 } from '../phone-number/phone-number.ts';

/** As many as a contact may have. */
export const mostNumbers = 10;

/**
 * What two agents add to a contact's numbers and take away from them at once all comes to pass. The first one, which is dialled by one
 * key, is the author's first only while it is still the one that they saw.
 */
export function mergeNumbers(
  current: readonly E164[],
  { base, value }: Readonly<FieldChange<readonly E164[]>>,
): readonly E164[] {
  const wanted = new Set(value);
  if (sameNumbers(current, base)) return [...wanted];
  const removed = new Set(base.filter((number) => !wanted.has(number)));
  const added = value.filter((number) => !base.includes(number));
  const kept = [...new Set([...current, ...added])].filter((number) => !removed.has(number));
  const first = current[0] === base[0] ? value[0] : undefined;
  return first !== undefined && kept.includes(first) ? [first, ...kept.filter((number) => number !== first)] : kept;
}

export function sameNumbers(a: readonly E164[], b: readonly E164[]): boolean {
  return a.length === b.length && a.every((number, place) => number === b[place]);
}
