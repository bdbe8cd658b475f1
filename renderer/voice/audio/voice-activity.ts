/** Is somebody speaking? From levels (0 to 1, linear) sampled some ten times a second. */
export type VoiceActivity = {
  readonly speaking: boolean;
  /** The room without speech. */
  readonly floor: number;
  /** Since when the level has been on the other side of the threshold, ms; null while it agrees with `speaking`. */
  readonly since: number | null;
};

export const quiet: VoiceActivity = { speaking: false, floor: 0.005, since: null };

/** A cough is not a word, and a breath is not the end of a sentence, in milliseconds. */
const speechAfterMs = 250;
const silenceAfterMs = 700;
const lowestThreshold = 0.02;

export function hear(state: VoiceActivity, level: number, at: number): VoiceActivity {
  const threshold = Math.max(lowestThreshold, state.floor * 3);
  const loud = level > threshold;
  // The floor falls fast and rises slowly, or long speech would become the room.
  const floor =
    level < state.floor ? state.floor * 0.7 + level * 0.3 : loud ? state.floor : state.floor * 0.98 + level * 0.02;
  if (loud === state.speaking) return { ...state, floor, since: null };
  const since = state.since ?? at;
  const enough = at - since >= (loud ? speechAfterMs : silenceAfterMs);
  return enough ? { speaking: loud, floor, since: null } : { ...state, floor, since };
}
