import { tinykeys } from 'tinykeys';
import { takesLetters } from './text-field.ts';
import type { ActionHub } from './action-hub.ts';
import { actionIds, actions, typesText, type ActionDefinition } from './catalogue.ts';

/** Binds every key of the catalogue to the hub. Returns how to stop. */
export function bindKeys(target: Window, hub: ActionHub): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const id of actionIds) {
    const definition: ActionDefinition = actions[id];
    for (const key of definition.keys) {
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
