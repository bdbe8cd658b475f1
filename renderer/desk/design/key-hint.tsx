import { shownKey } from '../actions/key-label.ts';
import type { ActionId } from '../actions/catalogue.ts';
import { useTyping } from '../actions/use-typing.ts';
import { useWords } from '../words/use-text.ts';
import styles from './button.module.css';

/** The key of an action, quietly beside it; screen readers get it by `aria-keyshortcuts`. */
export function KeyHint({ action }: { readonly action: ActionId }) {
  const { language } = useWords();
  const typing = useTyping();
  const key = shownKey(action, language, typing);
  if (key === null) return null;
  return (
    <kbd className={styles.key} aria-hidden="true">
      {key}
    </kbd>
  );
}
