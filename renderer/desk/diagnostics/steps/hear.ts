import type { Finding } from '../finding.ts';
import type { StepContext } from '../step.ts';

/** Plays a sound on the device of this role and asks whether it was heard: no program can know that. */
export async function hear(
  { phone, ask }: StepContext,
  role: 'speaker' | 'ringer',
  sentences: { readonly question: string; readonly heard: string; readonly notHeard: string },
): Promise<Finding> {
  const devices = phone.view().snapshot?.devices;
  if (devices === undefined || devices.outputs.length === 0) {
    return { state: 'failed', message: { id: 'diagnostics.sound.none' }, advice: { id: 'diagnostics.sound.advice' } };
  }
  const play = (): void => void phone.command({ type: 'tryDevice', role });
  play();
  const heard = await ask({ id: sentences.question, again: play });
  if (!heard) {
    return { state: 'failed', message: { id: sentences.notHeard }, advice: { id: 'diagnostics.sound.advice' } };
  }
  return devices.absent.includes(role)
    ? {
        state: 'warning',
        message: { id: 'diagnostics.sound.absent' },
        advice: { id: 'diagnostics.sound.absentAdvice' },
      }
    : { state: 'ok', message: { id: sentences.heard } };
}
