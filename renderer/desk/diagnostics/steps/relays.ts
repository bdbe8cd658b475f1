import type { Finding } from '../finding.ts';
import type { Step, StepContext } from '../step.ts';

/** Whether the STUN and TURN servers of the line do what they are there for, from this network. */
export const relays: Step = {
  id: 'relays',
  run: async ({ phone }: StepContext): Promise<Finding> => {
    const result = await phone.command({ type: 'checkRelays' });
    if (!result.ok) return { state: 'failed', message: { code: result.code } };
    const answers = result.value.test?.relays ?? [];
    if (answers.length === 0) return { state: 'ok', message: { id: 'diagnostics.relays.none' } };
    const working = answers.filter(({ state }) => state === 'answers');
    const refused = answers.filter(({ state }) => state === 'refused');
    const values = { working: working.length, all: answers.length };
    const figures = { ...values, refused: refused.length, ms: Math.max(...answers.map(({ ms }) => ms)) };
    if (working.length === answers.length) {
      return { state: 'ok', message: { id: 'diagnostics.relays.ok', values }, figures };
    }
    return {
      state: working.length > 0 ? 'warning' : 'failed',
      message: { id: 'diagnostics.relays.some', values },
      advice: { id: refused.length > 0 ? 'diagnostics.relays.refused' : 'diagnostics.relays.silent' },
      figures,
    };
  },
};
