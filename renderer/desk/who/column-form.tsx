import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './column-form.module.css';

export type ColumnFormProps = {
  readonly label: string;
  readonly className: string | undefined;
  /** The word on the button that saves. */
  readonly save: string;
  /** It can be saved as it stands. */
  readonly ready: boolean;
  readonly onSave: () => void;
  /** Escape: what is typed stays for the next time. */
  readonly onClose: () => void;
  /** The button beside the one that saves, where it does more than to close. */
  readonly onCancel?: () => void;
  /** Escape goes on to the column, which is closed too where it lies over the ticket. */
  readonly leavesColumn?: boolean;
  /** One more button, beside the others. */
  readonly more?: ReactNode;
  /** The fields. */
  readonly children: ReactNode;
};

/** A short form in the column of who it is about: Enter saves, Ctrl+Enter too where Enter begins a line, Escape leaves it. */
export function ColumnForm({ label, className, onSave, onClose, ready, children, ...form }: ColumnFormProps) {
  const text = useText();
  const { onCancel = onClose, leavesColumn = false } = form;
  const save = (): void => {
    if (ready) onSave();
  };
  return (
    <form
      className={className}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          if (!leavesColumn) event.preventDefault();
          onClose();
        } else if (event.key === 'Enter' && event.ctrlKey) {
          // Nor does it reach the note behind.
          event.preventDefault();
          save();
        }
      }}
    >
      {children}
      <div className={styles.buttons}>
        <Button kind={ready ? 'accent' : 'outlined'} submit disabled={!ready}>
          {form.save}
        </Button>
        <Button onClick={onCancel}>{text('dialog.cancel')}</Button>
        {form.more}
      </div>
    </form>
  );
}

export type ColumnFieldProps = {
  readonly label: string;
  /** An input, a text area or a select, which the label then names. */
  readonly children: ReactNode;
};

/** What is asked, over where it is answered. */
export function ColumnField({ label, children }: ColumnFieldProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

export type FieldHintProps = {
  /** Of the field that it describes. */
  readonly id: string;
  readonly hint: string;
  /** What is wrong with what was typed. */
  readonly problem: string | null;
};

/** How a field is filled, under it, until something of it cannot be taken. */
export function FieldHint({ id, hint, problem }: FieldHintProps) {
  return (
    <p id={id} className={styles.hint} role="status" data-failed={problem === null ? undefined : ''}>
      {problem ?? hint}
    </p>
  );
}
