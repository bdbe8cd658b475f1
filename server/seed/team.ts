import type { Agent, Team } from '../../domain/agent/agent.ts';
import type { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';

/** The password of every demonstration agent. */
export const demoPassword = 'casque-demo';

export type TeamKey = 'internet' | 'mobile' | 'level2';

export const teamIds: Readonly<Record<TeamKey, Id>> = {
  internet: '01980000-0000-7000-8000-000000000001',
  mobile: '01980000-0000-7000-8000-000000000002',
  level2: '01980000-0000-7000-8000-000000000003',
};

export const demoTeams: readonly Team[] = [
  { id: teamIds.internet, scope: organisationScope, name: 'N1 Internet', level: 1 },
  { id: teamIds.mobile, scope: organisationScope, name: 'N1 Mobile', level: 1 },
  { id: teamIds.level2, scope: organisationScope, name: 'Niveau 2', level: 2 },
];

function agent(
  extension: number,
  login: string,
  name: string,
  teams: readonly TeamKey[],
  role: Agent['role'] = 'agent',
): Agent {
  return {
    id: `01980000-0000-7000-8000-000000000${extension}`,
    scope: organisationScope,
    login,
    name,
    role,
    teamIds: teams.map((team) => teamIds[team]),
    extension: String(extension),
  };
}

export const demoAgents: readonly Agent[] = [
  agent(201, 'lea.martin', 'Léa Martin', ['internet']),
  agent(202, 'karim.benali', 'Karim Benali', ['internet']),
  agent(203, 'sophie.leroux', 'Sophie Le Roux', ['internet', 'mobile']),
  agent(204, 'thomas.girard', 'Thomas Girard', ['internet']),
  agent(205, 'ines.moreau', 'Inès Moreau', ['mobile']),
  agent(206, 'julien.kerbrat', 'Julien Kerbrat', ['mobile']),
  agent(207, 'fatou.diallo', 'Fatou Diallo', ['mobile']),
  agent(208, 'nicolas.bernard', 'Nicolas Bernard', ['level2']),
  agent(209, 'claire.guillou', 'Claire Guillou', ['level2']),
  agent(210, 'marc.lefevre', 'Marc Lefèvre', ['internet', 'mobile', 'level2'], 'supervisor'),
  agent(211, 'isabelle.caradec', 'Isabelle Caradec', ['internet', 'mobile', 'level2'], 'administrator'),
];
