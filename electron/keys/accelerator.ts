/** Names of keys that Electron writes in another way than `KeyboardEvent.key`. */
const names: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  ' ': 'Space',
  '+': 'Plus',
};

const modifiers = new Set(['Control', 'Alt', 'Shift', 'Meta']);

/**
 * A key of tinykeys' notation as an Electron accelerator; undefined for one that no system gives away: without a modifier
 * only the function keys are free.
 */
export function acceleratorOf(key: string): string | undefined {
  const parts = key.split('+');
  const last = parts.pop() ?? '';
  if (last === '' || parts.some((part) => !modifiers.has(part))) return undefined;
  const isFunction = /^F([1-9]|1\d|2[0-4])$/.test(last);
  if (!isFunction && !parts.some((part) => part !== 'Shift')) return undefined;
  const name = names[last] ?? last.replace(/^(Digit|Key)(?=.$)/, '');
  return [...parts, name.length === 1 ? name.toUpperCase() : name].join('+');
}
