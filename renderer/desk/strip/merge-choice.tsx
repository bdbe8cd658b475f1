import { useEffect, useRef } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './target.module.css';
import { useOtherNames } from './use-other-names.ts';

export type MergeChoiceProps = {
  readonly calls: readonly PhoneCall[];
  readonly onChoose: (call: PhoneCall) => void;
  readonly onClose: () => void;
};

/** Which of several waiting calls becomes the third of the conference. */
export function MergeChoice({ calls, onChoose, onClose }: MergeChoiceProps) {
  const text = useText();
  const names = useOtherNames(calls);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={box}
      className={styles.target}
      role="group"
      aria-label={text('conference.which')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <span className={styles.label}>{text('conference.which')}</span>
      {calls.map((call) => (
        <Button
          key={call.id}
          kind="outlined"
          onClick={() => {
            onClose();
            onChoose(call);
          }}
        >
          {names.get(call.id) ?? text('caller.withheld')}
        </Button>
      ))}
      <Button onClick={onClose}>{text('dialog.cancel')}</Button>
    </div>
  );
}
