import { actionIds, actions, groupLabel, type ActionGroup } from '../actions/catalogue.ts';
import { isChanged } from '../actions/key-map.ts';
import { useKeys } from '../actions/use-keys.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../words/use-text.ts';
import { GlobalKeys } from './global-keys.tsx';
import { KeyLine } from './key-line.tsx';
import styles from './keys-help.module.css';

const groups: readonly ActionGroup[] = ['call', 'self', 'ticket', 'list', 'desk'];

/** Every action and its keys, from the same map that binds them, to read and to change. */
export default function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const keys = useKeys();
  const { settings, changeSettings } = useServices();
  const changed = actionIds.some((id) => isChanged(keys, id));
  return (
    <Dialog title={text('keys.title')} size="large" onClose={onClose}>
      <div className={styles.scroll} role="region" tabIndex={0} aria-label={text('keys.title')}>
        <div className={styles.groups}>
          {groups.map((group) => (
            <section key={group} aria-label={text(groupLabel[group])}>
              <h3 className={styles.group}>{text(groupLabel[group])}</h3>
              <ul className={styles.keys}>
                {actionIds
                  .filter((id) => actions[id].group === group)
                  .map((id) => (
                    <KeyLine
                      key={id}
                      id={id}
                      shortcuts={settings.shortcuts}
                      onChange={(shortcuts) => changeSettings({ shortcuts })}
                    />
                  ))}
              </ul>
            </section>
          ))}
          <GlobalKeys />
        </div>
      </div>
      <div className={styles.foot}>
        <p>{text('keys.typing')}</p>
        <p>{text('keys.howToChange')}</p>
        {changed ? (
          <Button kind="outlined" onClick={() => changeSettings({ shortcuts: {} })}>
            {text('keys.resetAll')}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
