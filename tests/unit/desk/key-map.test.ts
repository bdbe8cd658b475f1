import { describe, expect, it } from 'vitest';
import { actionIds } from '../../../renderer/desk/actions/catalogue.ts';
import { captureKey, mayBeGlobal, type PressedKey } from '../../../renderer/desk/actions/captured-key.ts';
import {
  catalogueKeysOf,
  holderOf,
  isChanged,
  isSameKey,
  keyMapOf,
  withCatalogueKeys,
  withKey,
  withoutKey,
} from '../../../renderer/desk/actions/key-map.ts';

describe('the keys of the desk', () => {
  it('are the catalogue’s where nobody chose others', () => {
    const keys = keyMapOf({});
    expect(keys['call.answer']).toEqual(['F2']);
    expect(actionIds.filter((id) => isChanged(keys, id))).toEqual([]);
  });

  it('are the chosen ones, and names that no action has count for nothing', () => {
    const keys = keyMapOf({ 'call.answer': ['F20'], 'desk.theme': [], 'call.teleport': ['F2'] });
    expect([keys['call.answer'], keys['desk.theme'], keys['call.end']]).toEqual([['F20'], [], ['F4']]);
    expect(keys).not.toHaveProperty('call.teleport');
  });

  it('mean one thing each: who takes a key takes it away, whatever the case of the letters', () => {
    const shortcuts = withKey({}, 'desk.theme', 0, 'Control+shift+e');
    expect(shortcuts).toEqual({ 'desk.theme': ['Control+shift+e'], 'call.practice': [] });
    const keys = keyMapOf(shortcuts);
    expect(holderOf(keys, 'Shift+Control+E', 'call.end')).toBe('desk.theme');
    for (const id of actionIds) for (const key of keys[id]) expect(holderOf(keys, key, id)).toBeUndefined();
  });

  it('are replaced one by one, added to, and taken away', () => {
    let shortcuts = withKey({}, 'call.mute', 1, 'Control+m');
    expect(shortcuts).toEqual({ 'call.mute': ['m', 'Control+m'] });
    shortcuts = withoutKey(shortcuts, 'call.mute', 0);
    expect(shortcuts).toEqual({ 'call.mute': ['Control+m'] });
    shortcuts = withKey(shortcuts, 'call.mute', 1, 'F6');
    expect(shortcuts).toEqual({ 'call.mute': ['Control+m', 'F6'] });
    // Twice the same is once.
    expect(withKey(shortcuts, 'call.mute', 1, 'Control+M')).toEqual({ 'call.mute': ['Control+m'] });
  });

  it('that are the catalogue’s again are not kept', () => {
    const shortcuts = withKey({}, 'call.answer', 0, 'F20');
    expect(withKey(shortcuts, 'call.answer', 0, 'F2')).toEqual({});
  });

  it('are given back, also by whoever has one of them now', () => {
    const shortcuts = withKey({}, 'call.end', 0, 'F2');
    expect(shortcuts).toEqual({ 'call.end': ['F2'], 'call.answer': [] });
    expect(withCatalogueKeys(shortcuts, 'call.answer')).toEqual({ 'call.end': [] });
    expect(keyMapOf(withCatalogueKeys(withCatalogueKeys(shortcuts, 'call.answer'), 'call.end'))).toEqual(keyMapOf({}));
    expect(catalogueKeysOf('call.answer')).toEqual(['F2']);
  });

  it('are the same in any order of their modifiers', () => {
    expect(isSameKey('Control+Shift+A', 'Shift+Control+a')).toBe(true);
    expect(isSameKey('Control+A', 'Alt+a')).toBe(false);
  });
});

describe('a key that is pressed to become a shortcut', () => {
  const press = (key: string, more: Partial<PressedKey> & { altGraph?: boolean } = {}): string => {
    const captured = captureKey({
      key,
      code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
      ctrlKey: false,
      altKey: false,
      shiftKey: false,
      metaKey: false,
      getModifierState: (name) => name === 'AltGraph' && more.altGraph === true,
      ...more,
    });
    return captured.type === 'key' ? captured.key : captured.type;
  };

  it.each([
    ['F5', {}, 'F5'],
    ['m', {}, 'm'],
    ['M', { shiftKey: true }, 'Shift+m'],
    ['K', { ctrlKey: true, shiftKey: true }, 'Control+Shift+k'],
    ['ArrowUp', { altKey: true }, 'Alt+ArrowUp'],
    ['Enter', { ctrlKey: true }, 'Control+Enter'],
    ['?', { shiftKey: true, code: 'Comma' }, 'Shift+?'],
    // The same place on a French and on an English keyboard.
    ['&', { code: 'Digit1' }, 'Digit1'],
    ['1', { code: 'Digit1', ctrlKey: true }, 'Control+Digit1'],
    ['1', { code: 'Numpad1' }, '1'],
  ])('%s with %j is %s', (key, more, expected) => {
    expect(press(key, more)).toBe(expected);
  });

  it.each([
    ['Control', { ctrlKey: true }, 'waiting'],
    ['AltGraph', { altGraph: true }, 'waiting'],
    ['@', { altGraph: true, ctrlKey: true, altKey: true }, 'unusable'],
    ['Dead', {}, 'unusable'],
    ['+', { shiftKey: true }, 'unusable'],
    ['Tab', {}, 'taken'],
    ['Enter', {}, 'taken'],
    ['ArrowDown', { shiftKey: true }, 'taken'],
    ['c', { ctrlKey: true }, 'taken'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'taken'],
    ['à', { ctrlKey: true, code: 'Digit0' }, 'taken'],
    ['F4', { altKey: true }, 'taken'],
    ['F11', {}, 'taken'],
    ['q', { metaKey: true }, 'taken'],
  ])('%s with %j is %s', (key, more, expected) => {
    expect(press(key, more)).toBe(expected);
  });

  it('may be global with a strong modifier, or as a function key', () => {
    expect(['F9', 'Shift+F9', 'Control+m', 'Meta+Digit1'].filter(mayBeGlobal)).toHaveLength(4);
    expect(['m', 'Shift+m', 'Digit1', 'Shift+?'].filter(mayBeGlobal)).toEqual([]);
  });
});
