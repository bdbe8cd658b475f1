import type { ReactNode, SyntheticEvent } from 'react';
import { useText } from '../words/use-text.ts';
import { Button } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import styles from './form.module.css';

export type FormDialogProps = Pick<DialogProps, 'title' | 'size' | 'onClose'> & {
  /** The word on the button that saves. */
  readonly save: string;
  /** It can be saved as it stands. */
  readonly ready: boolean;
  readonly onSave: () => void;
  /** The word on the button that takes it away, where that can be done. */
  readonly remove?: string | undefined;
  readonly onRemove?: () => void;
  /** The fields. */
  readonly children: ReactNode;
};

/** A form over the desk: Ctrl+Enter saves from any of its fields, also where Enter begins a line; Escape leaves it. */
export function FormDialog({ title, size = 'medium', onClose, children, ...form }: FormDialogProps) {
  const text = useText();
  const { ready, onSave, remove } = form;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (ready) onSave();
  };
  return (
    <Dialog title={title} size={size} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          // The desk may draw it from within another form, whose affair it is not.
          event.stopPropagation();
          submit(event);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) submit(event);
        }}
      >
        <div className={styles.fields}>{children}</div>
        <div className={styles.buttons}>
          {remove === undefined ? null : (
            <Button className={styles.remove ?? ''} onClick={form.onRemove}>
              {remove}
            </Button>
          )}
          <Button onClick={onClose}>{text('dialog.cancel')}</Button>
          <Button kind={ready ? 'accent' : 'outlined'} submit disabled={!ready}>
            {form.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
