import { useState } from 'react';
import { useDraft, type DraftText } from './use-draft.ts';

export type Field = { readonly value: string; readonly draft: DraftText; readonly type: (words: string) => void };

/** A field of a form whose words are kept as they are typed: the draft, or what was there before until the agent has typed. */
export function useField(key: string, before: string): Field {
  const draft = useDraft(key);
  const [touched, setTouched] = useState(false);
  return {
    value: touched || draft.text !== '' ? draft.text : before,
    draft,
    type: (words) => {
      setTouched(true);
      draft.type(words);
    },
  };
}
