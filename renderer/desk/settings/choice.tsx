import type { ReactNode } from 'react';
import styles from './settings.module.css';

export type Option = { readonly value: string; readonly label: string };

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly hint?: string | null;
  readonly children?: ReactNode;
};

/** One setting with its values, what can be done about it, and why it is not as it should be. */
export function Choice({ label, value, options, onChange, hint, children }: ChoiceProps) {
  return (
    <div className={styles.choice}>
      <label className={styles.line}>
        <span className={styles.label}>{label}</span>
        <select className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
      {children}
      {hint == null ? null : <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
