import { z } from 'zod';
import type { DevicesState } from '../contract/state.ts';

export type DeviceChoice = DevicesState['chosen'];

const Choice = z.object({
  microphone: z.string().max(256).nullable().catch(null),
  speaker: z.string().max(256).nullable().catch(null),
  ringer: z.string().max(256).nullable().catch(null),
});

export const systemDefaults: DeviceChoice = { microphone: null, speaker: null, ringer: null };

const key = 'casque.devices';

/** What was chosen on this machine, by name; the defaults where nothing readable is kept. */
export function loadChoice(storage: Pick<Storage, 'getItem'>): DeviceChoice {
  const text = storage.getItem(key);
  if (text === null) return systemDefaults;
  try {
    return Choice.parse(JSON.parse(text));
  } catch {
    return systemDefaults;
  }
}

export function saveChoice(storage: Pick<Storage, 'setItem'>, choice: DeviceChoice): void {
  storage.setItem(key, JSON.stringify(choice));
}
