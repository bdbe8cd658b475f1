import type { Id } from '../../domain/ids.ts';
import { procedureVersionId, type Procedure, type ProcedureStep } from '../../domain/procedure/procedure.ts';
import { organisationScope } from '../../domain/row.ts';
import { demoAgents, teamIds } from './team.ts';

type Written = {
  readonly id: Id;
  readonly scope: Id;
  readonly title: string;
  readonly versions: readonly (readonly ProcedureStep[])[];
};

const step = (id: string, kind: ProcedureStep['kind'], text: string, say = ''): ProcedureStep => ({
  ...{ id, kind, text, say },
  yes: null,
  no: null,
});
const ask = (id: string, text: string, say: string, leads: Partial<Pick<ProcedureStep, 'yes' | 'no'>>) => ({
  ...step(id, 'question', text, say),
  ...leads,
});

const greet = step(
  'accueil',
  'do',
  'Se présenter et nommer l’appelant',
  'Bonjour, je vous écoute. Prenez votre temps.',
);
const identity = step(
  'identite',
  'do',
  'Vérifier l’identité : nom, adresse, deux derniers prélèvements',
  'Je vérifie que je parle bien au titulaire, c’est pour vous protéger.',
);
const close = step(
  'cloture',
  'do',
  'Rappeler le numéro du ticket et le délai',
  'Est-ce que tout est clair pour vous ?',
);

const box = [
  greet,
  ask('voyant', 'Le voyant optique est-il rouge ?', 'Sur la box, voyez-vous une petite lumière rouge ?', {
    yes: 'jarretiere',
  }),
  step(
    'redemarrer',
    'do',
    'Débrancher la box 30 secondes, rebrancher',
    'On débranche la prise, on compte jusqu’à trente.',
  ),
  ask('revenu', 'Internet est-il revenu ?', '', { yes: 'cloture' }),
  step(
    'jarretiere',
    'do',
    'Vérifier la jarretière des deux côtés, sans pliure',
    'Le petit câble très fin : est-il bien enfoncé ?',
  ),
  step('puissance', 'field', 'Puissance reçue (dBm)'),
  ask('faible', 'La puissance est-elle sous −25 dBm ?', '', { no: 'cloture' }),
  step('technicien', 'field', 'Rendez-vous technicien : jour et créneau', 'Je vous propose qu’un technicien passe.'),
  close,
] as const;

const procedures: readonly Written[] = [
  {
    id: '01980000-0000-7000-8000-000000002001',
    scope: teamIds.internet,
    title: 'Plus d’Internet à la box',
    // The second one asks for the power that was received before a technician is sent.
    versions: [box.filter(({ id }) => id !== 'puissance' && id !== 'faible'), box],
  },
  {
    id: '01980000-0000-7000-8000-000000002002',
    scope: teamIds.mobile,
    title: 'Téléphone volé ou perdu',
    versions: [
      [
        greet,
        identity,
        step(
          'suspendre',
          'do',
          'Suspendre la ligne tout de suite',
          'Votre ligne est coupée, personne ne peut s’en servir.',
        ),
        step('heure', 'field', 'Heure de la suspension'),
        ask('banque', 'Des codes de banque arrivent-ils par SMS ?', '', { no: 'cloture' }),
        step(
          'prevenir',
          'do',
          'Conseiller d’appeler la banque',
          'Appelez votre banque aujourd’hui, même sans achat suspect.',
        ),
        close,
      ],
    ],
  },
  {
    id: '01980000-0000-7000-8000-000000002003',
    scope: organisationScope,
    title: 'Passage au niveau 2',
    versions: [
      [
        step('essais', 'field', 'Ce qui a été essayé, en une phrase'),
        step('joindre', 'field', 'Où et quand joindre le client'),
        close,
      ],
    ],
  },
];

const day = 86_400_000;

/** What the demonstration's teams follow, by their supervisor's hand. */
export function demoProcedures(now: Date): Procedure[] {
  const author = demoAgents.find(({ role }) => role === 'supervisor');
  return procedures.flatMap(({ id, scope, title, versions }) =>
    versions.map((steps, index) => ({
      id: procedureVersionId(id, index + 1),
      ...{ scope, procedureId: id, version: index + 1, title },
      steps: [...steps],
      writtenBy: author?.id ?? id,
      writtenAt: new Date(now.getTime() - (versions.length - index) * 20 * day).toISOString(),
      retired: false,
    })),
  );
}
