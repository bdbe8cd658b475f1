import { ChevronDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { TicketState } from '../../../domain/ticket/state.ts';
import type { SearchFilter } from '../../store/contract.ts';
import { Menu, type Choice } from '../design/menu.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { stateLabel } from '../words/labels.ts';
import { formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './search.module.css';
import { isNoFilter, noFilter, readTyped, type FilterPart, type Known } from './typed-filter.ts';

export type FilterBarProps = {
  readonly filter: SearchFilter;
  readonly known: Known;
  /** `parts`: what this replaces of what was typed. */
  readonly onPick: (change: Partial<SearchFilter>, parts: readonly FilterPart[]) => void;
};

const anything = 'any';
const spans = ['1j', '7j', '30j', '90j'] as const;

/** Which tickets: by state, team, agent, tag and time. Each shows what it lets through, whether it was picked or typed. */
export function FilterBar({ filter, known, onPick }: FilterBarProps) {
  const { text, locale } = useWords();
  const any: Choice = { id: anything, label: text('search.any') };
  const states = filter.states.map((state) => text(stateLabel[state])).join(', ');
  const since = filter.since === null ? null : formatWhen(filter.since, known.now, locale, text);
  const until = filter.until === null ? null : formatWhen(filter.until, known.now, locale, text);
  return (
    <div className={styles.filters} role="group" aria-label={text('search.filters')}>
      <Picker
        name={text('search.state')}
        value={states === '' ? null : states}
        choices={[
          any,
          ...TicketState.options.map((state) => ({
            id: state,
            label: text(stateLabel[state]),
            icon: <StateMark state={state} />,
            chosen: filter.states.includes(state),
          })),
        ]}
        onChoose={(id) => {
          const state = TicketState.options.find((each) => each === id);
          const others = filter.states.filter((each) => each !== state);
          const added = state === undefined || filter.states.includes(state) ? [] : [state];
          onPick({ states: state === undefined ? [] : [...others, ...added] }, ['state']);
        }}
      />
      <Picker
        name={text('search.team')}
        value={known.teams.find(({ id }) => id === filter.teamId)?.name ?? null}
        choices={[any, ...known.teams.map(({ id, name }) => ({ id, label: name, chosen: id === filter.teamId }))]}
        onChoose={(id) => onPick({ teamId: id === anything ? null : id }, ['team'])}
      />
      <Picker
        name={text('search.agent')}
        value={
          filter.assigneeId === 'nobody'
            ? text('ticket.nobody')
            : (known.agents.find(({ id }) => id === filter.assigneeId)?.name ?? null)
        }
        choices={[
          any,
          { id: 'nobody', label: text('ticket.nobody'), chosen: filter.assigneeId === 'nobody' },
          ...known.agents.map(({ id, name }) => ({ id, label: name, chosen: id === filter.assigneeId })),
        ]}
        onChoose={(id) => onPick({ assigneeId: id === anything ? null : id }, ['agent'])}
      />
      {known.tags.length === 0 ? null : (
        <Picker
          name={text('search.tag')}
          value={filter.tag}
          choices={[any, ...known.tags.map((tag) => ({ id: `tag ${tag}`, label: tag, chosen: tag === filter.tag }))]}
          onChoose={(id) => onPick({ tag: id === anything ? null : id.slice('tag '.length) }, ['tag'])}
        />
      )}
      <Picker
        name={text('search.date')}
        value={
          since === null && until === null
            ? null
            : [
                since === null ? '' : text('search.since', { when: since }),
                until === null ? '' : text('search.until', { when: until }),
              ]
                .filter((part) => part !== '')
                .join(', ')
        }
        choices={[
          any,
          ...spans.map((span) => ({ id: span, label: text('search.days', { days: Number.parseInt(span, 10) }) })),
        ]}
        onChoose={(id) => {
          const read = id === anything ? {} : readTyped(`since:${id}`, known).filter;
          onPick({ since: read.since ?? null, until: null }, ['since', 'until']);
        }}
      />
      {isNoFilter(filter) ? null : (
        <button
          type="button"
          className={styles.clear}
          onClick={() => onPick(noFilter, ['state', 'team', 'agent', 'tag', 'since', 'until'])}
        >
          <X size={13} aria-hidden="true" />
          {text('search.clear')}
        </button>
      )}
    </div>
  );
}

type PickerProps = {
  readonly name: string;
  /** Null: lets everything through. */
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
};

function Picker({ name, value, choices, onChoose }: PickerProps): ReactNode {
  const { text } = useWords();
  return (
    <Menu
      label={text('search.picked', { name, value: value ?? text('search.any') })}
      className={[styles.picker, value === null ? '' : styles.picked].join(' ')}
      sections={[{ title: null, choices }]}
      onChoose={onChoose}
    >
      <span className={styles.pickerName}>{name}</span>
      {value === null ? null : <span className={styles.pickerValue}>{value}</span>}
      <ChevronDown size={13} aria-hidden="true" />
    </Menu>
  );
}
