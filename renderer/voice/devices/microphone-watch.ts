import { hear, quiet, type VoiceActivity } from '../audio/voice-activity.ts';
import type { DevicesState } from '../contract/state.ts';

/** What the microphone is for right now: nobody, somebody who hears it, or somebody for whom it is muted. */
export type Conversation = 'none' | 'open' | 'muted';

/** What the microphone's level tells about a conversation. */
export type MicrophoneWatch = {
  readonly conversation: Conversation;
  readonly activity: VoiceActivity;
  /** When the agent was last heard to speak, ms; null if never. */
  readonly spokeAt: number | null;
  /** Since when the level has stayed between these two, ms. */
  readonly constant: { readonly since: number; readonly least: number; readonly most: number } | null;
  readonly warning: DevicesState['warning'];
};

export const notWatched: MicrophoneWatch = {
  conversation: 'none',
  activity: quiet,
  spokeAt: null,
  constant: null,
  warning: null,
};

/** Who speaks into a muted microphone is told so for this long after the last word, ms. */
const mutedSpeechMs = 6_000;

/**
 * A room is never quite silent: a level that does not move for this long comes from no room. The span is less than half a step of
 * 16-bit sound, which even the noise suppression of a quiet room exceeds.
 */
const constantMs = 10_000;
const constantSpan = 1.5e-5;

/**
 * @param level root mean square of the last tenth of a second, 0 to 1, before any noise suppression of ours
 * @param at ms, of any clock that does not go back
 */
export function observe(
  before: MicrophoneWatch,
  conversation: Conversation,
  level: number,
  at: number,
): MicrophoneWatch {
  const state = before.conversation === conversation ? before : { ...notWatched, activity: before.activity };
  const activity = hear(state.activity, level, at);
  const spokeAt = activity.speaking ? at : state.spokeAt;
  const constant = constantSince(state.constant, level, at);
  const next = { conversation, activity, spokeAt, constant };
  return { ...next, warning: warningOf(next, at) };
}

function constantSince(before: MicrophoneWatch['constant'], level: number, at: number): MicrophoneWatch['constant'] {
  const least = Math.min(before?.least ?? level, level);
  const most = Math.max(before?.most ?? level, level);
  if (before === null || most - least > constantSpan) return { since: at, least: level, most: level };
  return { since: before.since, least, most };
}

function warningOf(watch: Omit<MicrophoneWatch, 'warning'>, at: number): MicrophoneWatch['warning'] {
  const { conversation, spokeAt, constant } = watch;
  switch (conversation) {
    case 'none':
      return null;
    case 'muted':
      return spokeAt !== null && at - spokeAt < mutedSpeechMs ? 'mutedSpeech' : null;
    case 'open':
      return constant !== null && at - constant.since >= constantMs ? 'silentMicrophone' : null;
  }
}
