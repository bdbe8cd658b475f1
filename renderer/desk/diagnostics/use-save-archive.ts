import { useCallback } from 'react';
import { DiagnosticsReport } from '../../bridges/diagnostics.ts';
import { useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import { reportText } from './diagnostics-words.ts';
import { stepIds } from './finding.ts';
import type { States } from './use-diagnostics.ts';

/** Lets the shell make the archive and ask where to put it. */
export function useSaveArchive(states: States): () => void {
  const { bridge } = useServices();
  const { snapshot } = usePhone();
  const text = useText();
  const say = useSay();
  return useCallback(() => {
    const report = DiagnosticsReport.parse({
      at: new Date().toISOString(),
      steps: stepIds.map((id) => {
        const state = states[id];
        return { id, state: state.state, figures: 'figures' in state ? (state.figures ?? {}) : {} };
      }),
      words: reportText(states, text),
      phone: {
        mode: snapshot?.mode ?? 'none',
        account: snapshot?.account.state ?? 'none',
        lowBandwidth: snapshot?.lowBandwidth ?? false,
        inputs: snapshot?.devices.inputs.map(({ name }) => name) ?? [],
        outputs: snapshot?.devices.outputs.map(({ name }) => name) ?? [],
        chosen: snapshot?.devices.chosen ?? { microphone: null, speaker: null, ringer: null },
        headsets: snapshot?.headsets.map(({ name }) => name) ?? [],
      },
    });
    void bridge.request('desk:diagnostics-save', report).then(
      ({ saved }) => {
        if (saved) say.good('diagnostics.saved');
      },
      (error: unknown) => say.error(bridgeErrorCode(error, 'SHELL_FAILED')),
    );
  }, [bridge, snapshot, states, text, say]);
}
