import { BellOff, BellRing, CircleCheck, ClipboardPen, Coffee, Phone, PhoneOff, type LucideIcon } from 'lucide-react';
import type { AgentState } from '../../../domain/agent/presence.ts';
import type { OwnWords, TeamWork } from '../../../domain/agent/work.ts';
import type { Instant } from '../../../domain/ids.ts';
import type { WorkState } from '../../voice/contract/work-state.ts';
import type { Language } from '../words/language.ts';
import { formatClock } from '../words/time.ts';
import type { Text } from '../words/use-text.ts';

/** A word and a shape for each state; the colour comes on top of both. */
export const agentStateText: Readonly<Record<AgentState, string>> = {
  available: 'agentState.available',
  ringing: 'agentState.ringing',
  onCall: 'agentState.onCall',
  wrapUp: 'agentState.wrapUp',
  paused: 'agentState.paused',
  doNotDisturb: 'agentState.doNotDisturb',
  offline: 'agentState.offline',
};

export const agentStateIcon: Readonly<Record<AgentState, LucideIcon>> = {
  available: CircleCheck,
  ringing: BellRing,
  onCall: Phone,
  wrapUp: ClipboardPen,
  paused: Coffee,
  doNotDisturb: BellOff,
  offline: PhoneOff,
};

/** Words that the organisation has chosen, in the language of the desk. */
export function ownText(words: OwnWords, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}

/** The reason of a pause in words; null where none is known or the team has dropped it. */
export function reasonText(reason: string | null, work: TeamWork, language: Language): string | null {
  const found = work.pauseReasons.find(({ id }) => id === reason);
  return found === undefined ? null : ownText(found.label, language);
}

export type OwnState = {
  readonly name: string;
  /** When it ends, where the clock says it best. */
  readonly until: string | null;
  /** What is counted beside it: down to this moment, or up from it. */
  readonly count: { readonly to: Instant } | { readonly from: Instant } | null;
};

export type OwnStateOptions = {
  readonly rules: TeamWork;
  readonly text: Text;
  readonly language: Language;
  readonly locale: string;
};

/** The agent's own state, with its reason, and how long it has lasted or will last. */
export function ownState(work: WorkState, { rules, text, language, locale }: OwnStateOptions): OwnState {
  const plain = { name: text(agentStateText[work.state]), until: null, count: null };
  const { until } = work;
  switch (work.state) {
    case 'paused': {
      const name = reasonText(work.reason, rules, language) ?? plain.name;
      return { name, until: null, count: until === null ? { from: work.since } : { to: until } };
    }
    case 'wrapUp':
      return { ...plain, count: until === null ? null : { to: until } };
    case 'doNotDisturb':
      return {
        ...plain,
        until: until === null ? null : text('agentState.until', { time: formatClock(until, locale) }),
      };
    case 'available': {
      const out = work.canSign && work.queues.length > 0 && work.queues.every(({ signedIn }) => signedIn === 'no');
      return out ? { ...plain, name: text('agentState.noQueue') } : plain;
    }
    case 'ringing':
    case 'onCall':
    case 'offline':
      return plain;
  }
}

/** The morning of the next day, in local time: when "until tomorrow" ends. */
export function tomorrow(now: number): string {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 6).toISOString();
}
