import { isLive } from '../../phone/phone-view.ts';
import type { Finding } from '../finding.ts';
import { until, type Step, type StepContext } from '../step.ts';

const patienceMs = 20_000;
/** There and back, with what the measurement itself takes; beyond 200 ms one way people begin to interrupt each other (ITU-T G.114). */
const noticeableMs = 500;

/** Calls the echo of the PBX, and measures how long a sound takes there and back. The call stays for the next step. */
export const testCall: Step = {
  id: 'testCall',
  run: async (context: StepContext): Promise<Finding> => {
    const { phone, call } = context;
    const snapshot = phone.view().snapshot;
    const number = snapshot?.echoNumber ?? null;
    if (number === null) return { state: 'skipped', message: { id: 'diagnostics.testCall.noNumber' } };
    if (snapshot?.calls.some(isLive) === true)
      return { state: 'skipped', message: { id: 'diagnostics.testCall.busy' } };
    const dialled = await phone.command({ type: 'call', number });
    if (!dialled.ok || dialled.value.callId === null) {
      return { state: 'failed', message: { code: dialled.ok ? 'PHONE_GONE' : dialled.code } };
    }
    call.id = dialled.value.callId;
    const up = await until(
      context,
      ({ calls }) => calls.find(({ id, phase }) => id === call.id && (phase === 'active' || phase === 'ended')),
      patienceMs,
    );
    if (up?.phase !== 'active') {
      return {
        state: 'failed',
        message: up?.errorCode == null ? { id: 'diagnostics.testCall.noAnswer' } : { code: up.errorCode },
        advice: { id: 'diagnostics.testCall.noAnswerAdvice' },
      };
    }
    const measured = await phone.command({ type: 'measureEcho', callId: call.id });
    if (!measured.ok) return { state: 'failed', message: { code: measured.code } };
    const echoMs = measured.value.test?.echoMs ?? null;
    if (echoMs === null) {
      return {
        state: 'failed',
        message: { id: 'diagnostics.testCall.silent' },
        advice: { id: 'diagnostics.testCall.silentAdvice' },
      };
    }
    const values = { ms: echoMs };
    return echoMs > noticeableMs
      ? {
          state: 'warning',
          message: { id: 'diagnostics.testCall.slow', values },
          advice: { id: 'diagnostics.testCall.slowAdvice' },
          figures: { echoMs },
        }
      : { state: 'ok', message: { id: 'diagnostics.testCall.ok', values }, figures: { echoMs } };
  },
};
