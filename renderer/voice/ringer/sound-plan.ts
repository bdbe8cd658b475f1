import { isLive, type CallsState } from '../call/call-state.ts';

/** What should be heard besides voices, at any moment. */
export type SoundPlan = {
  /** On the ringer device only: a headset on the table must not be the one that rings, nor the room hear the soft beep. */
  readonly ringer: 'ring' | null;
  /** On the headset. */
  readonly speaker: 'waiting' | 'ringback' | null;
};

/** Follows from the calls alone, so a ring cannot outlive its call whatever way that ended. */
export function soundsFor({ calls }: CallsState): SoundPlan {
  const live = calls.filter(isLive);
  // One that rang before the phone died is heard again when the PBX says that it still rings.
  const rings = live.some((call) => call.phase === 'ringing' && call.reconnectingSince === null);
  // Held calls count too: the agent wears the headset.
  const busy = live.some((call) => call.phase !== 'ringing');
  const ringsThere = live.some((call) => call.phase === 'early' && !call.earlyMedia);
  if (ringsThere) return { ringer: null, speaker: 'ringback' };
  return { ringer: rings && !busy ? 'ring' : null, speaker: rings && busy ? 'waiting' : null };
}
