import type { TeamWork } from '../../../domain/agent/work.ts';
import type { WorkState } from '../../voice/contract/work-state.ts';
import { useAction } from '../actions/use-action.ts';
import { useCommand } from '../phone/use-command.ts';
import { tomorrow } from './state-words.ts';

const minute = 60_000;

export type SelfActions = {
  readonly available: () => void;
  readonly pause: (reason: string | null) => void;
  readonly shortPause: () => void;
  readonly afterCall: (reason: string | null) => void;
  readonly quiet: (length: 'halfHour' | 'hour' | 'tomorrow') => void;
  readonly sign: (queue: string, on: boolean) => void;
};

/** What an agent can do about their own availability, offered to keys and palette. @param work null: the phone has no account */
export function useSelfActions(work: WorkState | null, rules: TeamWork): SelfActions {
  const command = useCommand();
  const first = rules.pauseReasons[0]?.id ?? null;
  const actions: SelfActions = {
    available: () => command({ type: 'resume' }),
    pause: (reason) => command({ type: 'pause', reason, minutes: null }),
    shortPause: () => command({ type: 'pause', reason: null, minutes: rules.shortPause }),
    afterCall: (reason) => command({ type: 'pauseAfterCall', on: work?.afterCall == null, reason }),
    quiet: (length) => {
      const now = Date.now();
      const until = {
        halfHour: new Date(now + 30 * minute).toISOString(),
        hour: new Date(now + 60 * minute).toISOString(),
        tomorrow: tomorrow(now),
      }[length];
      command({ type: 'doNotDisturb', until });
    },
    sign: (queue, on) => command({ type: 'signQueue', queue, on }),
  };
  const there = work !== null;
  const mayPause = there && work.canPause;
  const signable = there && work.canSign ? work.queues.filter(({ pending }) => !pending) : [];
  const out = signable.filter(({ signedIn }) => signedIn !== 'yes');
  const inside = signable.filter(({ signedIn }) => signedIn === 'yes');
  const away = there && (work.state === 'paused' || work.state === 'doNotDisturb' || work.state === 'wrapUp');
  useAction('self.available', away ? actions.available : null);
  useAction('self.pause', mayPause ? () => actions.pause(first) : null);
  useAction('self.shortPause', mayPause ? actions.shortPause : null);
  useAction('self.afterCall', mayPause && work.state === 'onCall' ? () => actions.afterCall(first) : null);
  useAction('self.quietHalfHour', there ? () => actions.quiet('halfHour') : null);
  useAction('self.quietHour', there ? () => actions.quiet('hour') : null);
  useAction('self.quietTomorrow', there ? () => actions.quiet('tomorrow') : null);
  useAction('self.signIn', out.length > 0 ? () => out.forEach(({ id }) => actions.sign(id, true)) : null);
  useAction('self.signOut', inside.length > 0 ? () => inside.forEach(({ id }) => actions.sign(id, false)) : null);
  return actions;
}
