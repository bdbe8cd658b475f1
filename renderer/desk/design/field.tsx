import type { ReactNode } from 'react';
import styles from './form.module.css';

export type FieldProps = {
  readonly label: string;
  /** An input, a text area or a select, which the label then names. */
  readonly children: ReactNode;
};

/** What is asked, over where it is answered. */
export function Field({ label, children }: FieldProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}
