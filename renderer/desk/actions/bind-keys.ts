import { tinykeys } from 'tinykeys';
import { takesLetters } from './text-field.ts';
import type { ActionHub } from './action-hub.ts';
import { actionIds, typesText } from './catalogue.ts';
import type { KeyMap } from './key-map.ts';

/** Binds every action's keys to the hub. Returns how to stop. */
export function bindKeys(target: Window, hub: ActionHub, keys: KeyMap): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const id of actionIds) {
    for (const key of keys[id]) {
      const letter = typesText(key);
      bindings[key] = (event) => {
        if (event.repeat || event.defaultPrevented) return;
        if (letter && takesLetters(event.target)) return;
        if (hub.run(id)) event.preventDefault();
      };
    }
  }
  return tinykeys(target, bindings);
}
