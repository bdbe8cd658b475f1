import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { TextView, TicketView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { catchTyping, type TypingAhead } from '../picker/typing-ahead.ts';
import { useText } from '../words/use-text.ts';
import { abbreviatedAt } from './abbreviation.ts';
import { fillIn, type CaseWords } from './fill-in.ts';

/** The note that a chosen text goes into. */
export type NoteTarget = {
  readonly words: CaseWords;
  readonly insert: (view: TextView) => void;
};

export type CannedTexts = {
  /** Null while the texts are not being looked through. */
  readonly ahead: TypingAhead | null;
  readonly note: NoteTarget;
  readonly open: () => void;
  readonly close: () => void;
  /** Tab and the space bar write an abbreviation out. */
  readonly onKey: (event: KeyboardEvent) => void;
};

/** Canned texts in a field that is being written: looked through at one key, or written out from their abbreviation. */
export function useCannedTexts(
  field: RefObject<HTMLTextAreaElement | null>,
  written: string,
  view: TicketView | null,
): CannedTexts {
  const text = useText();
  const announce = useAnnounce();
  const { session } = useDesk();
  const texts = useStoreQuery('texts', null, { off: !written.includes(';') }) ?? [];
  const [opened, setOpened] = useState<{ readonly ahead: TypingAhead; readonly at: Stretch } | null>(null);
  const reference = view?.ticket.reference ?? null;
  const words: CaseWords = {
    client: view?.contact?.name ?? null,
    ticket: reference === null ? null : `#${reference}`,
    agent: session.info.agent.name,
  };

  const open = (): void => {
    const area = field.current;
    if (area === null || opened !== null) return;
    // Who was not writing goes on at the end of what is written.
    const writing = document.activeElement === area;
    const at: Stretch = writing ? [area.selectionStart, area.selectionEnd] : [area.value.length, area.value.length];
    setOpened({ ahead: catchTyping(window), at });
  };
  const put = (chosen: TextView, at: Stretch): void => {
    const area = field.current;
    if (area === null) return;
    insertWords(area, at, chosen, words);
    announce(text('texts.inserted', { title: chosen.text.title }));
  };
  const close = (): void => {
    opened?.ahead.take();
    setOpened(null);
  };
  useAction('note.text', open, true);

  return {
    ahead: opened?.ahead ?? null,
    note: {
      words,
      insert: (chosen) => {
        const at = opened?.at ?? [0, 0];
        close();
        // The dialog gives the focus back first.
        requestAnimationFrame(() => requestAnimationFrame(() => put(chosen, at)));
      },
    },
    open,
    close,
    onKey: (event) => {
      if (event.key !== 'Tab' && event.key !== ' ') return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing) return;
      const area = field.current;
      if (area === null || area.selectionStart !== area.selectionEnd) return;
      const meant = abbreviatedAt(area.value, area.selectionStart, texts);
      if (meant === null) return;
      event.preventDefault();
      put(meant.view, [meant.start, area.selectionStart]);
    },
  };
}

type Stretch = readonly [start: number, end: number];

/** In the place of a stretch of what is written; the first gap that is left is selected, to be typed over. */
function insertWords(area: HTMLTextAreaElement, [start, end]: Stretch, { text }: TextView, words: CaseWords): void {
  const filled = fillIn(text.text, words);
  area.focus();
  area.setSelectionRange(start, end);
  // As if it were typed, so that it is undone by one Ctrl+Z: no other way of writing into a field leaves its history whole.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand('insertText', false, filled.text);
  if (filled.gap !== null) area.setSelectionRange(start + filled.gap[0], start + filled.gap[1]);
}
