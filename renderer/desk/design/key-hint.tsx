import type { ActionId } from '../actions/catalogue.ts';
import { useShownKey } from '../actions/use-keys.ts';
import { useTyping } from '../actions/use-typing.ts';
import styles from './button.module.css';

/** The key of an action, quietly beside it; screen readers get it by `aria-keyshortcuts`. */
export function KeyHint({ action }: { readonly action: ActionId }) {
  const shown = useShownKey();
  const typing = useTyping();
  const key = shown(action, typing);
  if (key === null) return null;
  return (
    <kbd className={styles.key} aria-hidden="true">
      {key}
    </kbd>
  );
}
