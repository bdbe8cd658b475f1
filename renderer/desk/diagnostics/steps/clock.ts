import { harmfulMillis } from '../../../../domain/wire/clock-offset.ts';
import type { Finding } from '../finding.ts';
import type { Step, StepContext } from '../step.ts';
import { askServer } from './ask-server.ts';

/** Seconds from which the clock misleads people. */
const noticeable = 5;

/** Whether this machine's clock goes with the server's: callbacks, pauses and relays depend on it. */
export const clock: Step = {
  id: 'clock',
  run: async (context: StepContext): Promise<Finding> => {
    const ahead = (await askServer(context))?.ahead;
    if (ahead === undefined) return { state: 'skipped', message: { id: 'diagnostics.clock.unknown' } };
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const figures = { aheadMs: Math.round(ahead) };
    if (seconds < noticeable) return { state: 'ok', message: { id: 'diagnostics.clock.ok' }, figures };
    return {
      state: Math.abs(ahead) < harmfulMillis ? 'warning' : 'failed',
      message: { id: ahead > 0 ? 'diagnostics.clock.behind' : 'diagnostics.clock.ahead', values: { seconds } },
      advice: { id: 'diagnostics.clock.advice' },
      figures,
    };
  },
};
