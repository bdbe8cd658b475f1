import { useId, useState, type ComponentProps, type KeyboardEvent } from 'react';

export type Listbox = {
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly choose: (index: number) => void;
  /** What makes a text field drive the list. @param shown whether there is anything to choose on the screen */
  readonly combobox: (shown: boolean) => ComponentProps<'input'>;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  /** Moves and chooses by arrows, Home, End and Enter; true when the key was taken. */
  readonly onKey: (event: KeyboardEvent) => boolean;
};

/** A list of options that a text field drives: the focus stays in the field (ARIA combobox, `aria-activedescendant`). */
export function useListbox(count: number, choose: (index: number) => void, first = 0): Listbox {
  const listId = useId();
  const [wanted, setActive] = useState(first);
  const active = Math.min(wanted, count - 1);
  const optionId = (index: number): string => `${listId}-${index}`;
  return {
    active,
    setActive,
    choose,
    combobox: (shown) => ({
      role: 'combobox',
      'aria-expanded': shown,
      'aria-controls': listId,
      'aria-activedescendant': shown ? optionId(active) : undefined,
      'aria-autocomplete': 'list',
      autoComplete: 'off',
      spellCheck: false,
    }),
    listId,
    optionId,
    onKey: (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return false;
      switch (event.key) {
        case 'ArrowDown':
          setActive(count === 0 ? 0 : (active + 1) % count);
          break;
        case 'ArrowUp':
          setActive(count === 0 ? 0 : (active - 1 + count) % count);
          break;
        case 'Enter':
          if (active < 0) return false;
          choose(active);
          break;
        default:
          return false;
      }
      event.preventDefault();
      return true;
    },
  };
}
