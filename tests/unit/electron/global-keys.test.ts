import { describe, expect, test, vi } from 'vitest';
import { acceleratorOf } from '../../../electron/keys/accelerator.ts';
import { GlobalKeys } from '../../../electron/keys/global-keys.ts';

test.each([
  ['F2', 'F2'],
  ['Control+Shift+F2', 'Control+Shift+F2'],
  ['Control+Alt+m', 'Control+Alt+M'],
  ['Meta+Digit1', 'Meta+1'],
  ['Control+ArrowDown', 'Control+Down'],
  ['Alt+Enter', 'Alt+Return'],
  ['Control+ ', 'Control+Space'],
  ['m', undefined],
  ['Shift+M', undefined],
  ['F25', undefined],
  ['', undefined],
  ['Hyper+F2', undefined],
])('%s for the system is %s', (key, accelerator) => {
  expect(acceleratorOf(key)).toBe(accelerator);
});

describe('the global keys', () => {
  /** A system on which another program has the keys in `taken`. */
  function system(taken: readonly string[] = []) {
    const given = new Map<string, () => void>();
    const pressed: string[] = [];
    const register = (accelerator: string, press: () => void): boolean => {
      if (accelerator === 'Control+Bad') throw new TypeError('conversion failure');
      if (taken.includes(accelerator) || given.has(accelerator)) return false;
      given.set(accelerator, press);
      return true;
    };
    const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const keys = new GlobalKeys(
      { register, unregister: (accelerator: string) => void given.delete(accelerator) },
      (action) => pressed.push(action),
      log,
    );
    return { keys, given, pressed };
  }

  test('are taken, changed and given back as the settings say', () => {
    const { keys, given, pressed } = system();
    keys.use({ 'call.answer': 'Control+Shift+F2', 'call.end': 'Control+Shift+F4' });
    given.get('Control+Shift+F4')?.();
    expect(pressed).toEqual(['call.end']);
    // Swapped: neither is in the way of the other.
    keys.use({ 'call.answer': 'Control+Shift+F4', 'call.end': 'Control+Shift+F2' });
    given.get('Control+Shift+F4')?.();
    expect([pressed, keys.refused]).toEqual([['call.end', 'call.answer'], []]);
    keys.use({});
    expect([...given.keys()]).toEqual([]);
  });

  test('that the system refuses are named, and are tried again with the next change', () => {
    const taken = ['Control+Shift+F2'];
    const { keys, given } = system(taken);
    keys.use({ 'call.answer': 'Control+Shift+F2', 'call.mute': 'm', 'call.hold': 'Control+Bad' });
    expect(keys.refused).toEqual(['call.answer', 'call.mute', 'call.hold']);
    taken.length = 0;
    keys.use({ 'call.answer': 'Control+Shift+F2' });
    expect(keys.refused).toEqual([]);
    expect([...given.keys()]).toEqual(['Control+Shift+F2']);
  });
});
