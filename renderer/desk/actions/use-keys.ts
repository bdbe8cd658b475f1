import { createContext, useCallback, useContext } from 'react';
import { useWords } from '../words/use-text.ts';
import type { ActionId } from './catalogue.ts';
import { shownKey } from './key-label.ts';
import { keyMapOf, type KeyMap } from './key-map.ts';

/** The keys of this desk's agent; the catalogue's where no settings are known yet. */
export const KeysContext = createContext<KeyMap>(keyMapOf({}));

export function useKeys(): KeyMap {
  return useContext(KeysContext);
}

/** Tells the key to show beside an action; while text is being typed, the one that acts then, if there is one. */
export function useShownKey(): (id: ActionId, typing?: boolean) => string | null {
  const keys = useKeys();
  const { language } = useWords();
  return useCallback((id, typing = false) => shownKey(keys[id], language, typing), [keys, language]);
}
