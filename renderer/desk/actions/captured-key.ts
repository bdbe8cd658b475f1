export type PressedKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'> & {
  readonly getModifierState: (key: string) => boolean;
};

/** `waiting`: only a modifier so far. `unusable`: it cannot be a shortcut. `taken`: the system or every text field uses it. */
export type Captured =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'waiting' }
  | { readonly type: 'unusable' }
  | { readonly type: 'taken' };

const modifierKeys = new Set(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'Fn', 'OS']);

/** Without a modifier these move, choose and type, everywhere. */
const movingKeys = new Set([
  'Escape',
  'Tab',
  'Enter',
  ' ',
  'Backspace',
  'Delete',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
]);

/** What the system, the window or a text field does with them must go on. */
const takenKeys = new Set([
  ...['a', 'c', 'v', 'x', 'y', 'z', '0', '-', '='].map((key) => `Control+${key}`),
  ...['a', 'c', 'v', 'x', 'z', 'q', 'w', 'h', 'm'].map((key) => `Meta+${key}`),
  'Control+Shift+z',
  'Alt+F4',
  'F11',
  'Control+Tab',
  'Control+Backspace',
  'Control+Delete',
]);

/** What was pressed, in tinykeys' notation: letters and signs as they are printed, digits by their place. */
export function captureKey(event: PressedKey): Captured {
  if (modifierKeys.has(event.key)) return { type: 'waiting' };
  // AltGr types signs, and on Windows it also counts as Control and Alt.
  if (event.getModifierState('AltGraph')) return { type: 'unusable' };
  if (event.key === 'Dead' || event.key === 'Process' || event.key === 'Unidentified') return { type: 'unusable' };
  const modifiers = [
    ...(event.ctrlKey ? ['Control'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.metaKey ? ['Meta'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
  ];
  const strong = event.ctrlKey || event.altKey || event.metaKey;
  if (movingKeys.has(event.key) && !strong) return { type: 'taken' };
  // On a French keyboard the digits are typed with Shift: their place is what people mean.
  const digit = /^Digit\d$/.test(event.code);
  const last = digit ? event.code : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // tinykeys joins with this sign.
  if (last === '+') return { type: 'unusable' };
  const key = [...modifiers, last].join('+');
  const plain = [...modifiers, last.replace(/^Digit/, '')].join('+');
  return takenKeys.has(plain) ? { type: 'taken' } : { type: 'key', key };
}

/** Without a modifier the system gives away the function keys alone. */
export function mayBeGlobal(key: string): boolean {
  return /(^|\+)(Control|Alt|Meta)\+/.test(key) || /(^|\+)F\d{1,2}$/.test(key);
}
