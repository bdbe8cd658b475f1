import { useState } from 'react';
import { useDesk } from '../data/services.ts';

export type KeptDraft = {
  /** As it was when the field came on the screen; null: there was none. Undefined: not known yet. */
  readonly text: string | null | undefined;
  /** False: it is only on its way to the disk, which may refuse it. */
  readonly isSaved: boolean;
};

/** `isNew`: of a thing that is only being made, which has none. */
export function useKeptDraft(key: string, isNew: boolean): KeptDraft {
  const { store } = useDesk();
  const [kept] = useState((): KeptDraft => {
    const unsaved = store.unsavedDraft(key);
    if (unsaved !== undefined) return { text: unsaved, isSaved: false };
    const known = store.keptDraft(key);
    return { text: known === undefined && isNew ? null : known, isSaved: true };
  });
  return kept;
}
