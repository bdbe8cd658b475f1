import type { Mark, SearchFilter } from '../contract.ts';
import type { View } from '../queries/view.ts';
import { Finder, type Found, type Limits } from './find.ts';
import { marksIn } from './marks.ts';
import { SearchIndex, type SearchIndexOptions } from './search-index.ts';
import { readWanted, type Wanted } from './wanted.ts';

/** The search over this machine's data, as the rest of the store has it: loaded after the first screen, or when it is first asked. */
export class Search {
  readonly index: SearchIndex;
  readonly #finder: Finder;

  constructor(options: SearchIndexOptions) {
    this.index = new SearchIndex(options);
    this.#finder = new Finder(this.index);
  }

  find(view: View, text: string, filter: SearchFilter, limits: Limits): Found {
    return this.#finder.find(view, text, filter, limits);
  }

  tags(): string[] {
    return this.#finder.tags();
  }

  wanted(text: string, country: string): Wanted[] {
    return readWanted(text, country);
  }

  marks(text: string, wanted: readonly Wanted[], forgiving: boolean): Mark[] {
    return marksIn(text, wanted, forgiving);
  }
}
