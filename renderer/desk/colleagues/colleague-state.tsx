import { CircleHelp } from 'lucide-react';
import { agentStateIcon, agentStateText, reasonText } from '../availability/state-words.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { useWords, type Words } from '../words/use-text.ts';
import { formatClock } from '../words/time.ts';
import type { TeamWork } from '../../../domain/agent/work.ts';
import type { Colleague } from './colleague.ts';
import styles from './colleagues.module.css';

export type ColleagueStateProps = {
  readonly colleague: Colleague;
  /** One of them where the other stands elsewhere; both by default. */
  readonly shows?: 'shape' | 'word';
};

/** A colleague's state: a shape, a word and a colour. */
export function ColleagueState({ colleague, shows }: ColleagueStateProps) {
  const words = useWords();
  const rules = useTeamWork();
  const said = colleagueStateWords(colleague, rules, words);
  const Icon = colleague.state === 'unknown' ? CircleHelp : agentStateIcon[colleague.state];
  return (
    <span className={styles.state} data-state={colleague.state} title={said}>
      {shows === 'word' ? null : <Icon size={14} strokeWidth={2.2} aria-hidden="true" />}
      {shows === 'shape' ? null : <span className={styles.stateWord}>{said}</span>}
    </span>
  );
}

/** The reason of a pause, where this agent may know it, and when it ends by itself. */
export function colleagueStateWords({ state, presence }: Colleague, rules: TeamWork, words: Words): string {
  const { text, language, locale } = words;
  if (state === 'unknown') return text('colleagues.unknown');
  const plain = text(agentStateText[state]);
  if (presence?.state !== state) return plain;
  const name = state === 'paused' ? (reasonText(presence.reason, rules, language) ?? plain) : plain;
  if (presence.until === null || state === 'wrapUp') return name;
  return `${name} ${text('agentState.until', { time: formatClock(presence.until, locale) })}`;
}
