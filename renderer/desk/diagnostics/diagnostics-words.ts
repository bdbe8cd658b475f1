import type { Text } from '../words/use-text.ts';
import { errorText } from '../words/labels.ts';
import type { Sentence, StepId, StepState } from './finding.ts';
import { stepIds } from './finding.ts';
import type { States } from './use-diagnostics.ts';

export const stepTitle: Readonly<Record<StepId, string>> = {
  server: 'diagnostics.server.title',
  clock: 'diagnostics.clock.title',
  registration: 'diagnostics.registration.title',
  relays: 'diagnostics.relays.title',
  microphone: 'diagnostics.microphone.title',
  speaker: 'diagnostics.speaker.title',
  ring: 'diagnostics.ring.title',
  testCall: 'diagnostics.testCall.title',
  quality: 'diagnostics.quality.title',
};

export const stateLabel: Readonly<Record<StepState['state'], string>> = {
  waiting: 'diagnostics.state.waiting',
  running: 'diagnostics.state.running',
  ok: 'diagnostics.state.ok',
  warning: 'diagnostics.state.warning',
  failed: 'diagnostics.state.failed',
  skipped: 'diagnostics.state.skipped',
};

/** What the person does or hears while a step runs; null where there is nothing to do. */
export const runningHint: Readonly<Record<StepId, string | null>> = {
  server: null,
  clock: null,
  registration: null,
  relays: null,
  microphone: 'diagnostics.microphone.running',
  speaker: null,
  ring: null,
  testCall: 'diagnostics.testCall.running',
  quality: 'diagnostics.quality.running',
};

export function sentenceText(sentence: Sentence, text: Text): string {
  return 'code' in sentence ? errorText(sentence.code, text) : text(sentence.id, sentence.values);
}

/** `Tout va bien.`, or how many points there are to look at. */
export function summaryText(states: States, text: Text): string {
  const count = (state: StepState['state']): number => stepIds.filter((id) => states[id].state === state).length;
  const failed = count('failed');
  const warned = count('warning');
  if (failed > 0) return text('diagnostics.summary.failed', { count: failed });
  return warned > 0 ? text('diagnostics.summary.warning', { count: warned }) : text('diagnostics.summary.ok');
}

/** All of it as plain text, for the archive: what was found, in the person's language. */
export function reportText(states: States, text: Text): string {
  return stepIds
    .map((id) => {
      const state = states[id];
      const head = `${text(stepTitle[id])}: ${text(stateLabel[state.state])}`;
      if (!('message' in state)) return head;
      const advice = state.advice === undefined ? '' : ` ${sentenceText(state.advice, text)}`;
      return `${head}. ${sentenceText(state.message, text)}${advice}`;
    })
    .join('\n');
}
