import type { AgentPresence, AgentState } from '../../../domain/agent/presence.ts';
import type { Agent, Team } from '../../../domain/agent/agent.ts';
import type { Id } from '../../../domain/ids.ts';
import type { ColleagueLine } from '../../voice/contract/work-state.ts';

/** A colleague and what is known of them at this moment; `unknown`: neither server nor exchange says anything. */
export type Colleague = {
  readonly agent: Agent;
  readonly teams: string;
  readonly state: AgentState | 'unknown';
  readonly presence: AgentPresence | null;
};

export type ColleagueFacts = {
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly presence: readonly { readonly agentId: Id; readonly presence: AgentPresence }[];
  readonly lines: readonly ColleagueLine[];
  readonly me: Id;
};

/** Everybody but oneself, by name. */
export function colleaguesOf({ agents, teams, presence, lines, me }: ColleagueFacts): readonly Colleague[] {
  const said = new Map(presence.map((each) => [each.agentId, each.presence]));
  const byNumber = new Map(lines.map(({ number, state }) => [number, state]));
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  // Who is told of themselves is told of all: whoever is missing then has no desk open.
  const isWhole = said.has(me);
  return agents
    .filter((agent) => agent.id !== me)
    .map((agent) => {
      const own = said.get(agent.id) ?? null;
      const line = agent.extension === null ? undefined : byNumber.get(agent.extension);
      const place = agent.teamIds.map((id) => names.get(id) ?? '').filter((name) => name !== '');
      return { agent, teams: place.join(', '), presence: own, state: stateOf(own, line, isWhole) };
    });
}

/** The exchange knows best whether somebody is in a call, their desk whether they want to be. */
function stateOf(
  presence: AgentPresence | null,
  line: ColleagueLine['state'] | undefined,
  isWhole: boolean,
): Colleague['state'] {
  // Some exchanges say of a line that rings that it is busy.
  if (line === 'inCall') return presence?.state === 'ringing' ? 'ringing' : 'onCall';
  if (line === 'ringing') return 'ringing';
  if (presence === null) return isWhole ? 'offline' : 'unknown';
  return presence.state;
}
