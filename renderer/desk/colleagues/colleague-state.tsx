import { CircleHelp } from 'lucide-react';
import { agentStateIcon, agentStateText, reasonText } from '../availability/state-words.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { useWords, type Words } from '../words/use-text.ts';
import { formatClock } from '../words/time.ts';
import type { TeamWork } from '../../../domain/agent/work.ts';
import type { Colleague } from './colleague.ts';
import styles from './colleagues.module.css';

/** A colleague's state: a shape, a word and a colour. */
export function ColleagueState({ colleague, word = true }: { readonly colleague: Colleague; readonly word?: boolean }) {
  const words = useWords();
  const rules = useTeamWork();
  const said = colleagueStateWords(colleague, rules, words);
  const Icon = colleague.state === 'unknown' ? CircleHelp : agentStateIcon[colleague.state];
  return (
    <span className={styles.state} data-state={colleague.state} title={said}>
      <Icon size={13} strokeWidth={2.3} aria-hidden="true" />
      {word ? <span className={styles.stateWord}>{said}</span> : null}
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
