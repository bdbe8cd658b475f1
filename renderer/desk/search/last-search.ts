import type { SearchFilter } from '../../store/contract.ts';
import { noFilter } from './typed-filter.ts';

/** `active`: the line that was chosen. */
export type LastSearch = { readonly typed: string; readonly picked: SearchFilter; readonly active: number };

let last: LastSearch = { typed: '', picked: noFilter, active: 0 };

/** What was searched last, so that the search opens where it was left. For as long as this desk runs. */
export function lastSearch(): LastSearch {
  return last;
}

export function keepSearch(change: Partial<LastSearch>): void {
  last = { ...last, ...change };
}

/** The search that is opened next begins with this. */
export function searchFor(typed: string): void {
  last = { typed, picked: noFilter, active: 0 };
}
