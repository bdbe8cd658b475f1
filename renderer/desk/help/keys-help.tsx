import { actionIds, actions, groupLabel, type ActionGroup } from '../actions/catalogue.ts';
import { allKeys } from '../actions/key-label.ts';
import { Dialog } from '../design/dialog.tsx';
import { useWords } from '../words/use-text.ts';
import styles from './keys-help.module.css';

const groups: readonly ActionGroup[] = ['call', 'ticket', 'list', 'desk'];

/** Every key, from the same catalogue that binds them. */
export default function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { text, language } = useWords();
  return (
    <Dialog title={text('keys.title')} size="large" onClose={onClose}>
      <div className={styles.scroll} role="region" tabIndex={0} aria-label={text('keys.title')}>
        <div className={styles.groups}>
          {groups.map((group) => (
            <section key={group} aria-label={text(groupLabel[group])}>
              <h3 className={styles.group}>{text(groupLabel[group])}</h3>
              <dl className={styles.keys}>
                {actionIds
                  .filter((id) => actions[id].group === group && actions[id].keys.length > 0)
                  .map((id) => (
                    <div key={id} className={styles.line}>
                      <dt>{text(actions[id].label)}</dt>
                      <dd>
                        {allKeys(id, language).map((key) => (
                          <kbd key={key} className={styles.key}>
                            {key}
                          </kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
      <p className={styles.foot}>{text('keys.typing')}</p>
    </Dialog>
  );
}
