import { useEffect, useMemo, useRef, useState } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { Result } from '../../../domain/result.ts';
import { otherDraftKey } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useKeptDraft } from './use-kept-draft.ts';
import { createDraftKeeper, restAfter, type DraftKeeper, type DraftState } from './draft.ts';

/** Half of what is promised (300 ms), so that the write itself fits in. */
const draftDelay = 150;

export type DraftText = {
  readonly text: string;
  readonly state: DraftState;
  /** What was kept is there, if anything was. */
  readonly known: boolean;
  /** When what was kept was last written; null: nothing was. Undefined: not known yet. */
  readonly begunAt: Instant | null | undefined;
  readonly type: (text: string) => void;
  readonly flush: () => Promise<Result<null>>;
  /** The draft has become something else (a question, a contact), and what is typed since is of no use. */
  readonly forget: () => void;
  /** What was on the disk has become something else (a note); what was typed since stays, and is a draft of its own. */
  readonly keepRest: (sent: string) => void;
  /** What was written to the disk last. */
  readonly written: () => string;
};

/** A text that is kept as it is typed under `key`; `isNew`: of a thing that is only being made. Use a new component for another key: a draft belongs to one thing. */
export function useDraft(key: string, isNew = false): DraftText {
  const { store } = useDesk();
  const { text: kept, isSaved } = useKeptDraft(key, isNew);
  const [text, setText] = useState(kept ?? '');
  const [state, setState] = useState<DraftState>(kept ? (isSaved ? 'kept' : 'typing') : 'empty');
  const [known, setKnown] = useState(kept !== undefined);
  const [begunAt, setBegunAt] = useState<Instant | null | undefined>(undefined);
  const typed = useRef(kept ?? '');
  const keeper = useMemo<DraftKeeper>(
    () =>
      createDraftKeeper({
        store,
        key,
        delay: draftDelay,
        kept: kept === undefined ? null : (kept ?? ''),
        onState: setState,
      }),
    [store, key, kept],
  );

  // What this agent wrote at another desk since. Where they are typing here at this moment, it is kept beside.
  useEffect(
    () =>
      store.watchDrafts((keys) => {
        if (!keys.includes(key)) return;
        void store.request('draft', { key }).then(
          (draft) => {
            const came = draft?.text ?? '';
            if (keeper.waits()) {
              if (came !== '') void store.request('saveDraft', { key: otherDraftKey(key), text: came });
              return;
            }
            keeper.replaced(came);
            typed.current = came;
            setText(came);
            setState(came === '' ? 'empty' : 'kept');
          },
          () => undefined,
        );
      }),
    [store, keeper, key],
  );

  useEffect(() => {
    let current = true;
    // Until this field has seen it on the disk itself, it is not said to be there.
    if (!isSaved && kept != null) keeper.type(kept);
    void store.request('draft', { key }).then(
      (draft) => {
        const isTyped = keeper.waits();
        const text = keeper.begin(draft?.text ?? '');
        if (!current) return;
        setKnown(true);
        setBegunAt(draft?.savedAt ?? null);
        if (draft === null || kept !== undefined) return;
        typed.current = text;
        setText(text);
        if (isTyped) return;
        // Left in the field when the disk had no room for it.
        if (draft.refused === true) keeper.type(text);
        else setState('kept');
      },
      () => void keeper.begin(''),
    );
    return () => {
      current = false;
      keeper.leave();
    };
  }, [store, keeper, key, kept, isSaved]);

  return {
    text,
    state,
    known,
    begunAt,
    type: (next) => {
      typed.current = next;
      setText(next);
      keeper.type(next);
    },
    flush: async () => await keeper.flush(),
    forget: () => {
      typed.current = '';
      setText('');
      setState('empty');
    },
    written: () => keeper.written(),
    keepRest: (sent) => {
      const rest = restAfter(sent, typed.current);
      typed.current = rest;
      setText(rest);
      if (rest === '' && !keeper.waits()) setState('empty');
      else keeper.type(rest);
    },
  };
}
