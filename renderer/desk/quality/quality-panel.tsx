import { lazy, Suspense } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { QualityPoint, QualityState } from '../../voice/contract/quality.ts';
import { formatTimer } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import {
  levelWords,
  millisecondsText,
  reasonWords,
  scoreText,
  shareText,
  sideWords,
  warningWords,
} from './quality-words.ts';
import styles from './quality.module.css';
import { useQualityDetails } from './use-quality.ts';

const QualityGraph = lazy(() => import('./quality-graph.tsx'));

/** What the bars of a call mean: whose trouble it is, the figures of this second, and the call so far. */
export default function QualityPanel({ callId, state }: { readonly callId: Id; readonly state: QualityState }) {
  const { text } = useWords();
  const details = useQualityDetails(callId);
  const side = sideWords(state, text);
  return (
    <>
      <p className={styles.head} data-level={state.level}>
        {levelWords(state.level, text)}
        {side === null ? null : <span className={styles.headSide}>{side}</span>}
      </p>
      <p className={styles.reason}>{reasonWords(state, text)}</p>
      {state.warnings.length === 0 ? null : (
        <ul className={styles.warnings}>
          {state.warnings.map((warning) => (
            <li key={warning}>{warningWords(warning, text)}</li>
          ))}
        </ul>
      )}
      <Figures now={details?.now ?? null} />
      {details === null || details.points.length < 2 ? null : <Course points={details.points} />}
      <p className={styles.footnote}>
        {text('quality.estimate')}
        {state.relayed ? ` ${text('quality.relayed')}` : ''}
      </p>
    </>
  );
}

function Figures({ now }: { readonly now: QualityPoint | null }) {
  const { text, locale } = useWords();
  const known = (value: number | null | undefined, words: (value: number, locale: string) => string): string =>
    value == null ? '–' : words(value, locale);
  const jitters = [now?.jitterInMs ?? null, now?.jitterOutMs ?? null].filter((jitter) => jitter !== null);
  const figures = [
    { label: text('quality.mos'), value: known(now?.mos, scoreText) },
    { label: text('quality.roundTrip'), value: known(now?.roundTripMs, millisecondsText) },
    {
      label: text('quality.jitter'),
      value: known(jitters.length === 0 ? null : Math.max(...jitters), millisecondsText),
    },
    { label: text('quality.lossIn'), value: known(now?.lossIn, shareText) },
    { label: text('quality.lossOut'), value: known(now?.lossOut, shareText) },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ label, value }) => (
        <div key={label} className={styles.figure}>
          <dt>{label}</dt>
          <dd data-figures="">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The call so far: drawn for the eye, and the same in a sentence. */
function Course({ points }: { readonly points: readonly QualityPoint[] }) {
  const { text, locale } = useWords();
  const scored = points.flatMap(({ mos, second }) => (mos === null ? [] : [{ mos, second }]));
  const lowest = scored.reduce<{ mos: number; second: number } | null>(
    (low, point) => (low === null || point.mos < low.mos ? point : low),
    null,
  );
  if (lowest === null) return null;
  const average = scored.reduce((sum, { mos }) => sum + mos, 0) / scored.length;
  return (
    <figure className={styles.course}>
      <Suspense fallback={<div className={styles.graph} />}>
        <QualityGraph points={points} />
      </Suspense>
      <figcaption>
        {text('quality.course', {
          average: scoreText(average, locale),
          lowest: scoreText(lowest.mos, locale),
          at: formatTimer(lowest.second),
        })}
      </figcaption>
    </figure>
  );
}
