import type { Scenario } from './scenario.ts';

/** Level 2: what level 1 handed over, and what the operator sees by itself. */
export const level2Scenarios: readonly Scenario[] = [
  {
    team: 'level2',
    tags: ['incident collectif', 'fibre'],
    impact: 1,
    urgency: 1,
    subjects: [
      'Arbre optique coupé, secteur de {ville}',
      'Incident collectif fibre à {ville}',
      'Plusieurs coupures simultanées à {ville}',
    ],
    problem: [
      'Onze appels en 20 minutes du même quartier de {ville}. Tous les ONT de l’arbre sont tombés à {heure}.',
      'Câble arraché par un engin de chantier à {ville}, signalé par {client} qui l’a vu. 64 lignes touchées.',
    ],
    steps: [
      'Réflectométrie lancée : coupure à 1,8 km du répartiteur. Message d’accueil posé sur la file N1.',
      'Équipe de soudure envoyée, arrivée prévue à {heure}. Clients professionnels basculés en 4G.',
    ],
    resolution:
      'Soudures faites, 64 lignes sur 64 remontées. Message d’accueil retiré, SMS envoyé à tous les clients touchés.',
    waiting: {
      reason: 'third-party',
      note: 'Arrêté de voirie nécessaire pour ouvrir la chambre : demandé à la mairie, réponse {jour} au matin.',
    },
  },
  {
    team: 'level2',
    tags: ['voip', 'qualité'],
    impact: 3,
    urgency: 3,
    subjects: [
      'Voix hachée sur le fixe, ligne fibre',
      'Écho et coupures de voix',
      'Un seul sens de parole sur certains appels',
    ],
    problem: [
      'Voix hachée aux heures de bureau. Le niveau 1 a vérifié le poste et le câble.',
      '{client} n’est pas entendu{e} une fois sur trois quand {il} appelle vers un certain opérateur.',
    ],
    steps: [
      'Capture de deux appels : gigue jusqu’à 140 ms vers la passerelle d’interconnexion nord.',
      'Trafic de {client} déplacé vers la passerelle sud : gigue sous 12 ms, quatre appels d’essai corrects avec {collegue}.',
    ],
    resolution:
      'Lien saturé à l’interconnexion nord, capacité ajoutée. {client} rappelé{e} : plus de gêne depuis trois jours.',
    waiting: {
      reason: 'third-party',
      note: 'Ticket ouvert chez l’opérateur d’interconnexion avec les captures. Point avec eux {jour}.',
    },
  },
  {
    team: 'level2',
    tags: ['boucle locale', 'cuivre'],
    impact: 3,
    urgency: 3,
    subjects: [
      'Défaut d’isolement sur paire cuivre',
      'Ligne ADSL instable par temps humide',
      'Perte de synchronisation, défaut en aval du répartiteur',
    ],
    problem: [
      'Transmis par le niveau 1 : désynchronisations par temps humide, installation intérieure saine.',
      'Plus de 30 désynchronisations par jour. {client} a fait toutes les manipulations, inutile de les redemander.',
    ],
    steps: [
      'Test de ligne : isolement faible entre fil et terre, défaut estimé à 640 m du répartiteur.',
      'Signalisation déposée chez le gestionnaire de la boucle locale, paire de secours demandée.',
    ],
    resolution: 'Paire mutée au sous-répartiteur, isolement correct. Une seule désynchronisation en cinq jours.',
    waiting: {
      reason: 'third-party',
      note: 'Signalisation acceptée, intervention du gestionnaire annoncée pour {jour}. {client} prévenu{e} par SMS.',
    },
  },
  {
    team: 'level2',
    tags: ['dns', 'accès'],
    impact: 3,
    urgency: 3,
    subjects: [
      'Un seul site inaccessible depuis notre réseau',
      'Site de la banque injoignable',
      'Erreurs DNS sur certains noms',
    ],
    problem: [
      'Un site de banque ne s’ouvre pas depuis nos lignes, mais s’ouvre en 4G d’un confrère.',
      'Plusieurs clients de {ville} signalent des pages blanches sur un service public en ligne.',
    ],
    steps: [
      'Résolution correcte, mais la réponse IPv6 mène vers une route absente chez notre transitaire.',
      'Route remontée au transitaire ; en attendant, IPv4 préféré sur les résolveurs pour ce nom. Vérifié avec {collegue}.',
    ],
    resolution: 'Route IPv6 rétablie par le transitaire, contournement retiré. Vérifié depuis trois régions.',
    waiting: {
      reason: 'third-party',
      note: 'Transitaire saisi, numéro de dossier noté. Contournement actif, à retirer après leur retour.',
    },
  },
  {
    team: 'level2',
    tags: ['standard', 'sip'],
    impact: 2,
    urgency: 2,
    subjects: [
      'Trunk SIP refusé (403) après changement de mot de passe',
      'Standard non enregistré',
      'Appels sortants refusés sur le standard',
    ],
    problem: [
      'Standard de {client} refusé à l’enregistrement depuis {heure}. Renvoi général posé par le niveau 1.',
      'Les appels sortants sont refusés, les entrants passent. Installateur du standard en ligne avec nous.',
    ],
    steps: [
      'Mot de passe SIP régénéré par erreur dans l’espace client {date}. Ancien mot de passe encore dans le standard.',
      'Nouveau mot de passe remis à l’installateur par le canal sûr, jamais par courriel. Compte débloqué après 12 essais refusés.',
    ],
    resolution:
      'Trunk enregistré, dix appels simultanés essayés. Renvoi général levé par nous, confirmé avec l’accueil.',
    waiting: {
      reason: 'third-party',
      note: 'L’installateur passe {jour} à {heure} pour saisir le mot de passe dans le standard. Renvoi maintenu.',
    },
  },
  {
    team: 'level2',
    tags: ['radio', 'mobile'],
    impact: 2,
    urgency: 2,
    subjects: ['Cellule 4G en panne partielle à {ville}', 'Échecs d’appel sur un site mobile', 'Secteur radio dégradé'],
    problem: [
      'Huit signalements du niveau 1 mobile en deux jours sur {ville}, toujours sur le même secteur.',
      '{client} ne peut ni appeler ni recevoir à son domicile ; appels d’urgence possibles par un autre réseau.',
    ],
    steps: [
      'Compteurs : 34 % d’échecs d’établissement sur le secteur 2, puissance d’émission basse.',
      'Redémarrage à distance du module radio sans effet. Pièce commandée, secteurs voisins renforcés en attendant.',
    ],
    resolution: 'Module radio remplacé cette nuit, échecs revenus sous 0,5 %. Les huit clients prévenus par SMS.',
    waiting: {
      reason: 'third-party',
      note: 'Intervention sur pylône soumise au vent : reportée à {jour}. Niveau 1 informé du message à donner.',
    },
  },
  {
    team: 'level2',
    tags: ['mise à jour', 'box'],
    impact: 2,
    urgency: 3,
    subjects: [
      'Box qui redémarre chaque nuit depuis la mise à jour',
      'Régression Wi-Fi après mise à jour',
      'Défaut connu de la version 6.2 de la box',
    ],
    problem: [
      'Depuis la version 6.2, l’{box} de {client} redémarre chaque nuit vers 3 h.',
      'Objets connectés de {client} perdus depuis la mise à jour : tous sont en 2,4 GHz avec une clé ancienne.',
    ],
    steps: [
      'Journal de la box relevé : manque de mémoire pendant la sauvegarde nocturne. Défaut connu de l’équipe de la box.',
      'Retour à la version 6.1 programmé cette nuit, box retirée de la vague de mise à jour.',
    ],
    resolution:
      'Aucun redémarrage en quatre nuits avec la version 6.2.1 corrigée. Résultat ajouté à la fiche de l’incident.',
    waiting: {
      reason: 'reminder',
      note: 'Box en observation avec la version corrigée. Relire le journal {jour} avant de rappeler {client}.',
    },
  },
  {
    team: 'level2',
    tags: ['sécurité', 'abus'],
    impact: 3,
    urgency: 2,
    subjects: [
      'Envoi massif de courriels depuis une ligne',
      'Machine infectée derrière la box',
      'Ligne signalée pour abus',
    ],
    problem: [
      'Signalement d’un organisme de lutte : 4 000 courriels par heure depuis la ligne de {client} depuis {date}.',
      'Balayages de ports venant de la ligne de {client}. {client} n’en savait rien.',
    ],
    steps: [
      'Port 25 sortant filtré sur la ligne. {client} appelé{e}, expliqué sans reproche ni jargon.',
      'Appareil trouvé : un enregistreur de caméras avec le mot de passe d’usine. Débranché par {client} pendant l’appel.',
    ],
    resolution:
      'Enregistreur mis à jour par son installateur, trafic normal sur 72 h. Filtre retiré, signalement clos.',
    waiting: {
      reason: 'requester',
      note: '{client} fait passer son installateur. L’appareil reste débranché, filtre maintenu jusqu’à {jour}.',
    },
  },
];
