import { useActions } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './settings.module.css';

/** One's own password, or whose it is. */
export function Password({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const actions = useActions();
  const { provider } = useDesk().session.info;
  return (
    <section aria-label={text('password.section')}>
      <h3 className={styles.part}>{text('password.section')}</h3>
      {provider == null ? (
        <Button
          kind="outlined"
          onClick={() => {
            onClose();
            actions.run('desk.password');
          }}
        >
          {text('action.desk.password')}
        </Button>
      ) : (
        <p className={styles.explanation}>{text('password.elsewhere', { name: provider })}</p>
      )}
    </section>
  );
}
