import { Phone } from 'lucide-react';
import { useRef, useState } from 'react';
import { useAction } from '../actions/use-action.ts';
import { useTeamWork } from '../availability/use-team-work.ts';
import { FilterField } from '../list/filter-field.tsx';
import { ListRow } from '../list/list-row.tsx';
import styles from '../list/list.module.css';
import { RowList } from '../list/row-list.tsx';
import { useChosen } from '../list/use-chosen.ts';
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
  const answer = useColleagues();
  useUsable(answer !== undefined);
  const colleagues = (answer ?? []).filter(({ agent, teams }) =>
    matchesWords(`${agent.name} ${teams} ${agent.extension ?? ''}`, typed),
  );
  const free = (answer ?? []).filter(({ state }) => state === 'available').length;
  const chosen = useChosen(colleagues, ({ agent }) => agent.id);
  const call = (colleague: Colleague | undefined): void => {
    const number = colleague?.agent.extension;
    if (number != null) command({ type: 'call', number });
  };
  const list = useRowList({
    count: colleagues.length,
    chosen: chosen.index,
    choice: chosen.key,
    choose: (index) => chosen.choose(colleagues[index]),
  });
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
        onLeave={list.focus}
        hint={text('colleagues.filterHint')}
      />
      <RowList
        list={list}
        label={text('colleagues.title')}
        items={answer === undefined ? undefined : colleagues}
        itemKey={({ agent }) => agent.id}
        row={(colleague, place) => {
          const { agent, teams } = colleague;
          return (
            <ListRow
              place={place}
              label={[agent.name, colleagueStateWords(colleague, rules, words), teams, agent.extension ?? '']}
              mark={<ColleagueState colleague={colleague} shows="shape" />}
              subject={agent.name}
              when={<span data-figures="">{agent.extension}</span>}
              facts={
                <>
                  <ColleagueState colleague={colleague} shows="word" />
                  <span className={styles.rowWho}>{teams}</span>
                </>
              }
              acts={
                agent.extension === null
                  ? []
                  : [
                      {
                        title: text('contact.call', { name: agent.name }),
                        icon: <Phone size={14} aria-hidden="true" />,
                        run: () => call(colleague),
                      },
                    ]
              }
              onDoubleClick={() => call(colleague)}
            />
          );
        }}
        onEnter={() => call(chosen.item)}
        empty={
          <p>{typed.trim() === '' ? text('colleagues.empty') : text('list.empty.filter', { typed: typed.trim() })}</p>
        }
      />
    </section>
  );
}
