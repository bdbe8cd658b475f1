import { Phone } from 'lucide-react';
import { useRef, useState } from 'react';
import { useAction } from '../actions/use-action.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { FilterField } from '../list/filter-field.tsx';
import styles from '../list/list.module.css';
import { useRowHeight } from '../list/use-row-height.ts';
import { useRowList } from '../list/use-row-list.ts';
import { useCommand } from '../phone/use-command.ts';
import { usePlace } from '../place/place.ts';
import { useUsable } from '../data/use-usable.ts';
import { matchesWords } from '../words/fold.ts';
import { useWords } from '../words/use-text.ts';
import { ColleagueState, colleagueStateWords } from './colleague-state.tsx';
import type { Colleague } from './colleague.ts';
import { useColleagues } from './use-colleagues.ts';

/** Colleagues and how they are, found by name, team or number, called by a key. */
export default function ColleagueList() {
  const words = useWords();
  const { text } = words;
  const rules = useTeamWork();
  const command = useCommand();
  const filter = useRef<HTMLInputElement>(null);
  const { spot } = usePlace();
  const [typed, setTyped] = useState(() => spot.take('filter') ?? '');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const answer = useColleagues();
  useUsable(answer !== undefined);
  const colleagues = (answer ?? []).filter(({ agent, teams }) =>
    matchesWords(`${agent.name} ${teams} ${agent.extension ?? ''}`, typed),
  );
  const free = (answer ?? []).filter(({ state }) => state === 'available').length;
  const chosen = colleagues.findIndex(({ agent }) => agent.id === chosenId);
  const call = (colleague: Colleague | undefined): void => {
    const number = colleague?.agent.extension;
    if (number != null) command({ type: 'call', number });
  };
  const { box, focus, rows, rowId, onKeyDown, step } = useRowList({
    count: colleagues.length,
    chosen,
    choice: chosenId ?? '',
    rowHeight: useRowHeight(),
    choose: (index) => {
      setChosenId(colleagues[index]?.agent.id ?? null);
    },
  });
  useAction('list.next', colleagues.length > 0 ? () => step(1) : null);
  useAction('list.previous', colleagues.length > 0 ? () => step(-1) : null);
  useAction('list.filter', () => filter.current?.focus());

  return (
    <section className={styles.column} aria-label={text('colleagues.title')}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('colleagues.title')}</h1>
        <span className={styles.count}>{text('colleagues.available', { count: free })}</span>
      </div>
      <FilterField
        field={filter}
        value={typed}
        onChange={setTyped}
        onLeave={() => focus()}
        hint={text('colleagues.filterHint')}
      />
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        role="listbox"
        tabIndex={0}
        aria-label={text('colleagues.title')}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') call(colleagues[chosen]);
          else onKeyDown(event);
        }}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const colleague = colleagues[row.index];
            if (colleague === undefined) return null;
            const { agent, teams } = colleague;
            const state = colleagueStateWords(colleague, rules, words);
            return (
              <div
                key={agent.id}
                id={rowId(row.index)}
                role="option"
                aria-selected={row.index === chosen}
                aria-label={[agent.name, state, teams, agent.extension ?? ''].filter((part) => part !== '').join(', ')}
                className={styles.row}
                style={{ transform: `translateY(${row.start}px)` }}
                onMouseDown={(event) => {
                  if (event.button === 0) setChosenId(agent.id);
                }}
                onDoubleClick={() => call(colleague)}
              >
                <span className={styles.rowMark}>
                  <ColleagueState colleague={colleague} shows="shape" />
                </span>
                <span className={styles.rowSubject}>{agent.name}</span>
                <span className={styles.rowWhen} data-figures="">
                  {agent.extension}
                </span>
                <span />
                <span className={styles.rowFacts}>
                  <ColleagueState colleague={colleague} shows="word" />
                  <span className={styles.rowWho}>{teams}</span>
                </span>
                <span className={styles.rowEnd}>
                  {agent.extension === null ? null : (
                    <span
                      className={styles.rowAct}
                      title={text('contact.call', { name: agent.name })}
                      onMouseDown={(event) => {
                        event.stopPropagation();
                        call(colleague);
                      }}
                    >
                      <Phone size={14} aria-hidden="true" />
                    </span>
                  )}
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {answer !== undefined && colleagues.length === 0 ? (
        <div className={styles.empty}>
          <p>{typed.trim() === '' ? text('colleagues.empty') : text('list.empty.filter', { typed: typed.trim() })}</p>
        </div>
      ) : null}
    </section>
  );
}
