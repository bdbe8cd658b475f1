import { useState } from 'react';
import { globalActions, type GlobalAction } from '../../bridges/settings.ts';
import { actions } from '../actions/catalogue.ts';
import { mayBeGlobal } from '../actions/captured-key.ts';
import { keyLabel } from '../actions/key-label.ts';
import { isSameKey } from '../actions/key-map.ts';
import { useRefusedKeys } from '../actions/use-global-keys.ts';
import { useServices } from '../data/services.ts';
import { useWords } from '../words/use-text.ts';
import { CaptureKey } from './key-chip.tsx';
import styles from './keys-help.module.css';

/** Offered with the switch: beside the desk's own key, and hardly used by other programs. */
const proposed: Readonly<Record<GlobalAction, string>> = {
  'call.answer': 'Control+Shift+F2',
  'call.end': 'Control+Shift+F4',
  'call.mute': 'Control+Shift+F6',
  'call.hold': 'Control+Shift+F7',
};

/** The keys that work while another window has the focus; each is off until it is wanted. */
export function GlobalKeys() {
  const { text, language } = useWords();
  const { settings, changeSettings } = useServices();
  const refused = useRefusedKeys();
  const [editing, setEditing] = useState<GlobalAction | null>(null);
  /** Where the focus goes once a key was pressed or not. */
  const [last, setLast] = useState<GlobalAction | null>(null);
  const [trouble, setTrouble] = useState<{ readonly at: GlobalAction; readonly sentence: string } | null>(null);
  const keys = settings.globalKeys;

  const set = (action: GlobalAction, key: string | undefined): void => {
    const rest = Object.fromEntries(Object.entries(keys).filter(([name]) => name !== action));
    changeSettings({ globalKeys: key === undefined ? rest : { ...rest, [action]: key } });
    setEditing(null);
    setTrouble(null);
  };
  const pressed = (action: GlobalAction, key: string): void => {
    const holder = globalActions.find((other) => other !== action && isSameKey(keys[other] ?? '', key));
    if (!mayBeGlobal(key)) setTrouble({ at: action, sentence: text('keys.global.needsModifier') });
    else if (holder === undefined) set(action, key);
    else {
      const names = { key: keyLabel(key, language), action: text(actions[holder].label) };
      setTrouble({ at: action, sentence: text('keys.conflict', names) });
    }
  };

  return (
    <section aria-label={text('keys.global.title')}>
      <h3 className={styles.group}>{text('keys.global.title')}</h3>
      <p className={styles.hint}>{text('keys.global.hint')}</p>
      <ul className={styles.keys}>
        {globalActions.map((action) => {
          const label = text(actions[action].label);
          const key = keys[action];
          const sentence =
            trouble?.at === action
              ? trouble.sentence
              : key !== undefined && refused.includes(action)
                ? text('keys.global.refused')
                : null;
          return (
            <li key={action} className={styles.line}>
              <label className={styles.switch}>
                <input
                  type="checkbox"
                  checked={key !== undefined}
                  onChange={(event) => set(action, event.target.checked ? proposed[action] : undefined)}
                />
                {label}
              </label>
              {key === undefined ? null : (
                <span className={styles.chips}>
                  {editing === action ? (
                    <CaptureKey
                      onKey={(next) => pressed(action, next)}
                      onRemove={() => set(action, undefined)}
                      onCancel={() => {
                        setEditing(null);
                        setTrouble(null);
                      }}
                      onUnusable={(reason) => setTrouble({ at: action, sentence: text(reason) })}
                    />
                  ) : (
                    <button
                      type="button"
                      className={styles.key}
                      aria-label={text('keys.change', { action: label, key: keyLabel(key, language) })}
                      autoFocus={last === action}
                      onClick={() => {
                        setEditing(action);
                        setLast(action);
                      }}
                    >
                      {keyLabel(key, language)}
                    </button>
                  )}
                </span>
              )}
              {sentence === null ? null : (
                <span className={styles.trouble} role="alert">
                  {sentence}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
