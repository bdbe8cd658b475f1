import type { ReactNode } from 'react';
import { useText } from '../words/use-text.ts';
import styles from './picker.module.css';

export type PickerFootProps = {
  /** What Enter does with the active choice; null where it does nothing. */
  readonly enter: string | null;
  /** There is a preview to be read through, by Tab. */
  readonly preview?: boolean;
  readonly children?: ReactNode;
};

/** What else can be done, and the keys. */
export function PickerFoot({ enter, preview = false, children }: PickerFootProps) {
  const text = useText();
  return (
    <div className={styles.foot}>
      {children}
      {enter === null ? null : (
        <span className={styles.keys}>
          <kbd>↑</kbd> <kbd>↓</kbd> {text('picker.keyChoose')}
          {preview ? (
            <>
              <kbd>Tab</kbd> {text('picker.keyPreview')}
            </>
          ) : null}
          <kbd>↵</kbd> {enter}
          {preview ? (
            <>
              <kbd>{text('picker.escape')}</kbd> {text('picker.keyBack')}
            </>
          ) : null}
        </span>
      )}
    </div>
  );
}
