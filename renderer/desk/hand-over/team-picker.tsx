import { Search, UsersRound } from 'lucide-react';
import { useState, type RefObject } from 'react';
import type { Team } from '../../../domain/agent/agent.ts';
import { useListbox } from '../design/use-listbox.ts';
import styles from '../ticket/ticket-picker.module.css';
import { fold } from '../words/fold.ts';
import { useText } from '../words/use-text.ts';

export type TeamPickerProps = {
  readonly label: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly teams: readonly Team[];
  readonly onPick: (team: Team) => void;
};

/** Finds one team by its name; arrows and Enter choose, the focus stays in the field. */
export function TeamPicker({ label, field, teams, onPick }: TeamPickerProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const wanted = fold(typed.trim());
  const found = teams.filter(({ name }) => fold(name).includes(wanted));
  const list = useListbox(found.length, (index) => {
    const team = found[index];
    if (team !== undefined) onPick(team);
  });
  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <Search size={14} aria-hidden="true" />
        <input
          {...list.combobox(found.length > 0)}
          ref={field}
          aria-label={label}
          placeholder={label}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
      </div>
      <div
        className={styles.list}
        id={list.listId}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        hidden={found.length === 0}
      >
        {found.map((team, index) => (
          <div
            key={team.id}
            id={list.optionId(index)}
            role="option"
            aria-selected={index === list.active}
            className={styles.option}
            onMouseMove={index === list.active ? undefined : () => list.setActive(index)}
            onClick={() => onPick(team)}
          >
            <UsersRound size={14} aria-hidden="true" />
            <span className={styles.words}>{team.name}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={styles.none} role="status">
          {text(teams.length === 0 ? 'handOver.noTeams' : 'handOver.noTeam')}
        </p>
      ) : null}
    </div>
  );
}
