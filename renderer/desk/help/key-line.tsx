import { Plus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { actions, type ActionId } from '../actions/catalogue.ts';
import { keyLabel } from '../actions/key-label.ts';
import {
  holderOf,
  isChanged,
  mostKeys,
  withCatalogueKeys,
  withKey,
  withoutKey,
  type Shortcuts,
} from '../actions/key-map.ts';
import { useKeys } from '../actions/use-keys.ts';
import { Button } from '../design/button.tsx';
import { useWords } from '../words/use-text.ts';
import { CaptureKey } from './key-chip.tsx';
import styles from './keys-help.module.css';

export type KeyLineProps = {
  readonly id: ActionId;
  readonly shortcuts: Shortcuts;
  readonly onChange: (shortcuts: Shortcuts) => void;
};

/** What a key was pressed for, and what is in the way of it. */
type Conflict = { readonly slot: number; readonly key: string; readonly holder: ActionId };

/** An action and its keys, each of which can be another one. */
export function KeyLine({ id, shortcuts, onChange }: KeyLineProps) {
  const { text, language } = useWords();
  const keys = useKeys();
  const [slot, setSlot] = useState<number | null>(null);
  /** Where the focus goes once a key was pressed or not. */
  const [last, setLast] = useState<number | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const action = text(actions[id].label);
  const own = keys[id];

  const isShownBefore = (index: number): boolean =>
    own.slice(0, index).some((key) => keyLabel(key, language) === keyLabel(own[index] ?? '', language));
  const edit = (index: number): void => {
    setReason(null);
    setConflict(null);
    setSlot(index);
    setLast(index);
  };
  const pressed = (index: number, key: string): void => {
    setSlot(null);
    setReason(null);
    const holder = holderOf(keys, key, id);
    if (holder === undefined) onChange(withKey(shortcuts, id, index, key));
    else setConflict({ slot: index, key, holder });
  };
  const capture = (index: number) => (
    <CaptureKey
      onKey={(key) => pressed(index, key)}
      onRemove={() => {
        setSlot(null);
        onChange(withoutKey(shortcuts, id, index));
      }}
      onCancel={() => setSlot(null)}
      onUnusable={setReason}
    />
  );

  return (
    <li className={styles.line}>
      <span className={styles.action}>{action}</span>
      <span className={styles.chips}>
        {own.map((key, index) =>
          // `?` is one key, with Shift or without.
          isShownBefore(index) ? null : slot === index ? (
            <span key={key}>{capture(index)}</span>
          ) : (
            <button
              key={key}
              type="button"
              className={styles.key}
              autoFocus={last === index}
              aria-label={text('keys.change', { action, key: keyLabel(key, language) })}
              onClick={() => edit(index)}
            >
              {keyLabel(key, language)}
            </button>
          ),
        )}
        {slot === own.length ? capture(own.length) : null}
        {slot !== own.length && own.length < mostKeys ? (
          <button
            type="button"
            className={styles.quiet}
            autoFocus={last === own.length}
            aria-label={text('keys.add', { action })}
            title={text('keys.add', { action })}
            onClick={() => edit(own.length)}
          >
            <Plus size={13} />
          </button>
        ) : null}
        {isChanged(keys, id) ? (
          <button
            type="button"
            className={styles.quiet}
            aria-label={text('keys.reset', { action })}
            title={text('keys.reset', { action })}
            onClick={() => onChange(withCatalogueKeys(shortcuts, id))}
          >
            <RotateCcw size={13} />
          </button>
        ) : null}
      </span>
      {reason !== null && slot !== null ? (
        <span className={styles.trouble} role="alert">
          {text(reason)}
        </span>
      ) : null}
      {conflict === null ? null : (
        <span className={styles.trouble}>
          <span role="alert">
            {text('keys.conflict', {
              key: keyLabel(conflict.key, language),
              action: text(actions[conflict.holder].label),
            })}
          </span>
          <Button
            kind="outlined"
            autoFocus
            onClick={() => {
              setConflict(null);
              onChange(withKey(shortcuts, id, conflict.slot, conflict.key));
            }}
          >
            {text('keys.replace')}
          </Button>
          <Button onClick={() => setConflict(null)}>{text('dialog.cancel')}</Button>
        </span>
      )}
    </li>
  );
}
