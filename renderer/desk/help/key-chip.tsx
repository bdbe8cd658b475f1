import { useEffect, useRef } from 'react';
import { captureKey } from '../actions/captured-key.ts';
import { useText } from '../words/use-text.ts';
import styles from './keys-help.module.css';

export type CaptureProps = {
  readonly onKey: (key: string) => void;
  /** Backspace: no key at all. */
  readonly onRemove: () => void;
  readonly onCancel: () => void;
  /** The id of a sentence that says why the pressed key will not do. */
  readonly onUnusable: (reason: string) => void;
};

/** Waits for the new key. Nothing else on the desk hears what is pressed meanwhile. */
export function CaptureKey({ onKey, onRemove, onCancel, onUnusable }: CaptureProps) {
  const text = useText();
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef({ onKey, onRemove, onCancel, onUnusable });
  useEffect(() => {
    latest.current = { onKey, onRemove, onCancel, onUnusable };
  });
  useEffect(() => {
    const element = button.current;
    element?.focus();
    const press = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return;
      const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (bare && event.key === 'Escape') latest.current.onCancel();
      else if (bare && event.key === 'Backspace') latest.current.onRemove();
      else {
        const captured = captureKey(event);
        if (captured.type === 'key') latest.current.onKey(captured.key);
        else if (captured.type === 'unusable') latest.current.onUnusable('keys.unusable');
        else if (captured.type === 'taken') latest.current.onUnusable('keys.taken');
      }
    };
    // Before React and before the dialog, which would close at Escape.
    element?.addEventListener('keydown', press, { capture: true });
    return () => element?.removeEventListener('keydown', press, { capture: true });
  }, []);
  return (
    <button ref={button} type="button" className={styles.capture} onBlur={() => latest.current.onCancel()}>
      {text('keys.press')}
    </button>
  );
}
