import { ListFilter, X } from 'lucide-react';
import type { RefObject } from 'react';
import { KeyHint } from '../design/key-hint.tsx';
import { useKeptField } from '../place/use-kept-field.ts';
import { useText } from '../words/use-text.ts';
import styles from './list.module.css';

export type FilterFieldProps = {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  /** Escape in an empty field, Enter and the arrow downwards go to the list. */
  readonly onLeave: () => void;
  /** What can be looked for, in words. */
  readonly hint?: string;
};

export function FilterField({ field, value, onChange, onLeave, hint }: FilterFieldProps) {
  const text = useText();
  useKeptField('filter', field);
  return (
    <div className={styles.filter}>
      <ListFilter size={14} aria-hidden="true" />
      <input
        ref={field}
        type="text"
        role="searchbox"
        data-place="filter"
        aria-label={text('list.filter')}
        placeholder={hint ?? text('list.filterHint')}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('');
          else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') onLeave();
          else return;
          event.preventDefault();
        }}
      />
      {value === '' ? (
        <KeyHint action="list.filter" />
      ) : (
        <button
          type="button"
          className={styles.clear}
          aria-label={text('list.filterClear')}
          onClick={() => onChange('')}
        >
          <X size={14} />
        </button>
      )}
    </div>
  );
}
