/** Exactly where in a place the agent is: what has the focus, how far things are scrolled, what the list is filtered by. */
export type Spot = {
  /** The field with the focus, by its `data-place`; `caret` null: at the end of its text, or not a text. */
  readonly field: { readonly name: string; readonly caret: readonly [start: number, end: number] | null } | null;
  /** Pixels that the list is scrolled by. */
  readonly listTop: number;
  /** Lines that the list had asked for; null: as at first. */
  readonly lines: number | null;
  readonly filter: string;
  /** Pixels that the timeline is scrolled by; null: its end is in sight. */
  readonly timelineTop: number | null;
};

export const firstSpot: Spot = { field: null, listTop: 0, lines: null, filter: '', timelineTop: null };

/** Milliseconds from a change to its being kept: as for the words typed there. */
const settle = 150;
/** Nearer to its end than this, in pixels, the timeline counts as being there, as it does for the timeline itself. */
const nearEnd = 40;

/**
 * Follows the spot and brings a kept one back. Each part of it is taken once, by the component that it belongs to, when that
 * is drawn for the first time; until then it counts as being where it was.
 */
export class SpotKeeper {
  #wanted: { -readonly [K in keyof Spot]?: Spot[K] };
  #last: Spot;
  #soon: () => void = () => undefined;

  constructor(kept: Spot) {
    this.#last = kept;
    this.#wanted = { ...kept };
  }

  get last(): Spot {
    return this.#last;
  }

  /** It was read only now: what has been drawn already is to be drawn anew. */
  restore(kept: Spot): void {
    this.#last = kept;
    this.#wanted = { ...kept };
  }

  /** The kept value, the first time that it is asked for. */
  take<K extends Exclude<keyof Spot, 'field'>>(part: K): Spot[K] | undefined {
    const { [part]: value, ...rest } = this.#wanted;
    this.#wanted = rest;
    return value;
  }

  /** The kept value is still to be taken. */
  waits(part: keyof Spot): boolean {
    return part in this.#wanted;
  }

  /** Gives the focus to the field that had it; the caret follows when its text is `ready`. */
  enter(name: string, element: HTMLElement | null, ready: boolean): void {
    const { field } = this.#wanted;
    if (element === null || field?.name !== name) return;
    if (element.ownerDocument.activeElement !== element) element.focus({ preventScroll: true });
    if (!ready) return;
    if (isText(element)) {
      const end = element.value.length;
      const [from, to] = field.caret ?? [end, end];
      element.setSelectionRange(Math.min(from, end), Math.min(to, end));
    }
    delete this.#wanted.field;
  }

  /** The agent goes somewhere else: to another ticket, or to another list. Nothing of before is brought back any more. */
  leave(what: 'ticket' | 'list'): void {
    this.#wanted = {};
    const { field, listTop, lines, filter, timelineTop } = firstSpot;
    this.#last =
      what === 'ticket' ? { ...this.#last, field, timelineTop } : { ...this.#last, field, listTop, lines, filter };
    this.#soon();
  }

  /** Follows what happens in the document, and says when there is something to keep; returns how to stop. */
  follow(document: Document, keep: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      timer = null;
      const now = { ...spotIn(document), ...this.#wanted };
      if (JSON.stringify(now) === JSON.stringify(this.#last)) return;
      this.#last = now;
      keep();
    };
    const soon = (): void => {
      timer ??= setTimeout(look, settle);
    };
    // Whoever presses a key has the focus where they want it.
    const acts = (): void => {
      delete this.#wanted.field;
    };
    this.#soon = soon;
    const changes = ['selectionchange', 'focusin', 'focusout', 'input', 'scroll'] as const;
    for (const change of changes) document.addEventListener(change, soon, { capture: true, passive: true });
    for (const act of ['keydown', 'pointerdown'] as const) document.addEventListener(act, acts, { capture: true });
    return () => {
      for (const change of changes) document.removeEventListener(change, soon, { capture: true });
      for (const act of ['keydown', 'pointerdown'] as const) document.removeEventListener(act, acts, { capture: true });
      if (timer !== null) clearTimeout(timer);
    };
  }
}

function spotIn(document: Document): Spot {
  const part = (name: string): HTMLElement | null => document.querySelector(`[data-place="${name}"]`);
  const [list, timeline, filter] = [part('list'), part('timeline'), part('filter')];
  const end = timeline === null ? 0 : timeline.scrollHeight - timeline.clientHeight - timeline.scrollTop;
  return {
    field: fieldOf(document.activeElement),
    listTop: Math.round(list?.scrollTop ?? 0),
    lines: list?.dataset['lines'] === undefined ? null : Number(list.dataset['lines']),
    filter: filter instanceof HTMLInputElement ? filter.value : '',
    timelineTop: timeline === null || end < nearEnd ? null : Math.round(timeline.scrollTop),
  };
}

function fieldOf(element: Element | null): Spot['field'] {
  const name = element instanceof HTMLElement ? element.dataset['place'] : undefined;
  if (element === null || name === undefined) return null;
  if (!isText(element)) return { name, caret: null };
  const [start, end] = [element.selectionStart ?? 0, element.selectionEnd ?? 0];
  return { name, caret: start === element.value.length ? null : [start, end] };
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}
