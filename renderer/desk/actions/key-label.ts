import type { Language } from '../words/language.ts';
import { typesText } from './catalogue.ts';

const names: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fr: { Control: 'Ctrl', Shift: 'Maj', Meta: '⌘', Alt: 'Alt', Enter: 'Entrée', ArrowDown: '↓', ArrowUp: '↑' },
  en: { Control: 'Ctrl', Shift: 'Shift', Meta: '⌘', Alt: 'Alt', Enter: 'Enter', ArrowDown: '↓', ArrowUp: '↑' },
};

/** A key as it is printed on the keyboard: `Control+k` is `Ctrl+K`; `Shift+?` is `?`, since the sign already says it. */
export function keyLabel(key: string, language: Language): string {
  const parts = key.split('+');
  const last = parts[parts.length - 1] ?? '';
  const shown = parts.length === 2 && parts[0] === 'Shift' && /^[?/]$/.test(last) ? [last] : parts;
  return shown.map((part) => names[language][part] ?? printed(part)).join('+');
}

function printed(part: string): string {
  const sign = part.replace(/^Digit/, '');
  return sign.length === 1 ? sign.toUpperCase() : sign;
}

/** The key of an action's to show beside it: while text is being typed, the one that acts then, if there is one. */
export function shownKey(keys: readonly string[], language: Language, typing = false): string | null {
  const key = (typing ? keys.find((each) => !typesText(each)) : undefined) ?? keys[0];
  return key === undefined ? null : keyLabel(key, language);
}

/** An action's keys for `aria-keyshortcuts` (WAI-ARIA 1.2 §6.7). */
export function spokenKeys(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : keys.map((key) => key.replace('Digit', '')).join(' ');
}

/** All of an action's keys, without those that read the same. */
export function allKeys(keys: readonly string[], language: Language): readonly string[] {
  return [...new Set(keys.map((key) => keyLabel(key, language)))];
}
