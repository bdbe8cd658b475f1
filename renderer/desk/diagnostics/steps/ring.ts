import type { Step } from '../step.ts';
import { hear } from './hear.ts';

/** Whether the person would hear the phone ring. */
export const ring: Step = {
  id: 'ring',
  run: (context) =>
    hear(context, 'ringer', {
      question: 'diagnostics.ring.question',
      heard: 'diagnostics.ring.ok',
      notHeard: 'diagnostics.ring.notHeard',
    }),
};
