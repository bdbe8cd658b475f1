import { failure, type Result } from '../../../domain/result.ts';
import type { Store } from '../../store/contract.ts';

/** How far what is typed has come: on this machine's disk, on its way there, or not possible to keep. */
export type DraftState = 'empty' | 'typing' | 'kept' | 'failed';

export type DraftOptions = {
  readonly store: Pick<Store, 'request' | 'keepAside'>;
  readonly key: string;
  /** Longest time that typed text may wait for the disk, ms. */
  readonly delay: number;
  /** What was kept under the key, where that is known already; otherwise (null) nothing is written before `begin` has told it. */
  readonly kept: string | null;
  readonly onState: (state: DraftState) => void;
};

export type DraftKeeper = {
  /**
   * What was kept before has been read. Who was faster than the disk has typed at its end, and their words were not written before: they would
   * have been written over what was kept, or have been read as if they were that.
   * @param shown what stood in the field until then
   * @returns what the text is now
   */
  begin(kept: string, shown?: string): string;
  /** Keeps `text` soon: at most `delay` after the first change since the last write. */
  type(text: string): void;
  /** Writes now what is not on disk yet. */
  flush(): Promise<Result<null>>;
  /** The same as the last thing: nobody sees any more whether it could be kept. */
  leave(): void;
  /** What is on the disk is this now: it came from elsewhere. */
  replaced(text: string): void;
  /** Something is typed that is not on disk yet. */
  waits(): boolean;
  /** What was written to the disk last. */
  written(): string;
};

/** After this long what the disk refused is written again: there may be room by then, ms. */
const againAfter = 2_000;

/** What stays in the field when a text has been sent from it: what was typed after it meanwhile, or all of it, where it was changed. */
export function restAfter(sent: string, now: string): string {
  return now.startsWith(sent) ? now.slice(sent.length).trimStart() : now;
}

/** What was kept with what was typed before it was read, in a field that showed `shown`. */
export function joined(kept: string, typed: string, shown: string): string {
  // Typed anew from the first word on, or in place of what was shown: it is the whole text.
  if (kept === '' || typed.startsWith(kept) || !typed.startsWith(shown)) return typed;
  return kept + typed.slice(shown.length);
}

/** Keeps a text as it is typed. Writes go one after the other, so that an older text never lands on a newer one. */
export function createDraftKeeper(options: DraftOptions): DraftKeeper {
  const { store, key, delay, onState } = options;
  let unsaved: string | null = null;
  let written = options.kept ?? '';
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<Result<null>> = Promise.resolve({ ok: true, value: null });
  /** Writes that have not ended. */
  let inLine = 0;
  let begun = options.kept !== null;
  let left = false;
  let saving = false;
  let go = (): void => undefined;
  const beginning = begun ? null : new Promise<void>((resolve) => (go = resolve));

  async function write(): Promise<Result<null>> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    clearTimeout(again);
    if (!begun && unsaved !== null) await beginning;
    if (unsaved === null) return { ok: true, value: null };
    const text = unsaved;
    unsaved = null;
    saving = true;
    const result = await save(text);
    saving = false;
    if (result.ok) written = text;
    else {
      unsaved ??= text;
      if (!left) again = setTimeout(() => void flush(), againAfter);
    }
    if (unsaved === null || !result.ok) onState(result.ok ? (text === '' ? 'empty' : 'kept') : 'failed');
    return result;
  }

  async function save(text: string): Promise<Result<null>> {
    try {
      const result = await store.request('saveDraft', { key, text });
      return result.ok ? { ok: true, value: null } : result;
    } catch (error) {
      return failure('STORE_UNAVAILABLE', String(error));
    }
  }

  function flush(): Promise<Result<null>> {
    if (saving && unsaved !== null) store.keepAside({ key, text: unsaved });
    // At once where nothing is on its way: the field that takes this one's place asks for the words in the same turn.
    const mine = (inLine === 0 ? write() : writing.then(write)).finally(() => (inLine -= 1));
    inLine += 1;
    writing = mine;
    return mine;
  }

  function flushInTime(): void {
    timer = null;
    void flush();
  }

  return {
    begin: (kept, shown = '') => {
      if (begun) return unsaved ?? written;
      if (unsaved !== null) unsaved = joined(kept, unsaved, shown);
      begun = true;
      written = kept;
      go();
      return unsaved ?? kept;
    },
    type: (text) => {
      unsaved = text;
      left = false;
      onState('typing');
      timer ??= setTimeout(flushInTime, delay);
    },
    flush,
    leave: () => {
      left = true;
      void flush();
    },
    replaced: (text) => {
      written = text;
    },
    waits: () => unsaved !== null,
    written: () => written,
  };
}
