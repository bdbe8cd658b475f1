import { useSyncExternalStore } from 'react';
import { isTextField } from './text-field.ts';

/** True while a text field has the focus: letters are text then, not actions. */
export function useTyping(): boolean {
  return useSyncExternalStore(subscribe, () => isTextField(document.activeElement));
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('focusin', listener);
  document.addEventListener('focusout', listener);
  return () => {
    document.removeEventListener('focusin', listener);
    document.removeEventListener('focusout', listener);
  };
}
