import { BellOff, CircleCheck, Coffee, Headset, Hourglass, LogIn } from 'lucide-react';
import type { TeamWork } from '../../../domain/agent/work.ts';
import type { WorkState } from '../../voice/contract/work-state.ts';
import type { ChoiceSection } from '../design/menu.tsx';
import type { Language } from '../words/language.ts';
import type { Text } from '../words/use-text.ts';
import { agentStateText, ownText } from './state-words.ts';
import type { SelfActions } from './use-self-actions.ts';

export type SelfChoicesOptions = {
  readonly rules: TeamWork;
  readonly text: Text;
  readonly language: Language;
  /** The key of an action, for its choice. */
  readonly hint: (action: 'self.available' | 'self.shortPause' | 'self.afterCall' | 'self.quietHalfHour') => {
    hint?: string;
  };
};

const size = 15;

/** The choices of the agent's own menu that concern their availability. */
export function selfChoices(work: WorkState, options: SelfChoicesOptions): readonly ChoiceSection[] {
  const { text, hint } = options;
  const available = {
    id: 'available',
    label: text(agentStateText.available),
    icon: <CircleCheck size={size} />,
    chosen: work.state === 'available',
    ...hint('self.available'),
  };
  return [
    { title: null, choices: [available] },
    ...pauseChoices(work, options),
    {
      title: text(agentStateText.doNotDisturb),
      choices: [
        {
          id: 'quiet halfHour',
          label: text('self.quiet.halfHour'),
          icon: <BellOff size={size} />,
          ...hint('self.quietHalfHour'),
        },
        { id: 'quiet hour', label: text('self.quiet.hour'), icon: <BellOff size={size} /> },
        { id: 'quiet tomorrow', label: text('self.quiet.tomorrow'), icon: <BellOff size={size} /> },
      ],
    },
    ...queueChoices(work, text),
  ];
}

function pauseChoices(work: WorkState, { rules, text, language, hint }: SelfChoicesOptions): readonly ChoiceSection[] {
  if (!work.canPause) return [];
  const reasons = rules.pauseReasons.map(({ id, label }) => ({ id: `pause ${id}`, label: ownText(label, language) }));
  const named = reasons.length > 0 ? reasons : [{ id: 'pause', label: text(agentStateText.paused) }];
  const paused = work.state === 'paused' ? `pause ${work.reason ?? ''}`.trim() : null;
  return [
    {
      title: text('self.pause'),
      choices: [
        ...named.map(({ id, label }) => ({ id, label, icon: <Coffee size={size} />, chosen: id === paused })),
        {
          id: 'shortPause',
          label: text('self.shortPause', { minutes: rules.shortPause }),
          icon: <Hourglass size={size} />,
          ...hint('self.shortPause'),
        },
        ...(work.state === 'onCall'
          ? [
              {
                id: 'afterCall',
                label: text('self.afterCall'),
                icon: <Headset size={size} />,
                chosen: work.afterCall !== null,
                ...hint('self.afterCall'),
              },
            ]
          : []),
      ],
    },
  ];
}

const signedInText = { yes: 'self.queue.in', no: 'self.queue.out', unknown: 'self.queue.unknown' } as const;

function queueChoices(work: WorkState, text: Text): readonly ChoiceSection[] {
  if (!work.canSign || work.queues.length === 0) return [];
  return [
    {
      title: text('self.queues'),
      choices: work.queues.map(({ id, name, signedIn, pending }) => ({
        id: `queue ${id}`,
        label: name,
        icon: <LogIn size={size} />,
        hint: text(pending ? 'self.queue.pending' : signedInText[signedIn]),
        chosen: signedIn === 'yes',
      })),
    },
  ];
}

/** Does what was chosen; false for a choice that is none of these. */
export function chooseSelf(id: string, work: WorkState, actions: SelfActions): boolean {
  const [what = '', ...rest] = id.split(' ');
  const which = rest.join(' ');
  switch (what) {
    case 'available':
      actions.available();
      return true;
    case 'pause':
      actions.pause(which === '' ? null : which);
      return true;
    case 'shortPause':
      actions.shortPause();
      return true;
    case 'afterCall':
      actions.afterCall(null);
      return true;
    case 'quiet':
      if (which === 'halfHour' || which === 'hour' || which === 'tomorrow') actions.quiet(which);
      return true;
    case 'queue':
      actions.sign(which, work.queues.find((queue) => queue.id === which)?.signedIn !== 'yes');
      return true;
    default:
      return false;
  }
}
