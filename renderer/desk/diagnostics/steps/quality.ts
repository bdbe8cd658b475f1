import type { QualityPoint } from '../../../voice/contract/quality.ts';
import type { Finding, Sentence } from '../finding.ts';
import { Abandoned, type Step, type StepContext } from '../step.ts';

/** How long is measured, in milliseconds. */
const lengthMs = 20_000;

/** How the test call sounds over twenty seconds, with a sound going round all the time. Ends the call. */
export const quality: Step = {
  id: 'quality',
  run: async (context: StepContext): Promise<Finding> => {
    const { phone, call, now, signal } = context;
    const callId = call.id;
    if (callId === null) return { state: 'skipped', message: { id: 'diagnostics.quality.noCall' } };
    const begun = await phone.command({ type: 'qualityDetails', callId });
    const from = (begun.ok ? begun.value.quality?.now?.second : undefined) ?? 0;
    for (const end = now() + lengthMs; now() < end;) {
      const round = await phone.command({ type: 'measureEcho', callId });
      if (signal.aborted) throw new Abandoned();
      if (!round.ok) return { state: 'failed', message: { code: round.code } };
    }
    const state = phone.view().snapshot?.quality.find((candidate) => candidate.callId === callId);
    const details = await phone.command({ type: 'qualityDetails', callId });
    const points = (details.ok ? details.value.quality?.points : undefined) ?? [];
    const measured = points.filter(({ second }) => second > from);
    const mos = mean(measured, 'mos');
    if (state === undefined || mos === null) return { state: 'failed', message: { id: 'diagnostics.quality.nothing' } };
    const figures = figuresOf(measured);
    const values = { mos: Math.round(mos * 10) / 10 };
    if (state.level === 'good' || state.level === 'measuring') {
      return { state: 'ok', message: { id: 'diagnostics.quality.ok', values }, figures };
    }
    const advice: Sentence = {
      id: state.side === 'theirs' ? 'diagnostics.quality.theirs' : 'diagnostics.quality.ours',
    };
    return state.level === 'fair'
      ? { state: 'warning', message: { id: 'diagnostics.quality.fair', values }, advice, figures }
      : { state: 'failed', message: { id: 'diagnostics.quality.poor', values }, advice, figures };
  },
};

type Figure = Exclude<keyof QualityPoint, 'second'>;

function mean(points: readonly QualityPoint[], field: Figure): number | null {
  const known = points.map((point) => point[field]).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function figuresOf(points: readonly QualityPoint[]): Readonly<Record<string, number>> {
  const fields: readonly Figure[] = ['mos', 'roundTripMs', 'jitterInMs', 'jitterOutMs', 'lossIn', 'lossOut'];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = mean(points, field);
      return value === null ? [] : [[field, Math.round(value * 10_000) / 10_000]];
    }),
  );
}
