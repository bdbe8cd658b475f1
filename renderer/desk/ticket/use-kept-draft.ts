import { useState } from 'react';
import { useDesk } from '../data/services.ts';

/** A draft as it was when the field came on the screen (`Store.keptDraft`). `isNew`: of a thing that is only being made, which has none. */
export function useKeptDraft(key: string, isNew: boolean): string | null | undefined {
  const { store } = useDesk();
  const [kept] = useState(() => {
    const known = store.keptDraft(key);
    return known === undefined && isNew ? null : known;
  });
  return kept;
}
