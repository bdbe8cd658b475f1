import { z } from 'zod';

const Name = z.string().max(256);

/** What the diagnostics of the desk found; the shell adds versions and logs and makes an archive of it. Nothing of a customer. */
export const DiagnosticsReport = z.object({
  at: z.iso.datetime(),
  steps: z.array(
    z.object({
      id: z.string().regex(/^[A-Za-z]{1,32}$/),
      state: z.enum(['waiting', 'running', 'ok', 'warning', 'failed', 'skipped']),
      figures: z.record(z.string().regex(/^[A-Za-z]{1,32}$/), z.number()),
    }),
  ),
  /** The same in the person's language. */
  words: z.string().max(20_000),
  phone: z.object({
    mode: z.enum(['line', 'practice', 'none']),
    account: z.string().max(32),
    lowBandwidth: z.boolean(),
    /** Names of sound devices and headsets. */
    inputs: z.array(Name).max(100),
    outputs: z.array(Name).max(100),
    chosen: z.object({ microphone: Name.nullable(), speaker: Name.nullable(), ringer: Name.nullable() }),
    headsets: z.array(Name).max(100),
  }),
});
export type DiagnosticsReport = z.infer<typeof DiagnosticsReport>;
