import { expect, it } from 'vitest';
import { gatheringPatience } from '../../../renderer/voice/sip/ice-patience.ts';

/** SOFTPHONE.md, «Slow answer». */
it('waits for no server that does not answer, and never long for one that does', () => {
  expect(gatheringPatience({ state: 'silent' })).toBe(0);
  expect(gatheringPatience({ state: 'answering', ms: 20 })).toBe(50);
  expect(gatheringPatience({ state: 'answering', ms: 2_000 })).toBe(500);
  expect(gatheringPatience({ state: 'unknown' })).toBeLessThanOrEqual(150);
});
