import type { Finding, StepId, StepState } from './finding.ts';
import { Abandoned, type Step, type StepContext } from './step.ts';
import { clock } from './steps/clock.ts';
import { microphone } from './steps/microphone.ts';
import { quality } from './steps/quality.ts';
import { registration } from './steps/registration.ts';
import { relays } from './steps/relays.ts';
import { ring } from './steps/ring.ts';
import { server } from './steps/server.ts';
import { speaker } from './steps/speaker.ts';
import { testCall } from './steps/test-call.ts';

export const steps: readonly Step[] = [
  server,
  clock,
  registration,
  relays,
  microphone,
  speaker,
  ring,
  testCall,
  quality,
];

/**
 * Takes the steps one after the other; a step that breaks is a finding too. The test call is hung up whatever happens.
 * @returns false when the person closed the diagnostics before the end
 */
export async function runSteps(
  taken: readonly Step[],
  context: StepContext,
  onState: (id: StepId, state: StepState) => void,
): Promise<boolean> {
  try {
    for (const step of taken) {
      onState(step.id, { state: 'running' });
      onState(step.id, await findingOf(step, context));
      if (context.signal.aborted) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Abandoned) return false;
    throw error;
  } finally {
    const callId = context.call.id;
    context.call.id = null;
    if (callId !== null) await context.phone.command({ type: 'hangUp', callId });
  }
}

async function findingOf(step: Step, context: StepContext): Promise<Finding> {
  try {
    return await step.run(context);
  } catch (error) {
    if (error instanceof Abandoned) throw error;
    return { state: 'failed', message: { id: 'diagnostics.broken' } };
  }
}
