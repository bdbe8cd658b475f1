import type { Finding } from '../finding.ts';
import type { Step, StepContext } from '../step.ts';
import { askServer } from './ask-server.ts';

/** Slower than this, every change takes its time to reach the others, in milliseconds. */
const slowMs = 1_000;

/** Whether the central server answers, and its database behind it. */
export const server: Step = {
  id: 'server',
  run: async (context: StepContext): Promise<Finding> => {
    const answer = await askServer(context);
    if (answer === undefined) {
      return {
        state: 'failed',
        message: { id: 'diagnostics.server.silent' },
        advice: { id: 'diagnostics.server.silentAdvice' },
      };
    }
    const { status, ms } = answer;
    const figures = { status, ms };
    if (status !== 200) {
      return {
        state: 'failed',
        message: { id: 'diagnostics.server.ill', values: { status } },
        advice: { id: 'diagnostics.server.illAdvice' },
        figures,
      };
    }
    const values = { ms: Math.round(ms) };
    return ms > slowMs
      ? {
          state: 'warning',
          message: { id: 'diagnostics.server.slow', values },
          advice: { id: 'diagnostics.server.slowAdvice' },
          figures,
        }
      : { state: 'ok', message: { id: 'diagnostics.server.ok', values }, figures };
  },
};
