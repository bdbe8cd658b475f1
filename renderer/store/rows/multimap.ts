/** Key to several slots. Most keys have one, and there are as many keys as rows: one slot is kept without a list. */
export class Multimap {
  readonly #slots = new Map<string, number | number[]>();

  get(key: string): readonly number[] {
    const slots = this.#slots.get(key);
    if (slots === undefined) return [];
    return typeof slots === 'number' ? [slots] : slots;
  }

  add(key: string | null, slot: number): void {
    if (key === null) return;
    const slots = this.#slots.get(key);
    if (slots === undefined) this.#slots.set(key, slot);
    else if (typeof slots === 'number') this.#slots.set(key, [slots, slot]);
    else slots.push(slot);
  }

  keys(): Iterable<string> {
    return this.#slots.keys();
  }

  remove(key: string | null, slot: number): void {
    if (key === null) return;
    const slots = this.#slots.get(key);
    if (slots === slot) this.#slots.delete(key);
    if (!Array.isArray(slots)) return;
    const place = slots.indexOf(slot);
    if (place >= 0) slots.splice(place, 1);
    if (slots.length === 0) this.#slots.delete(key);
  }
}
