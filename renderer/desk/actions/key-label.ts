import type { Language } from '../words/language.ts';
import { actions, typesText, type ActionDefinition, type ActionId } from './catalogue.ts';

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

/** The key to show beside an action: while text is being typed, the one that acts then, if there is one. */
export function shownKey(id: ActionId, language: Language, typing = false): string | null {
  const definition: ActionDefinition = actions[id];
  const { keys } = definition;
  const key = (typing ? keys.find((each) => !typesText(each)) : undefined) ?? keys[0];
  return key === undefined ? null : keyLabel(key, language);
}

/** All its keys, for the help, without those that read the same. */
export function allKeys(id: ActionId, language: Language): readonly string[] {
  const definition: ActionDefinition = actions[id];
  return [...new Set(definition.keys.map((key) => keyLabel(key, language)))];
}
