import { UserRound, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { ColleagueState } from '../colleagues/colleague-state.tsx';
import type { Colleague } from '../colleagues/colleague.ts';
import { useColleagues } from '../colleagues/use-colleagues.ts';
import { useListbox } from '../design/use-listbox.ts';
import { useText } from '../words/use-text.ts';
import { matching, targetKey, type Target } from './target.ts';
import styles from './validation.module.css';

export type TargetFieldProps = {
  readonly targets: readonly Target[];
  readonly chosen: Target | undefined;
  readonly onChoose: (target: Target) => void;
};

/** Whom to ask: shows the last choice, finds another by a few letters. */
export function TargetField({ targets, chosen, onChoose }: TargetFieldProps) {
  const text = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const found = typed === null ? targets : matching(targets, typed);
  const [open, setOpen] = useState(false);
  const colleagues = useColleagues() ?? [];
  const choose = (target: Target | undefined): void => {
    if (target === undefined) return;
    setTyped(null);
    setOpen(false);
    onChoose(target);
  };
  const list = useListbox(found.length, (index) => choose(found[index]));
  const shown = open && found.length > 0;

  return (
    <div className={styles.target}>
      <span className={styles.targetWord} aria-hidden="true">
        {text('validation.target')}
      </span>
      <input
        {...list.combobox(shown)}
        className={styles.targetInput}
        aria-label={text('validation.target')}
        value={typed ?? chosen?.name ?? ''}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          list.setActive(0);
        }}
        onBlur={() => {
          setTyped(null);
          setOpen(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && (open || typed !== null)) {
            event.preventDefault();
            setTyped(null);
            setOpen(false);
          } else if (!open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
            event.preventDefault();
            setOpen(true);
            list.setActive(
              Math.max(
                0,
                found.findIndex((each) => each === chosen),
              ),
            );
          } else if (open) list.onKey(event);
        }}
      />
      <ul
        className={styles.targetList}
        id={list.listId}
        role="listbox"
        aria-label={text('validation.targets')}
        hidden={!shown}
      >
        {shown
          ? found.map((target, index) => (
              <li
                key={targetKey(target.asked)}
                id={list.optionId(index)}
                role="option"
                aria-selected={index === list.active}
                className={styles.targetOption}
                ref={(element) => {
                  if (index === list.active) element?.scrollIntoView({ block: 'nearest' });
                }}
                onMouseEnter={() => list.setActive(index)}
                onMouseDown={(event) => {
                  event.preventDefault();
                  choose(target);
                }}
              >
                {target.asked.kind === 'team' ? (
                  <UsersRound size={14} aria-hidden="true" />
                ) : (
                  <UserRound size={14} aria-hidden="true" />
                )}
                <span className={styles.targetName}>{target.name}</span>
                <TargetState target={target} colleagues={colleagues} />
                <span className={styles.quiet}>{target.place}</span>
              </li>
            ))
          : null}
      </ul>
    </div>
  );
}

/** How a colleague is; a team is whoever of it answers first. */
function TargetState({ target, colleagues }: { readonly target: Target; readonly colleagues: readonly Colleague[] }) {
  const colleague =
    target.asked.kind === 'agent' ? colleagues.find(({ agent }) => agent.id === target.asked.id) : undefined;
  return colleague === undefined ? null : <ColleagueState colleague={colleague} />;
}
