import type { Step } from '../step.ts';
import { hear } from './hear.ts';

/** Whether the person hears what callers say. */
export const speaker: Step = {
  id: 'speaker',
  run: (context) =>
    hear(context, 'speaker', {
      question: 'diagnostics.speaker.question',
      heard: 'diagnostics.speaker.ok',
      notHeard: 'diagnostics.speaker.notHeard',
    }),
};
