import { z } from 'zod';

/** What a STUN or TURN server did when it was asked. `refused`: it knows us not, or no longer. */
export const RelayAnswer = z.object({
  url: z.string().max(512),
  state: z.enum(['answers', 'refused', 'silent']),
  /** Until its answer, or until it was given up. */
  ms: z.int().nonnegative(),
});
export type RelayAnswer = z.infer<typeof RelayAnswer>;

/** What a test of the phone came to; the field of the command that asked for it. */
export const TestResult = z.object({
  relays: z.array(RelayAnswer).optional(),
  /** The loudest tenth of a second of the microphone: root mean square, 0 to 1. */
  loudness: z.number().min(0).optional(),
  /** From mouth to ear through the echo and back, in milliseconds; null when nothing came back. */
  echoMs: z.number().nullable().optional(),
});
export type TestResult = z.infer<typeof TestResult>;
