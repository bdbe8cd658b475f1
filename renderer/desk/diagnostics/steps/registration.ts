import type { Finding } from '../finding.ts';
import { until, type Step, type StepContext } from '../step.ts';

const patienceMs = 12_000;

/** Whether the PBX knows this desk and would ring it. */
export const registration: Step = {
  id: 'registration',
  run: async (context: StepContext): Promise<Finding> => {
    await context.phone.command({ type: 'retryLine' });
    const account = await until(
      context,
      ({ account: state }) => (state.state === 'registered' || state.state === 'failed' ? state : undefined),
      patienceMs,
    );
    const { snapshot, link } = context.phone.view();
    if (snapshot === null || link !== 'connected') {
      return { state: 'failed', message: { code: 'PHONE_GONE' } };
    }
    if (account?.state === 'registered') {
      return snapshot.mode === 'practice'
        ? { state: 'ok', message: { id: 'diagnostics.registration.practice' } }
        : { state: 'ok', message: { id: 'diagnostics.registration.ok', values: { line: snapshot.lineName ?? '' } } };
    }
    const now = snapshot.account;
    return {
      state: 'failed',
      message: 'code' in now ? { code: now.code } : { id: 'diagnostics.registration.none' },
      advice: { id: 'diagnostics.registration.advice' },
    };
  },
};
