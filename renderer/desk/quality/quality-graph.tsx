import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { QualityPoint } from '../../voice/contract/quality.ts';
import { formatTimer } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { scoreText } from './quality-words.ts';
import styles from './quality.module.css';

const size = { width: 316, height: 136 } as const;
const best = 4.5;
/** Under this a call is bad; the same limit as the warning's. */
const bad = 3.5;
/** Between two times on the axis, in seconds. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/** The estimated score over the call. The sentence below it says the same to those who do not see it. */
export default function QualityGraph({ points }: { readonly points: readonly QualityPoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { locale } = useWords();
  const theme = useSyncExternalStore(followTheme, themeNow);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    plot.current = new uPlot(optionsFor(element, locale), [[], []], element);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
    // A canvas keeps the colours that it was drawn with.
  }, [locale, theme]);
  useEffect(() => {
    plot.current?.setData([points.map(({ second }) => second), points.map(({ mos }) => mos)]);
  }, [points, locale, theme]);
  return <div ref={box} className={styles.graph} aria-hidden="true" />;
}

function themeNow(): string {
  return document.documentElement.dataset['theme'] ?? '';
}

function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function optionsFor(element: HTMLElement, locale: string): uPlot.Options {
  const tokens = getComputedStyle(element);
  const colour = (name: string): string => tokens.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour('--ink-quiet'),
    font: `11px ${tokens.fontFamily}`,
    ticks: { show: false },
    grid: { stroke: colour('--hairline'), width: 1 },
  };
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 18, 0, 0],
    scales: { x: { time: false }, y: { range: [1, best] } },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 8,
        space: 70,
        incrs: steps,
        values: (_, seconds) => seconds.map((second) => formatTimer(second)),
      },
      {
        ...axis,
        size: 30,
        gap: 4,
        splits: [1, 2, 3, bad, 4, best],
        values: (_, scores) => scores.map((score) => (score === bad ? '' : scoreText(score, locale))),
      },
    ],
    series: [{}, { stroke: colour('--accent'), width: 2, points: { show: false } }],
    hooks: {
      drawClear: [
        ({ ctx, bbox, valToPos }) => {
          const top = valToPos(bad, 'y', true);
          ctx.fillStyle = colour('--red-soft');
          ctx.fillRect(bbox.left, top, bbox.width, bbox.top + bbox.height - top);
        },
      ],
    },
  };
}
