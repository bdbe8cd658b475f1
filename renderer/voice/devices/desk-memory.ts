import { z } from 'zod';
import type { DevicesState } from '../contract/state.ts';

export type DeviceChoice = DevicesState['chosen'];

export const systemDefaults: DeviceChoice = { microphone: null, speaker: null, ringer: null };

const Name = z.string().max(256);
const Choice = z.object({
  microphone: Name.nullable().catch(null),
  speaker: Name.nullable().catch(null),
  ringer: Name.nullable().catch(null),
});

const RememberedDesk = z.object({
  agentId: z.string().max(64),
  /** See `deskOf`. */
  desk: z.string().max(20_000),
  choice: Choice,
});

/** What each agent chose at each desk, the latest first. A desk is the set of sound devices that are plugged in there. */
export type DeskMemory = readonly z.infer<typeof RememberedDesk>[];

/** Of all agents of this machine; the one that was used longest ago is forgotten first. */
const mostDesks = 200;

const key = 'casque.desks';

/** Nothing where nothing readable is kept. */
export function loadMemory(storage: Pick<Storage, 'getItem'>): DeskMemory {
  const text = storage.getItem(key);
  if (text === null) return [];
  try {
    return z.array(RememberedDesk).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

export function saveMemory(storage: Pick<Storage, 'setItem'>, memory: DeskMemory): void {
  storage.setItem(key, JSON.stringify(memory));
}

type Named = { readonly name: string };

/** Which desk this is, by the names of what is plugged in: ids change between sessions. */
export function deskOf(inputs: readonly Named[], outputs: readonly Named[]): string {
  const names = (devices: readonly Named[]): string[] => devices.map(({ name }) => name).sort();
  return JSON.stringify([names(inputs), names(outputs)]);
}

export function recall(memory: DeskMemory, agentId: string, desk: string): DeviceChoice | undefined {
  return memory.find((known) => known.agentId === agentId && known.desk === desk)?.choice;
}

/** For a desk that this agent has not sat at yet: as at the last one, as far as its devices are here. */
export function recallLatest(memory: DeskMemory, agentId: string): DeviceChoice | undefined {
  return memory.find((known) => known.agentId === agentId)?.choice;
}

export function remember(memory: DeskMemory, agentId: string, desk: string, choice: DeviceChoice): DeskMemory {
  const others = memory.filter((known) => known.agentId !== agentId || known.desk !== desk);
  return [{ agentId, desk, choice }, ...others].slice(0, mostDesks);
}
