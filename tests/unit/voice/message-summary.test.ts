import { describe, expect, it } from 'vitest';
import { readMessageSummary } from '../../../renderer/voice/sip/message-summary.ts';

/** SOFTPHONE.md, «Subscriptions». */
describe('a message summary', () => {
  it.each([
    ['Messages-Waiting: yes\r\nMessage-Account: sip:201@pbx\r\nVoice-Message: 2/8 (0/2)\r\n', { fresh: 2, old: 8 }],
    ['Messages-Waiting: no\r\nVoice-Message: 0/3 (0/0)\r\n', { fresh: 0, old: 3 }],
    ['messages-waiting : YES\nvoice-message: 1/0', { fresh: 1, old: 0 }],
    // RFC 3842 §3.5: the counts may be left out.
    ['Messages-Waiting: yes', { fresh: 1, old: 0 }],
    ['Messages-Waiting: no', { fresh: 0, old: 0 }],
  ])('%j', (body, expected) => {
    expect(readMessageSummary(body)).toEqual(expected);
  });

  it.each(['', 'Voice-Message: 2/8', 'Messages-Waiting: perhaps', '<dialog-info/>', 'x'.repeat(10_000)])(
    'that is none',
    (body) => {
      expect(readMessageSummary(body)).toBeUndefined();
    },
  );
});
