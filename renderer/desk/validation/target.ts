import type { Agent, Team } from '../../../domain/agent/agent.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Asked } from '../../../domain/validation/validation.ts';
import { matchesWords } from '../words/fold.ts';

/** Somebody who can be asked. */
export type Target = {
  readonly asked: Asked;
  readonly name: string;
  /** The teams of a colleague. */
  readonly place: string;
};

/** Whom one asks most first: support levels above, then the teams, then colleagues by name. */
export function targetsOf(agents: readonly Agent[], teams: readonly Team[], me: Id): readonly Target[] {
  const names = new Map(teams.map((team) => [team.id, team.name]));
  const ofTeams = teams
    .toSorted((a, b) => b.level - a.level || a.name.localeCompare(b.name))
    .map((team): Target => ({ asked: { kind: 'team', id: team.id }, name: team.name, place: '' }));
  const ofAgents = agents
    .filter((agent) => agent.id !== me && agent.teamIds.length > 0)
    .map((agent): Target => {
      const place = agent.teamIds.map((id) => names.get(id) ?? '').filter((name) => name !== '');
      return { asked: { kind: 'agent', id: agent.id }, name: agent.name, place: place.join(', ') };
    });
  return [...ofTeams, ...ofAgents];
}

/** Those whose name or team is meant by what was typed. */
export function matching(targets: readonly Target[], typed: string): readonly Target[] {
  return targets.filter(({ name, place }) => matchesWords(`${name} ${place}`, typed));
}

/** As it is remembered until the next time. */
export function targetKey({ kind, id }: Asked): string {
  return `${kind}:${id}`;
}

export function targetOfKey(targets: readonly Target[], key: string): Target | undefined {
  return targets.find(({ asked }) => targetKey(asked) === key);
}
