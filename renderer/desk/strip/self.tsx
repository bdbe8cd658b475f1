import { ChevronDown } from 'lucide-react';
import type { ActionId } from '../actions/catalogue.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { useShownKey } from '../actions/use-keys.ts';
import { useDesk } from '../data/services.ts';
import { Menu } from '../design/menu.tsx';
import { usePhone } from '../phone/use-phone.ts';
import { initials } from '../words/initials.ts';
import { presenceOf } from '../words/status.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';

const presenceText = {
  starting: 'presence.starting',
  resuming: 'presence.resuming',
  available: 'presence.available',
  ringing: 'presence.ringing',
  inCall: 'presence.inCall',
  unreachable: 'presence.unreachable',
  noMicrophone: 'presence.noMicrophone',
  none: 'presence.none',
} as const;

/** Who I am and whether calls can reach me. */
export function Self({ onSignOut }: { readonly onSignOut: () => void }) {
  const text = useText();
  const actions = useActions();
  const shown = useShownKey();
  const hint = (id: ActionId): { hint?: string } => {
    const key = shown(id);
    return key === null ? {} : { hint: key };
  };
  const { session } = useDesk();
  const presence = presenceOf(usePhone());
  const { name } = session.info.agent;
  useAction('desk.signOut', onSignOut);
  return (
    <Menu
      label={text('self.menu', { name, presence: text(presenceText[presence]) })}
      className={styles.self}
      sections={[
        {
          title: null,
          choices: [
            { id: 'desk.settings', label: text('action.desk.settings'), ...hint('desk.settings') },
            { id: 'desk.keys', label: text('action.desk.keys'), ...hint('desk.keys') },
          ],
        },
        { title: null, choices: [{ id: 'desk.signOut', label: text('action.desk.signOut') }] },
      ]}
      onChoose={(id) => actions.run(id as 'desk.settings' | 'desk.keys' | 'desk.signOut')}
    >
      <span className={styles.portrait} data-presence={presence} aria-hidden="true">
        {initials(name)}
        <i />
      </span>
      <span className={styles.selfWords}>
        <span className={styles.selfName}>{name}</span>
        <span className={styles.presence} data-presence={presence}>
          {text(presenceText[presence])}
        </span>
      </span>
      <ChevronDown size={14} className={styles.selfMore} aria-hidden="true" />
    </Menu>
  );
}
