import { describe, expect, it } from 'vitest';
import {
  notWatched,
  observe,
  type Conversation,
  type MicrophoneWatch,
} from '../../../renderer/voice/devices/microphone-watch.ts';

const speech = 0.2;
/** A quiet room behind noise suppression, -86 dBFS. */
const room = (index: number): number => 5e-5 + (index % 7) * 1e-5;

/** Ten levels a second, for so many seconds. */
function hearing(
  watch: MicrophoneWatch,
  conversation: Conversation,
  seconds: number,
  level: (index: number) => number,
  from = 0,
): MicrophoneWatch {
  let state = watch;
  for (let index = 0; index < seconds * 10; index++) {
    state = observe(state, conversation, level(index), from + index * 100);
  }
  return state;
}

describe('a muted agent', () => {
  it('who speaks is told so, until a while after the last word', () => {
    const speaking = hearing(notWatched, 'muted', 2, () => speech);
    expect(speaking.warning).toBe('mutedSpeech');
    const paused = hearing(speaking, 'muted', 3, room, 2_000);
    expect(paused.warning).toBe('mutedSpeech');
    expect(hearing(paused, 'muted', 6, room, 5_000).warning).toBeNull();
  });

  it('who coughs is not', () => {
    expect(
      hearing(
        hearing(notWatched, 'muted', 0.2, () => speech),
        'muted',
        1,
        room,
        200,
      ).warning,
    ).toBeNull();
  });

  it('who speaks and unmutes is not told any more', () => {
    const speaking = hearing(notWatched, 'muted', 2, () => speech);
    expect(observe(speaking, 'open', speech, 2_000).warning).toBeNull();
  });

  it('may have a microphone that is switched off', () => {
    expect(hearing(notWatched, 'muted', 30, () => 0).warning).toBeNull();
  });
});

describe('a microphone that gives nothing', () => {
  it.each([0, 3e-5, 0.4])('is told after ten seconds of a level of %d', (level) => {
    expect(hearing(notWatched, 'open', 9, () => level).warning).toBeNull();
    expect(hearing(notWatched, 'open', 11, () => level).warning).toBe('silentMicrophone');
  });

  it('is not a quiet room, nor somebody who listens', () => {
    expect(hearing(notWatched, 'open', 60, room).warning).toBeNull();
  });

  it('is not warned of any more when it gives something', () => {
    const dead = hearing(notWatched, 'open', 11, () => 0);
    expect(observe(dead, 'open', 0.01, 11_000).warning).toBeNull();
  });

  it('is nobody’s concern without a conversation', () => {
    expect(hearing(notWatched, 'none', 60, () => 0).warning).toBeNull();
  });
});
