import type { AudioDevice, DevicesState } from '../contract/state.ts';
import {
  deskOf,
  recall,
  recallLatest,
  remember,
  systemDefaults,
  type DeskMemory,
  type DeviceChoice,
} from './desk-memory.ts';
import { matchDevice } from './match-device.ts';
import { pairHeadset } from './pair-headset.ts';

export type Plugged = { readonly inputs: readonly AudioDevice[]; readonly outputs: readonly AudioDevice[] };

/** Which devices an agent uses at this desk, and how it came to that. */
export type Choosing = {
  readonly agentId: string;
  readonly memory: DeskMemory;
  readonly choice: DeviceChoice;
  /** What was chosen before a headset was followed. */
  readonly former: DeviceChoice | null;
};

/** What the devices of a call changed to without the agent's doing. */
export type Move = Omit<NonNullable<DevicesState['moved']>, 'at'>;

const callRoles = ['microphone', 'speaker'] as const;

export function startChoosing(memory: DeskMemory, agentId: string, plugged: Plugged): Choosing {
  const known = recall(memory, agentId, deskOf(plugged.inputs, plugged.outputs));
  return { agentId, memory, choice: known ?? recallLatest(memory, agentId) ?? systemDefaults, former: null };
}

/** The agent's own choice; it holds whenever these devices are together again. */
export function choose(state: Choosing, plugged: Plugged, choice: DeviceChoice): Choosing {
  const desk = deskOf(plugged.inputs, plugged.outputs);
  return { ...state, choice, former: null, memory: remember(state.memory, state.agentId, desk, choice) };
}

/**
 * Devices came or went. A desk that is known has its choice; a headset that comes is followed, and what was used before returns
 * when it goes.
 * @param came ids of the devices that were not there a moment ago
 */
export function afterChange(
  state: Choosing,
  before: Plugged,
  now: Plugged,
  came: ReadonlySet<string>,
): readonly [Choosing, Move | null] {
  const next = chosenNow(state, before, now, came);
  return [next, moveBetween(used(before, state.choice), used(now, next.choice), before, now)];
}

function chosenNow(state: Choosing, before: Plugged, now: Plugged, came: ReadonlySet<string>): Choosing {
  const { agentId, memory, choice } = state;
  const known = recall(memory, agentId, deskOf(now.inputs, now.outputs));
  const headset = pairHeadset(now.inputs, now.outputs, came);
  if (known !== undefined) {
    const isFollowed = headset !== undefined && known.speaker === headset.speaker;
    return { ...state, choice: known, former: isFollowed ? (state.former ?? choice) : state.former };
  }
  if (headset !== undefined) {
    const following = { ...choice, ...headset };
    const kept = remember(memory, agentId, deskOf(before.inputs, before.outputs), choice);
    return {
      ...state,
      choice: following,
      former: choice,
      memory: remember(kept, agentId, deskOf(now.inputs, now.outputs), following),
    };
  }
  const { former } = state;
  const isGone = choice.speaker !== null && matchDevice(now.outputs, choice.speaker) === undefined;
  return former !== null && isGone ? { ...state, choice: former, former: null } : state;
}

/** Names of what the calls really use; null where the system's default stands in. */
type Used = { readonly microphone: string | null; readonly speaker: string | null };

function used({ inputs, outputs }: Plugged, choice: DeviceChoice): Used {
  return {
    microphone: matchDevice(inputs, choice.microphone)?.name ?? null,
    speaker: matchDevice(outputs, choice.speaker)?.name ?? null,
  };
}

function moveBetween(was: Used, is: Used, before: Plugged, now: Plugged): Move | null {
  const changed = callRoles.filter((role) => was[role] !== is[role]);
  if (changed.length === 0) return null;
  const names = ({ inputs, outputs }: Plugged): Set<string> => new Set([...inputs, ...outputs].map(({ name }) => name));
  const [there, here] = [names(before), names(now)];
  const gone = changed.map((role) => was[role]).find((name) => name !== null && !here.has(name));
  // The speaker's name is the one that people know the headset by.
  const speakerOrMicrophone = changed.includes('speaker') ? is.speaker : is.microphone;
  if (gone !== undefined && gone !== null) {
    const lost = was.speaker !== null && !here.has(was.speaker) ? was.speaker : gone;
    return { reason: 'unplugged', device: lost, used: speakerOrMicrophone };
  }
  const came = changed.map((role) => is[role]).some((name) => name !== null && !there.has(name));
  return came ? { reason: 'plugged', device: speakerOrMicrophone ?? '', used: speakerOrMicrophone } : null;
}
