import { z } from 'zod';
import { RingWay } from './contract/state.ts';

/** What an agent likes on this machine, besides the devices. */
export const Preferences = z.object({
  ring: RingWay.default({ silent: false, everywhere: false }),
  suppressNoise: z.boolean().default(false),
});
export type Preferences = z.infer<typeof Preferences>;

export const usual: Preferences = Preferences.parse({});

const key = 'casque.preferences';
/** By the agent's id. */
const Kept = z.record(z.string().max(64), Preferences);

type Stored = Pick<Storage, 'getItem' | 'setItem'>;

export function loadPreferences(storage: Stored, agentId: string): Preferences {
  return readAll(storage)[agentId] ?? usual;
}

export function savePreferences(storage: Stored, agentId: string, preferences: Preferences): void {
  storage.setItem(key, JSON.stringify({ ...readAll(storage), [agentId]: preferences }));
}

/** Nothing where nothing readable is kept. */
function readAll(storage: Stored): z.infer<typeof Kept> {
  const text = storage.getItem(key);
  if (text === null) return {};
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
