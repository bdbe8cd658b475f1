import type { Id } from '../../../domain/ids.ts';
import type { Digest } from './digest.ts';

/** Where a row of the server lies: `page` 0 is the overlay, `noBase` nowhere (only pending mutations made it). */
export const noBase = -1;
export const inOverlay = 0;

/** One string for equal strings: thousands of rows name the same few teams and agents. */
class Interner {
  readonly #known = new Map<string, string>();

  intern(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}

/**
 * A table in memory, as columns: row number `slot` of each. It knows where the server's row lies on disk, and what is to be
 * seen of the row (the pending one, where there is one).
 */
export abstract class TableIndex<D extends Digest> {
  readonly #slots = new Map<Id, number>();
  readonly #free: number[] = [];
  readonly #interner = new Interner();
  readonly ids: (Id | null)[] = [];
  readonly page: number[] = [];
  readonly place: number[] = [];
  /** Scope of the server's row. */
  readonly baseScope: (Id | null)[] = [];
  readonly visible: boolean[] = [];

  find(id: Id): number | undefined {
    return this.#slots.get(id);
  }

  /** Every slot below may be in use. */
  get end(): number {
    return this.ids.length;
  }

  isVisible(id: Id): boolean {
    const slot = this.#slots.get(id);
    return slot !== undefined && this.visible[slot] === true;
  }

  visibleIds(slots: Iterable<number>): Id[] {
    const found: Id[] = [];
    for (const slot of slots) {
      const id = this.ids[slot];
      if (id != null && this.visible[slot] === true) found.push(id);
    }
    return found;
  }

  setBase(id: Id, scope: Id, page: number, place: number): void {
    const slot = this.#take(id);
    this.page[slot] = page;
    this.place[slot] = place;
    this.baseScope[slot] = this.intern(scope);
  }

  clearBase(id: Id): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.page[slot] = noBase;
    this.baseScope[slot] = null;
    this.#releaseUnused(slot);
  }

  /** `slot`: where it is found, for whoever has looked already. */
  show(id: Id, digest: D, slot = this.#take(id)): void {
    if (this.visible[slot] === true) this.empty(slot);
    this.visible[slot] = true;
    this.fill(slot, digest);
  }

  hide(id: Id): void {
    const slot = this.#slots.get(id);
    if (slot === undefined || this.visible[slot] !== true) return;
    this.empty(slot);
    this.visible[slot] = false;
    this.#releaseUnused(slot);
  }

  /** Writes the columns of a slot whose old content was taken out of every look-up by `empty`. */
  protected abstract fill(slot: number, digest: D): void;
  protected abstract empty(slot: number): void;

  protected intern<T extends string | null>(text: T): T {
    return text === null ? text : (this.#interner.intern(text) as T);
  }

  #take(id: Id): number {
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.ids.length;
    this.ids[slot] = id;
    this.page[slot] = noBase;
    this.place[slot] = 0;
    this.baseScope[slot] = null;
    this.visible[slot] = false;
    this.#slots.set(id, slot);
    return slot;
  }

  #releaseUnused(slot: number): void {
    const id = this.ids[slot];
    if (id == null || this.visible[slot] === true || this.page[slot] !== noBase) return;
    this.#slots.delete(id);
    this.ids[slot] = null;
    this.#free.push(slot);
  }
}
