import type { Agent, Team } from '../../../domain/agent/agent.ts';
import type { Id } from '../../../domain/ids.ts';
import { TicketState } from '../../../domain/ticket/state.ts';
import type { SearchFilter } from '../../store/contract.ts';
import { fold } from '../words/fold.ts';

export type FilterPart = 'state' | 'team' | 'agent' | 'tag' | 'since' | 'until';

/** What a filter may name, and what the words are compared with. */
export type Known = {
  readonly teams: readonly Pick<Team, 'id' | 'name'>[];
  readonly agents: readonly Pick<Agent, 'id' | 'name'>[];
  readonly tags: readonly string[];
  readonly me: Id;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
};

export const noFilter: SearchFilter = {
  states: [],
  teamId: null,
  assigneeId: null,
  tag: null,
  since: null,
  until: null,
};

/** French and English, folded, whatever the language of the screen. */
const names: Readonly<Record<FilterPart, readonly string[]>> = {
  state: ['etat', 'statut', 'state', 'status'],
  team: ['equipe', 'team'],
  agent: ['agent', 'a', 'assigned', 'assignee'],
  tag: ['etiquette', 'tag'],
  since: ['depuis', 'since', 'after'],
  until: ['avant', 'before', 'until'],
};

const stateNames: Readonly<Record<TicketState, readonly string[]>> = {
  new: ['nouveau', 'new'],
  open: ['en cours', 'ouvert', 'open'],
  pending: ['en attente', 'attente', 'pending'],
  solved: ['resolu', 'solved'],
  closed: ['ferme', 'clos', 'closed'],
};

const pattern = /(^|\s)(\p{L}+):(?:"([^"]*)"?|(\S+))/gu;

export type Typed = {
  /** What is left to look for. */
  readonly text: string;
  readonly filter: Partial<SearchFilter>;
};

/** Takes the filters out of what was typed: `état:résolu équipe:"N1 Internet" depuis:7j`. What names nothing known stays as words. */
export function readTyped(typed: string, known: Known): Typed {
  let filter: Partial<SearchFilter> = {};
  const text = typed.replace(pattern, (whole, _space: string, name: string, quoted?: string, plain?: string) => {
    const part = partNamed(name);
    const read = part === null ? null : filterOf(part, fold(quoted ?? plain ?? '').trim(), known);
    if (read === null) return whole;
    filter = { ...filter, ...read, states: [...(filter.states ?? []), ...(read.states ?? [])] };
    return ' ';
  });
  return { text: text.trim().replace(/\s+/g, ' '), filter };
}

/** What was picked, and what was typed, which wins. */
export function merged(picked: SearchFilter, typed: Partial<SearchFilter>): SearchFilter {
  const { states = [], ...rest } = typed;
  return { ...picked, ...rest, states: states.length > 0 ? states : picked.states };
}

export function isNoFilter(filter: SearchFilter): boolean {
  const { states, ...rest } = filter;
  return states.length === 0 && Object.values(rest).every((value) => value === null);
}

/** What was typed without its filters of these kinds: another one was picked. */
export function withoutTyped(typed: string, parts: readonly FilterPart[]): string {
  return typed
    .replace(pattern, (whole, space: string, name: string) => {
      const part = partNamed(name);
      return part !== null && parts.includes(part) ? space : whole;
    })
    .replace(/\s+/g, ' ')
    .trimStart();
}

function partNamed(name: string): FilterPart | null {
  const folded = fold(name);
  const found = Object.entries(names).find(([, words]) => words.includes(folded));
  return found === undefined ? null : (found[0] as FilterPart);
}

function filterOf(part: FilterPart, value: string, known: Known): Partial<SearchFilter> | null {
  if (value === '') return null;
  switch (part) {
    case 'state': {
      const states = TicketState.options.filter((state) => stateNames[state].some((name) => name.startsWith(value)));
      return states.length === 0 ? null : { states };
    }
    case 'team': {
      const team = known.teams.find(({ name }) => begins(name, value));
      return team === undefined ? null : { teamId: team.id };
    }
    case 'agent': {
      if (['moi', 'me'].includes(value)) return { assigneeId: known.me };
      if (['personne', 'nobody'].includes(value)) return { assigneeId: 'nobody' };
      const agent = known.agents.find(({ name }) => begins(name, value));
      return agent === undefined ? null : { assigneeId: agent.id };
    }
    case 'tag': {
      const tag = known.tags.find((each) => begins(each, value));
      return tag === undefined ? null : { tag };
    }
    case 'since':
    case 'until': {
      const at = startOf(value, known.now);
      return at === null ? null : { [part]: at };
    }
  }
}

/** Blanks may be written as hyphens, and any of the words may be the first. */
function begins(name: string, value: string): boolean {
  const folded = fold(name);
  const wanted = value.replaceAll('-', ' ');
  return (
    folded.replaceAll('-', ' ').startsWith(wanted) || folded.split(/[\s-]+/).some((word) => word.startsWith(value))
  );
}

/** The beginning of a day, in local time: `7j` and `7d` (ago), `hier`, `2026-11-03`, `3/11`, `3/11/2026`. Null: not a day. */
function startOf(value: string, now: number): string | null {
  const today = new Date(now);
  const day = (year: number, month: number, date: number): string | null => {
    const made = new Date(year, month, date);
    return Number.isNaN(made.getTime()) ? null : made.toISOString();
  };
  const ago = (days: number): string | null => day(today.getFullYear(), today.getMonth(), today.getDate() - days);
  if (['aujourdhui', 'aujourd hui', 'today'].includes(value)) return ago(0);
  if (['hier', 'yesterday'].includes(value)) return ago(1);
  const days = /^(\d{1,4})[jd]$/.exec(value);
  if (days !== null) return ago(Number(days[1]));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
  if (iso !== null) return day(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  const written = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/.exec(value);
  if (written === null) return null;
  const [date, month] = [Number(written[1]), Number(written[2]) - 1];
  const year = written[3] === undefined ? today.getFullYear() : Number(written[3]);
  // A day of this year that is still to come was last year.
  const at = new Date(year, month, date);
  return written[3] === undefined && at.getTime() > now ? day(year - 1, month, date) : day(year, month, date);
}
