import { describe, expect, it } from 'vitest';
import { RingWatch } from '../../../renderer/voice/resume/ring-watch.ts';

function watching(isTalking: boolean) {
  const heard: boolean[] = [];
  const watched: { user: string; tell: (body: string | null) => void; stopped: boolean }[] = [];
  const watch = new RingWatch({
    watch: ({ user }, tell) => {
      const entry = { user, tell, stopped: false };
      watched.push(entry);
      return () => void (entry.stopped = true);
    },
    user: '201',
    isTalking: () => isTalking,
    onRings: (rings) => heard.push(rings),
  });
  return { watch, watched, heard };
}

function body(state: string): string {
  return `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:201@pbx">
    <dialog id="201" direction="recipient"><state>${state}</state></dialog></dialog-info>`;
}

describe('whether our own line rings', () => {
  it.each([
    ['early', false, [true]],
    ['terminated', false, [false]],
    // Some exchanges call a line busy from the first ring on.
    ['confirmed', false, [true]],
    ['confirmed', true, []],
    ['early', true, [true]],
  ])('the PBX says %s, in a call: %s', (state, isTalking, heard) => {
    const ring = watching(isTalking);
    ring.watch.want(true);
    ring.watched[0]?.tell(body(state));
    expect(ring.heard).toEqual(heard);
  });

  it('is asked while it is wanted, once, and what is no answer is none', () => {
    const { watch, watched, heard } = watching(false);
    watch.want(false);
    watch.want(true);
    watch.want(true);
    expect(watched.map(({ user }) => user)).toEqual(['201']);
    watched[0]?.tell(null);
    watched[0]?.tell('rubbish');
    watch.want(false);
    expect(watched[0]?.stopped).toBe(true);
    expect(heard).toEqual([]);
  });
});
