import type { Draft, StoreRequests } from './contract.ts';

type Save = StoreRequests['saveDraft'];
type Unsaved = { readonly draft: Draft; refused: boolean };

/** Before what the disk refused is written again, ms. A field that is open tries more often by itself. */
const againAfter = 5_000;

/**
 * Texts that the disk refused. They are at hand for whoever left their field and comes back to it, and are written as soon as there is
 * room: until then they live as long as the desk.
 */
export class RefusedDrafts {
  readonly #write: (argument: Save['argument']) => Promise<Save['answer']>;
  /** The last text of each key that the disk has not taken yet. */
  readonly #unsaved = new Map<string, Unsaved>();
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(write: (argument: Save['argument']) => Promise<Save['answer']>) {
    this.#write = write;
  }

  async save({ key, text }: Save['argument']): Promise<Save['answer']> {
    const draft: Draft = { key, text, savedAt: new Date().toISOString(), refused: true };
    const unsaved: Unsaved = { draft, refused: this.#unsaved.get(key)?.refused === true };
    this.#unsaved.set(key, unsaved);
    const result = await this.#write({ key, text });
    // What was written since has the last word.
    if (this.#unsaved.get(key) !== unsaved) return result;
    if (result.ok) this.#unsaved.delete(key);
    else {
      unsaved.refused = true;
      if (this.#again === undefined) this.#again = setTimeout(() => this.#saveAll(), againAfter);
    }
    return result;
  }

  /** What the disk refused last under this key. */
  find(key: string): Draft | undefined {
    const unsaved = this.#unsaved.get(key);
    return unsaved?.refused === true ? unsaved.draft : undefined;
  }

  /** The text has become something else. */
  forget(key: string): void {
    this.#unsaved.delete(key);
  }

  /** The data are another agent's, or nobody's. */
  clear(): void {
    this.#unsaved.clear();
  }

  #saveAll(): void {
    this.#again = undefined;
    for (const { draft, refused } of [...this.#unsaved.values()]) if (refused) void this.save(draft);
  }
}
