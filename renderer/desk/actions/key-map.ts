import type { Settings } from '../../bridges/settings.ts';
import { actionIds, actions, type ActionDefinition, type ActionId } from './catalogue.ts';

/** The keys of every action, in tinykeys' notation, the one to show first. */
export type KeyMap = Readonly<Record<ActionId, readonly string[]>>;

/** By the action's name; only those that have other keys than the catalogue's. */
export type Shortcuts = Settings['shortcuts'];

/** More would be hard to remember, and to show. */
export const mostKeys = 2;

/** The catalogue's keys where the person chose no others. Names that no action has (any more) count for nothing. */
export function keyMapOf(shortcuts: Shortcuts): KeyMap {
  return Object.fromEntries(actionIds.map((id) => [id, shortcuts[id] ?? catalogueKeysOf(id)])) as unknown as KeyMap;
}

export function catalogueKeysOf(id: ActionId): readonly string[] {
  const definition: ActionDefinition = actions[id];
  return definition.keys;
}

/** The action that this key does now, apart from `but`. */
export function holderOf(keys: KeyMap, key: string, but: ActionId): ActionId | undefined {
  return actionIds.find((id) => id !== but && keys[id].some((other) => isSameKey(other, key)));
}

/**
 * Gives an action a key: in place of the one at `slot`, or as a further one. Whoever had it loses it: a key means one thing.
 */
export function withKey(shortcuts: Shortcuts, id: ActionId, slot: number, key: string): Shortcuts {
  const keys = keyMapOf(shortcuts);
  const holder = holderOf(keys, key, id);
  const freed = holder === undefined ? shortcuts : withKeys(shortcuts, holder, without(keys[holder], key));
  const others = keys[id].map((old, index) => (index === slot ? key : old));
  const next = slot < keys[id].length ? others : [...keys[id], key];
  return withKeys(
    freed,
    id,
    next.filter((each, index) => next.findIndex((other) => isSameKey(each, other)) === index),
  );
}

export function withoutKey(shortcuts: Shortcuts, id: ActionId, slot: number): Shortcuts {
  return withKeys(
    shortcuts,
    id,
    keyMapOf(shortcuts)[id].filter((_, index) => index !== slot),
  );
}

/** Gives an action the catalogue's keys back; who took one of them meanwhile loses it. */
export function withCatalogueKeys(shortcuts: Shortcuts, id: ActionId): Shortcuts {
  return catalogueKeysOf(id).reduce<Shortcuts>(
    (so, key) => {
      const keys = keyMapOf(so);
      const holder = holderOf(keys, key, id);
      return holder === undefined ? so : withKeys(so, holder, without(keys[holder], key));
    },
    withKeys(shortcuts, id, catalogueKeysOf(id)),
  );
}

export function isChanged(keys: KeyMap, id: ActionId): boolean {
  return keys[id].join() !== catalogueKeysOf(id).join();
}

/** Letters in any case, modifiers in any order. */
export function isSameKey(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

function normal(key: string): string {
  const parts = key.toLowerCase().split('+');
  const last = parts.pop() ?? '';
  return [...parts.sort(), last].join('+');
}

function without(keys: readonly string[], key: string): string[] {
  return keys.filter((each) => !isSameKey(each, key));
}

/** What the catalogue says anyway is not kept: a later version may say it better. */
function withKeys(shortcuts: Shortcuts, id: ActionId, keys: readonly string[]): Shortcuts {
  const rest = Object.fromEntries(Object.entries(shortcuts).filter(([name]) => name !== id));
  return keys.join() === catalogueKeysOf(id).join() ? rest : { ...rest, [id]: [...keys] };
}
