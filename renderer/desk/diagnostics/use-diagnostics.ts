import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk, useServices } from '../data/services.ts';
import { stepIds, type StepId, type StepState } from './finding.ts';
import { runSteps, steps } from './run-steps.ts';
import type { Question } from './step.ts';

export type States = Readonly<Record<StepId, StepState>>;

export type Diagnostics = {
  readonly states: States;
  readonly stage: 'ready' | 'running' | 'done';
  /** What the person is asked now. */
  readonly question: Question | null;
  readonly start: () => void;
  readonly answer: (yes: boolean) => void;
};

const waiting = Object.fromEntries(stepIds.map((id) => [id, { state: 'waiting' }])) as States;

/** Runs the diagnostics while this part is on screen. */
export function useDiagnostics(): Diagnostics {
  const { phone } = useServices();
  const { serverUrl } = useDesk().session;
  const [states, setStates] = useState<States>(waiting);
  const [stage, setStage] = useState<Diagnostics['stage']>('ready');
  const [asked, setAsked] = useState<{ question: Question; settle: (yes: boolean) => void } | null>(null);
  const closing = useRef<AbortController | null>(null);
  useEffect(() => () => closing.current?.abort(), []);

  const start = useCallback(() => {
    closing.current?.abort();
    const controller = new AbortController();
    closing.current = controller;
    setStates(waiting);
    setStage('running');
    const context = {
      phone,
      serverUrl,
      fetch: window.fetch.bind(window),
      now: () => Date.now(),
      ask: (question: Question) =>
        new Promise<boolean>((resolve) => {
          setAsked({
            question,
            settle: (yes) => {
              setAsked(null);
              resolve(yes);
            },
          });
        }),
      signal: controller.signal,
      call: { id: null },
    };
    void runSteps(steps, context, (id, state) => setStates((before) => ({ ...before, [id]: state }))).then((whole) => {
      if (whole) setStage('done');
    });
  }, [phone, serverUrl]);

  return { states, stage, question: asked?.question ?? null, start, answer: (yes) => asked?.settle(yes) };
}
