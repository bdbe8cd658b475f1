import type { Id } from '../../domain/ids.ts';
import type { CannedText } from '../../domain/text/canned-text.ts';
import { Random } from './random.ts';
import { demoAgents, teamIds, type TeamKey } from './team.ts';

type Words = readonly [abbreviation: string, title: string, text: string];

const ofTeams: Readonly<Record<TeamKey, readonly Words[]>> = {
  internet: [
    [
      'id',
      'Identité vérifiée',
      'Identité de {client} vérifiée (nom, adresse, deux derniers prélèvements). Rien n’a été communiqué avant.',
    ],
    [
      'box',
      'Box redémarrée',
      'Redémarrage électrique de la box (30 secondes débranchée). Après 4 minutes : {voyants}. Débit au câble : {débit} Mbit/s.',
    ],
    [
      'rdv',
      'Rendez-vous technicien',
      'Manipulations faites et sans effet, intervention sur place nécessaire.\nRendez-vous confirmé {jour} entre {créneau}. SMS envoyé à {client} avec le numéro {ticket}.',
    ],
    ['ok', 'Résolu à l’appel', '{client} confirme que tout fonctionne. Résolu à l’appel par {agent}.'],
  ],
  mobile: [
    [
      'sim',
      'Carte SIM remplacée',
      'Carte SIM remplacée, fin {4 derniers chiffres}. Réseau retrouvé par {client} en ligne.',
    ],
    ['apn', 'Réglages de données', 'Réglages de données renvoyés et téléphone redémarré. {client} navigue de nouveau.'],
  ],
  level2: [
    [
      'n1',
      'Retour au niveau 1',
      'Vérifié au niveau 2 : {constat}.\nÀ faire par le niveau 1 : rappeler {client} et contrôler avec lui. {agent}',
    ],
  ],
};

const ofLea: Words = [
  'merci',
  'Fin d’appel',
  '{client} n’a pas d’autre question. Numéro {ticket} rappelé, délai expliqué.',
];

/** What the demonstration's teams write again and again, and a text of Léa Martin's own. */
export function demoTexts(): CannedText[] {
  const random = new Random(8_051);
  const row = (scope: Id, [abbreviation, title, text]: Words): CannedText => ({
    id: random.id(),
    scope,
    title,
    text,
    abbreviation,
    removed: false,
  });
  const lea = demoAgents.filter(({ login }) => login === 'lea.martin').map(({ id }) => row(id, ofLea));
  const keys = Object.keys(ofTeams) as TeamKey[];
  return [...keys.flatMap((key) => ofTeams[key].map((words) => row(teamIds[key], words))), ...lea];
}
