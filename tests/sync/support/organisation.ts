import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Database } from '../../../server/database/schema.ts';
import { addAgent, addTeam } from '../../../server/directory/directory.ts';

export const password = 'un mot de passe sûr';

export const teams = {
  red: '01990000-0000-7000-8000-00000000000a',
  blue: '01990000-0000-7000-8000-00000000000b',
} as const;

function agent(number: number, login: string, teamIds: readonly string[], role: Agent['role'] = 'agent'): Agent {
  const id = `01990000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`;
  return {
    id,
    scope: organisationScope,
    login,
    name: login,
    role,
    teamIds: [...teamIds],
    extension: String(200 + number),
  };
}

/** alice and bob work in red, carol in blue, dave in both; erin supervises and sits in red. */
export const agents = {
  alice: agent(1, 'alice', [teams.red]),
  bob: agent(2, 'bob', [teams.red]),
  carol: agent(3, 'carol', [teams.blue]),
  dave: agent(4, 'dave', [teams.red, teams.blue]),
  erin: agent(5, 'erin', [teams.red], 'supervisor'),
} as const;

export type AgentName = keyof typeof agents;

export async function fillOrganisation(db: Database): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const [name, id] of Object.entries(teams)) {
      const team: Team = { id, scope: organisationScope, name, level: 1 };
      await addTeam(trx, team);
    }
    for (const person of Object.values(agents)) await addAgent(trx, person, password);
  });
}
