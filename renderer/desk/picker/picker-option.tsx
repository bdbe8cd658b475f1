import type { ReactNode } from 'react';
import styles from './picker.module.css';

/** How a choice is shown. */
export type OptionWords = {
  readonly key: string;
  /** Choices of one heading stand together under it. */
  readonly heading?: string;
  /** For screen readers, where the words on the screen are not a sentence. */
  readonly label?: string;
  readonly shown: ReactNode;
};

export type PickerOptionProps = {
  readonly words: OptionWords;
  /** Of those under its heading. */
  readonly isFirst: boolean;
  readonly id: string;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onChoose: () => void;
};

export function PickerOption({ words, isFirst, id, active, onActive, onChoose }: PickerOptionProps) {
  const { heading, label, shown } = words;
  return (
    <>
      {heading === undefined || !isFirst ? null : (
        <div className={styles.heading} role="presentation">
          {heading}
        </div>
      )}
      <div
        ref={(node) => {
          if (active) node?.scrollIntoView({ block: 'nearest' });
        }}
        id={id}
        role="option"
        aria-selected={active}
        aria-label={label}
        className={styles.option}
        onMouseMove={active ? undefined : onActive}
        onClick={onChoose}
      >
        {shown}
      </div>
    </>
  );
}

type LineProps = {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly detail?: string | undefined;
  /** Right after the words. */
  readonly mark?: ReactNode;
  /** At the line's end. */
  readonly end?: ReactNode;
};

/** A choice of one line. */
export function OptionLine({ icon, name, detail, mark, end }: LineProps) {
  return (
    <span className={styles.line}>
      {icon === undefined ? null : <span className={styles.icon}>{icon}</span>}
      <span className={styles.name}>{name}</span>
      {detail === undefined ? null : <span className={styles.detail}>{detail}</span>}
      {mark}
      {end === undefined ? null : <span className={styles.end}>{end}</span>}
    </span>
  );
}
