import {
  BookUser,
  CircleAlert,
  CircleHelp,
  Inbox,
  PhoneCall,
  Search,
  Settings,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { actions, type ActionId } from '../actions/catalogue.ts';
import { spokenKeys } from '../actions/key-label.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { useKeys, useShownKey } from '../actions/use-keys.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import styles from './rail.module.css';

/** The parts of the desk, and at the foot what concerns the desk itself. */
export function Rail() {
  const text = useText();
  const place = usePlace();
  const status = useStoreQuery('status', null);
  const missed = useStoreQuery('missed', null)?.length ?? 0;
  const refused = status?.refused.length ?? 0;
  useAction('desk.tickets', () => place.openSection('tickets'));
  useAction('desk.calls', () => place.openSection('calls'));
  useAction('desk.contacts', () => place.openSection('contacts'));
  useAction('desk.colleagues', () => place.openSection('colleagues'));
  return (
    <nav className={styles.rail} aria-label={text('rail.label')}>
      <RailButton action="desk.tickets" icon={Inbox} current={place.section === 'tickets'} />
      <RailButton action="desk.calls" icon={PhoneCall} current={place.section === 'calls'} count={missed} />
      <RailButton action="desk.contacts" icon={BookUser} current={place.section === 'contacts'} />
      <RailButton action="desk.colleagues" icon={Users} current={place.section === 'colleagues'} />
      <RailButton action="desk.search" icon={Search} />
      <span className={styles.space} />
      {refused === 0 ? null : <RailButton action="desk.refused" icon={CircleAlert} tone="red" />}
      <RailButton action="desk.keys" icon={CircleHelp} />
      <RailButton action="desk.settings" icon={Settings} />
    </nav>
  );
}

type RailButtonProps = {
  readonly action: ActionId;
  readonly icon: LucideIcon;
  readonly current?: boolean;
  readonly tone?: 'red';
  /** What waits there; said in words, shown as a figure. */
  readonly count?: number;
};

function RailButton({ action, icon: Icon, current, tone, count = 0 }: RailButtonProps) {
  const text = useText();
  const hub = useActions();
  const keys = useKeys();
  const shown = useShownKey();
  const name = text(actions[action].label);
  const label = count === 0 ? name : text('rail.waiting', { name, waiting: text('calls.toCallBack', { count }) });
  const key = shown(action);
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={label}
      aria-current={current === true ? 'page' : undefined}
      aria-keyshortcuts={spokenKeys(keys[action])}
      title={key === null ? label : `${label} (${key})`}
      data-tone={tone}
      onClick={() => hub.run(action)}
    >
      <Icon size={19} strokeWidth={1.9} />
      {count === 0 ? null : (
        <span className={styles.count} data-figures="" aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}
