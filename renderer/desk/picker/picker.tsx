import { Search } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Dialog, type DialogProps } from '../design/dialog.tsx';
import type { Listbox } from '../design/use-listbox.ts';
import { useText } from '../words/use-text.ts';
import { PickerOption, type OptionWords } from './picker-option.tsx';
import styles from './picker.module.css';
import type { TypingAhead } from './typing-ahead.ts';

export type PickerProps = Pick<DialogProps, 'title' | 'size' | 'onClose'> & {
  /** Names the field, where the dialog's title does not say what is looked for. */
  readonly label?: string;
  /** Names the list. Default: as the field. */
  readonly listLabel?: string;
  readonly placeholder: string;
  /** What was typed before the field was there comes into it. */
  readonly ahead: TypingAhead;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Drives the choices: as many as they are. */
  readonly list: Listbox;
  readonly options: readonly OptionWords[];
  /** Beside the field. */
  readonly beside?: ReactNode;
  /** Between the field and the choices. */
  readonly filters?: ReactNode;
  /** Beside the choices: what the active one is; null where there is none. */
  readonly preview?: ReactNode;
  /** In the place of the choices where there are none. Plain words stand in the middle. */
  readonly none: ReactNode;
  readonly foot?: ReactNode;
};

/**
 * One of many, found as one types: a field that keeps the focus, the choices under it, arrows and Enter (ARIA combobox with a
 * listbox). What the choices are, and what is done with the one chosen, is its caller's.
 */
export function Picker({ title, size = 'large', onClose, ...picker }: PickerProps) {
  const text = useText();
  const { label = title, listLabel = label, list, options, preview, none } = picker;
  // Enter was pressed after these words, before there was a field.
  const entered = useRef<string | null>(null);
  useEffect(() => {
    if (entered.current !== picker.typed || list.active < 0) return;
    entered.current = null;
    list.choose(list.active);
  });
  const choices = (
    <div
      className={styles.list}
      id={list.listId}
      role="listbox"
      tabIndex={-1}
      aria-label={listLabel}
      hidden={options.length === 0}
    >
      {options.map((option, index) => (
        <PickerOption
          key={option.key}
          words={option}
          isFirst={options[index - 1]?.heading !== option.heading}
          id={list.optionId(index)}
          active={index === list.active}
          onActive={() => list.setActive(index)}
          onChoose={() => list.choose(index)}
        />
      ))}
    </div>
  );
  const nothing =
    options.length > 0 ? null : typeof none === 'string' && none !== '' ? <p className={styles.none}>{none}</p> : none;
  return (
    <Dialog title={title} size={size} bare onClose={onClose}>
      <div className={styles.head} data-open={picker.filters === undefined ? undefined : ''}>
        <Search size={16} aria-hidden="true" />
        <input
          {...list.combobox(options.length > 0)}
          className={styles.field}
          autoFocus
          onFocus={({ target }) => {
            const before = picker.ahead.take();
            const words = before.text === '' ? picker.typed : before.text;
            if (words !== picker.typed) picker.onType(words);
            else target.select();
            if (before.entered) entered.current = words;
          }}
          aria-label={label}
          placeholder={picker.placeholder}
          value={picker.typed}
          onChange={(event) => {
            entered.current = null;
            picker.onType(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
        {picker.beside}
      </div>
      {picker.filters}
      {preview === undefined ? (
        <>
          {choices}
          {nothing}
        </>
      ) : (
        <div className={styles.columns}>
          {choices}
          {nothing}
          {preview === null ? null : (
            <div
              className={styles.preview}
              role="region"
              aria-label={text('picker.preview')}
              tabIndex={0}
              onKeyDown={(event) => {
                // Read through, and taken from there.
                if (event.key !== 'Enter' || event.target !== event.currentTarget || list.active < 0) return;
                event.preventDefault();
                list.choose(list.active);
              }}
            >
              {preview}
            </div>
          )}
        </div>
      )}
      {picker.foot}
    </Dialog>
  );
}
