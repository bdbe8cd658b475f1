import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { WorkState } from '../../voice/contract/work-state.ts';
import type { ActionId } from '../actions/catalogue.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { useShownKey } from '../actions/use-keys.ts';
import { chooseSelf, selfChoices } from '../availability/self-choices.tsx';
import { agentStateIcon, ownState, type OwnState } from '../availability/state-words.ts';
import { useSelfActions } from '../availability/use-self-actions.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { useDesk } from '../data/services.ts';
import { Menu } from '../design/menu.tsx';
import { usePhone } from '../phone/use-phone.ts';
import { initials } from '../words/initials.ts';
import { presenceOf, type Presence } from '../words/status.ts';
import { useWords } from '../words/use-text.ts';
import styles from './strip.module.css';
import { Countdown, Timer } from './timer.tsx';

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

/** Who I am, whether calls reach me, and what I can do about it. */
export function Self({ onSignOut }: { readonly onSignOut: () => void }) {
  const { text, language } = useWords();
  const actions = useActions();
  const shown = useShownKey();
  const hint = (id: ActionId): { hint?: string } => {
    const key = shown(id);
    return key === null ? {} : { hint: key };
  };
  const { session } = useDesk();
  const phone = usePhone();
  const rules = useTeamWork();
  const [open, setOpen] = useState(false);
  const { name } = session.info.agent;
  const presence = presenceOf(phone);
  // With a phone that is away or a line that is down, what hinders is what counts.
  const work = phone.link === 'connected' ? (phone.snapshot?.work ?? null) : null;
  const told = work !== null && isOwn(work, presence) ? work : null;
  const self = useSelfActions(work, rules);
  useAction('desk.signOut', onSignOut);
  useAction('self.menu', () => setOpen(true));
  const own = useOwnState(told, presence, work?.afterCall != null);
  return (
    <Menu
      label={text('self.menu', { name, presence: own.until === null ? own.name : `${own.name} ${own.until}` })}
      className={styles.self}
      isOpen={open}
      onOpenChange={setOpen}
      sections={[
        ...(work === null ? [] : selfChoices(work, { rules, text, language, hint })),
        {
          title: null,
          choices: [
            { id: 'desk.settings', label: text('action.desk.settings'), ...hint('desk.settings') },
            { id: 'desk.keys', label: text('action.desk.keys'), ...hint('desk.keys') },
            { id: 'desk.signOut', label: text('action.desk.signOut') },
          ],
        },
      ]}
      onChoose={(id) => {
        if (work === null || !chooseSelf(id, work, self))
          actions.run(id as 'desk.settings' | 'desk.keys' | 'desk.signOut');
      }}
    >
      <span className={styles.portrait} data-presence={told?.state ?? presence} aria-hidden="true">
        {initials(name)}
        <i />
      </span>
      <span className={styles.selfWords}>
        <span className={styles.selfName}>{name}</span>
        <StateLine told={told} presence={presence} own={own} />
      </span>
      <ChevronDown size={14} className={styles.selfMore} aria-hidden="true" />
    </Menu>
  );
}

function StateLine(props: { readonly told: WorkState | null; readonly presence: Presence; readonly own: OwnState }) {
  const { told, presence, own } = props;
  const Icon = told === null ? null : agentStateIcon[told.state];
  const { count } = own;
  return (
    <span className={`${styles.presence} ${styles.selfState}`} data-presence={told?.state ?? presence}>
      {Icon === null || own.until !== null ? null : <Icon size={12} strokeWidth={2.4} aria-hidden="true" />}
      <span className={styles.selfStateName} data-pending={told?.confirmed === false ? '' : undefined}>
        {own.name}
      </span>
      {own.until === null ? null : <span data-figures="">{own.until}</span>}
      {count === null ? null : 'to' in count ? <Countdown to={count.to} /> : <Timer from={count.from} />}
    </span>
  );
}

function useOwnState(told: WorkState | null, presence: Presence, pauseNext: boolean): OwnState {
  const { text, language, locale } = useWords();
  const rules = useTeamWork();
  if (told !== null) return ownState(told, { rules, text, language, locale });
  return { name: text(pauseNext ? 'agentState.callThenPause' : presenceText[presence]), until: null, count: null };
}

/** The phone's own word; calls and a line that is down are told by the phone's parts in more words. */
function isOwn(work: WorkState, presence: Presence): boolean {
  return presence === 'available' && work.state !== 'offline' && work.state !== 'onCall' && work.state !== 'ringing';
}
