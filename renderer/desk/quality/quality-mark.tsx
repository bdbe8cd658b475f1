import { lazy, Suspense, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useText } from '../words/use-text.ts';
import { levelWords, sideWords } from './quality-words.ts';
import styles from './quality.module.css';
import { useQuality } from './use-quality.ts';

const QualityPanel = lazy(() => import('./quality-panel.tsx'));

/** Bars that are lit; the word says the same. */
const lit = { measuring: 0, good: 4, fair: 2, poor: 1 } as const;

export type QualityMarkProps = {
  readonly call: PhoneCall;
  /** The palette's action opens it. */
  readonly current: boolean;
};

/** How the call sounds, in a few bars; in words as soon as there is something to say. A press shows the figures. */
export default function QualityMark({ call, current }: QualityMarkProps) {
  const text = useText();
  const quality = useQuality(call.id);
  const [open, setOpen] = useState(false);
  const shown = call.phase === 'active' ? quality : undefined;
  useAction('call.quality', current && shown !== undefined ? () => setOpen(true) : null);
  if (shown === undefined) return null;
  const { level } = shown;
  const words = levelWords(level, text);
  const side = sideWords(shown, text);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        className={styles.mark ?? ''}
        data-level={level}
        aria-label={text('quality.label', { quality: side === null ? words : `${words}, ${side}` })}
      >
        <svg className={styles.bars} width="15" height="13" viewBox="0 0 15 13" aria-hidden="true">
          {[0, 1, 2, 3].map((bar) => (
            <rect
              key={bar}
              data-lit={bar < lit[level] ? '' : undefined}
              x={bar * 4}
              y={9 - bar * 3}
              width="3"
              height={4 + bar * 3}
              rx="1"
            />
          ))}
        </svg>
        {side === null ? null : <span className={styles.side}>{side}</span>}
      </Button>
      <Popover className={styles.popover ?? ''} offset={6} placement="bottom end">
        <Dialog className={styles.panel ?? ''} aria-label={text('action.call.quality')}>
          <Suspense fallback={null}>
            <QualityPanel callId={call.id} state={shown} />
          </Suspense>
        </Dialog>
      </Popover>
      <span className={styles.spoken} role="status">
        {level === 'poor' && side !== null ? `${words}, ${side}` : null}
      </span>
    </DialogTrigger>
  );
}
