import type { Agent, Team } from '../../domain/agent/agent.ts';
import { TeamWork } from '../../domain/agent/work.ts';
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

const work = TeamWork.parse({
  pauseReasons: [
    { id: 'break', label: { fr: 'Pause', en: 'Break' }, code: '1' },
    { id: 'lunch', label: { fr: 'Repas', en: 'Lunch' }, code: '2' },
    { id: 'meeting', label: { fr: 'Réunion', en: 'Meeting' }, code: '3' },
    { id: 'training', label: { fr: 'Formation', en: 'Training' }, code: '4' },
    { id: 'desk-work', label: { fr: 'Travail sans appels', en: 'Work without calls' }, code: '5' },
  ],
  doNotDisturbCode: '8',
  wrapUp: {
    seconds: 30,
    extension: 30,
    code: '9',
    codes: [
      { id: 'solved', label: { fr: 'Résolu à l’appel', en: 'Solved on the call' } },
      { id: 'followed-up', label: { fr: 'À suivre', en: 'To follow up' } },
      { id: 'handed-over', label: { fr: 'Transmis', en: 'Handed over' } },
      { id: 'information', label: { fr: 'Renseignement', en: 'Information' } },
      { id: 'wrong-number', label: { fr: 'Erreur de numéro', en: 'Wrong number' } },
    ],
  },
});

export const demoTeams: readonly Team[] = [
  { id: teamIds.internet, scope: organisationScope, name: 'N1 Internet', level: 1, work },
  { id: teamIds.mobile, scope: organisationScope, name: 'N1 Mobile', level: 1, work },
  { id: teamIds.level2, scope: organisationScope, name: 'Niveau 2', level: 2, work },
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
