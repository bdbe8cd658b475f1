import type { Finding } from '../finding.ts';
import type { Step, StepContext } from '../step.ts';

/** Loudness (root mean square, 0 to 1) under which a device gives nothing at all, and under which nobody spoke into it. */
const nothing = 0.0003;
const quiet = 0.01;

/** Whether the microphone picks up a voice. The person speaks meanwhile. */
export const microphone: Step = {
  id: 'microphone',
  run: async ({ phone }: StepContext): Promise<Finding> => {
    const result = await phone.command({ type: 'measureMicrophone' });
    if (!result.ok) {
      return { state: 'failed', message: { code: result.code }, advice: { id: 'diagnostics.microphone.advice' } };
    }
    const loudness = result.value.test?.loudness ?? 0;
    const figures = { loudness };
    if (loudness < nothing) {
      return {
        state: 'failed',
        message: { id: 'diagnostics.microphone.silent' },
        advice: { id: 'diagnostics.microphone.silentAdvice' },
        figures,
      };
    }
    if (loudness < quiet) {
      return {
        state: 'warning',
        message: { id: 'diagnostics.microphone.quiet' },
        advice: { id: 'diagnostics.microphone.quietAdvice' },
        figures,
      };
    }
    return { state: 'ok', message: { id: 'diagnostics.microphone.ok' }, figures };
  },
};
