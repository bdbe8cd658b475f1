import type { Scenario } from './scenario.ts';

/** Level 1, mobile lines. */
export const mobileScenarios: readonly Scenario[] = [
  {
    team: 'mobile',
    tags: ['sim', 'puk'],
    impact: 4,
    urgency: 2,
    subjects: ['Carte SIM bloquée, code PUK demandé', 'Trois codes PIN faux', 'Téléphone bloqué : demande le PUK'],
    problem: [
      'Trois codes PIN faux, le {mobile} demande le PUK. {client} appelle du téléphone d’une collègue.',
      'Son enfant a joué avec le téléphone : PUK demandé, encore 7 essais.',
    ],
    steps: [
      'Identité vérifiée par la date de naissance et l’adresse, rappel fait sur le fixe du dossier.',
      'PUK donné chiffre par chiffre, relu par {client}, nouveau PIN choisi. Rappelé de ne pas l’écrire au dos du téléphone.',
    ],
    resolution: 'Ligne débloquée, appel d’essai reçu. Montré où retrouver le PUK dans l’espace client.',
    waiting: {
      reason: 'requester',
      note: 'Pièce d’identité demandée : la ligne est au nom du conjoint. {client} rappelle avec lui.',
    },
  },
  {
    team: 'mobile',
    tags: ['vol', 'sim'],
    impact: 3,
    urgency: 1,
    subjects: ['Téléphone volé, suspendre la ligne', 'Vol de mobile à {ville}', 'Perte du téléphone, blocage demandé'],
    problem: [
      '{mobile} volé dans le bus il y a une heure. {client} est sous le choc, pris le temps de rassurer.',
      'Téléphone perdu {date} à {ville}. Craint que l’on s’en serve : ses codes de banque arrivent par SMS.',
    ],
    steps: [
      'Ligne suspendue à {heure}, confirmée par un appel qui tombe sur l’annonce. Aucune consommation depuis le vol.',
      'IMEI retrouvé au dossier et donné pour la plainte. Conseillé d’effacer le téléphone à distance et de prévenir la banque.',
    ],
    resolution: 'Nouvelle carte SIM activée, même numéro. IMEI bloqué après réception du dépôt de plainte.',
    waiting: {
      reason: 'requester',
      note: 'Dépôt de plainte attendu pour bloquer l’IMEI. Nouvelle SIM à retirer en boutique, dossier prêt.',
    },
  },
  {
    team: 'mobile',
    tags: ['réseau', 'couverture'],
    impact: 4,
    urgency: 3,
    subjects: ['Plus de réseau à la maison', 'Appels qui coupent à {ville}', 'Aucune barre de réseau depuis {date}'],
    problem: [
      'Plus aucune barre à la maison, à {ville}, depuis {date}. Les voisins chez nous aussi.',
      'Les appels coupent après quelques secondes à l’intérieur. Dehors, tout va bien.',
    ],
    steps: [
      'Carte des antennes : maintenance déclarée sur le site voisin, fin prévue {jour}.',
      'Appels Wi-Fi activés sur le {mobile} avec {client} : l’appel d’essai passe à l’intérieur.',
    ],
    resolution:
      'Site remis en service, trois barres au domicile. {client} garde les appels Wi-Fi, plus confortables dans la maison.',
    waiting: {
      reason: 'third-party',
      note: 'Site en maintenance, fin annoncée {jour}. Appels Wi-Fi en place d’ici là.',
    },
    handOver:
      'Au niveau 2 : pas de maintenance déclarée et plusieurs clients touchés sur la même cellule. Alarme à vérifier côté radio.',
  },
  {
    team: 'mobile',
    tags: ['4g', 'apn'],
    impact: 4,
    urgency: 3,
    subjects: [
      'Pas d’Internet mobile sur le nouveau téléphone',
      'Données mobiles inactives',
      '4G affichée mais rien ne charge',
    ],
    problem: [
      'Téléphone acheté à l’étranger : appels et SMS passent, mais pas Internet.',
      'Depuis la mise à jour du {mobile}, la 4G s’affiche mais aucune page ne s’ouvre.',
    ],
    steps: [
      'Forfait non épuisé, données non bloquées. Point d’accès absent des réglages.',
      'Point d’accès saisi ensemble lettre par lettre, téléphone redémarré.',
    ],
    resolution: 'Internet mobile rétabli, 62 Mbit/s mesurés. SMS de configuration envoyé pour une prochaine fois.',
    waiting: {
      reason: 'requester',
      note: '{client} appelle avec le téléphone concerné et ne peut suivre les réglages : rappel convenu {jour} sur le fixe.',
    },
  },
  {
    team: 'mobile',
    tags: ['itinérance', 'étranger'],
    impact: 4,
    urgency: 2,
    subjects: ['À l’étranger, ne capte aucun réseau', 'Itinérance inactive', 'Appelle de l’étranger : pas de données'],
    problem: [
      'Arrivé{e} hier au Portugal, aucun réseau. {client} appelle par le Wi-Fi de l’hôtel.',
      'En Suisse pour le travail : données coupées et SMS d’alerte de 50 € reçu.',
    ],
    steps: [
      'Option d’itinérance inactive au contrat : activée, prise en compte sous 15 minutes.',
      'Choix manuel du réseau fait ensemble. Plafond expliqué : la Suisse n’est pas dans la zone Europe.',
    ],
    resolution: 'Réseau trouvé, données actives avec un forfait voyage de 5 Go pris par {client}. Bon séjour souhaité.',
    waiting: {
      reason: 'reminder',
      note: 'Activation en cours chez le partenaire. Rappeler {client} à {heure} par le numéro de l’hôtel noté ici.',
    },
  },
  {
    team: 'mobile',
    tags: ['esim', 'activation'],
    impact: 4,
    urgency: 3,
    subjects: ['eSIM qui ne s’installe pas', 'QR code eSIM déjà utilisé', 'Passage à l’eSIM sur un nouveau téléphone'],
    problem: [
      'Le QR code de l’eSIM répond « déjà utilisé ». {client} a changé de {mobile} {date}.',
      'Veut passer à l’eSIM : l’installation s’arrête à « activation en cours » depuis deux heures.',
    ],
    steps: [
      'Ancien profil eSIM encore attaché à l’ancien téléphone : libéré dans l’outil.',
      'Nouveau QR code envoyé à l’adresse du dossier après contrôle par SMS sur l’ancienne SIM.',
    ],
    resolution: 'eSIM installée, appels et données vérifiés. L’ancienne carte peut être détruite.',
    waiting: {
      reason: 'requester',
      note: 'QR code envoyé ; {client} doit avoir un second écran pour le scanner, le fera ce soir.',
    },
  },
  {
    team: 'mobile',
    tags: ['portabilité'],
    impact: 3,
    urgency: 3,
    subjects: ['Portabilité mobile non faite', 'Numéro pas encore porté', 'RIO refusé'],
    problem: [
      'Numéro qui devait arriver {date} : la nouvelle SIM a encore un numéro provisoire.',
      'RIO refusé à la commande en ligne. {client} est encore engagé{e} ailleurs et l’ignorait.',
    ],
    steps: [
      'RIO vérifié : une lettre lue « O » au lieu de zéro. Demande corrigée.',
      'Délai expliqué : trois jours ouvrés, coupure d’une heure le matin du portage.',
    ],
    resolution: 'Portage fait ce matin. Appels entrants essayés depuis un autre opérateur, messagerie initialisée.',
    waiting: {
      reason: 'reminder',
      note: 'Portage prévu {jour}. Contrôler en fin de matinée et envoyer un SMS à {client}.',
    },
  },
  {
    team: 'mobile',
    tags: ['facture', 'hors-forfait'],
    impact: 4,
    urgency: 3,
    subjects: [
      'Hors-forfait de 87 € inexpliqué',
      'SMS surtaxés sur la facture',
      'Appels vers numéros spéciaux contestés',
    ],
    problem: [
      '87 € de hors-forfait. {client} n’a « rien fait de spécial » et ne peut pas payer ce mois-ci.',
      'Des SMS surtaxés chaque semaine depuis un jeu du téléphone de son fils.',
    ],
    steps: [
      'Détail ouvert ensemble : 29 SMS vers un numéro court en 8 jours. Éditeur identifié par l’annuaire inversé.',
      'Blocage des numéros surtaxés posé sur la ligne. Mot STOP envoyé au service avec {client}.',
    ],
    resolution: 'Remboursement de 58 € accordé par l’éditeur, échéancier en deux fois mis en place pour le reste.',
    waiting: {
      reason: 'third-party',
      note: 'Demande de remboursement envoyée à l’éditeur du service. Prélèvement suspendu jusqu’à sa réponse.',
    },
  },
  {
    team: 'mobile',
    tags: ['messagerie vocale'],
    impact: 5,
    urgency: 4,
    subjects: ['Messagerie vocale muette', 'Code de messagerie oublié', 'Ne reçoit plus les messages vocaux'],
    problem: [
      'Le 888 demande un code que {client} n’a jamais choisi.',
      'Ses clients disent laisser des messages ; {il} n’en reçoit aucun depuis {date}.',
    ],
    steps: [
      'Code remis au code d’origine par SMS, puis changé avec {client}.',
      'Boîte trouvée pleine (30 messages archivés) : vidée ensemble, notification par SMS réactivée.',
    ],
    resolution: 'Message d’essai laissé et notifié dans la minute. Annonce personnalisée réenregistrée.',
    waiting: {
      reason: 'requester',
      note: '{client} veut d’abord recopier d’anciens messages de sa mère. Ne rien effacer avant son rappel.',
    },
  },
  {
    team: 'mobile',
    tags: ['sms', 'code bancaire'],
    impact: 4,
    urgency: 2,
    subjects: ['Ne reçoit pas les codes de sa banque', 'SMS de validation absents', 'Codes par SMS en retard'],
    problem: [
      'Les codes de la banque n’arrivent plus depuis {date} : impossible de payer en ligne. Les autres SMS passent.',
      'Les SMS de validation arrivent avec une heure de retard.',
    ],
    steps: [
      'Filtre anti-spam du {mobile} : l’expéditeur de la banque est dans les messages bloqués. Débloqué.',
      'SMS d’essai depuis la plateforme reçu en 3 secondes. Centre de messages vérifié.',
    ],
    resolution:
      'Code de la banque reçu pendant l’appel, achat validé. Filtre réglé sur « prévenir » au lieu de « bloquer ».',
    waiting: {
      reason: 'requester',
      note: '{client} doit vérifier avec sa banque quel numéro elle a au dossier. Rappel {jour}.',
    },
  },
  {
    team: 'mobile',
    tags: ['démarchage', 'usurpation'],
    impact: 4,
    urgency: 4,
    subjects: ['On appelle des gens avec son numéro', 'Usurpation de numéro', 'Des inconnus rappellent {client}'],
    problem: [
      'Une vingtaine d’inconnus par jour rappellent {client} en disant avoir été appelés. {il} n’en peut plus.',
      'Son numéro est affiché par un démarcheur. Reçoit des insultes par SMS.',
    ],
    steps: [
      'Aucun appel sortant correspondant sur la ligne : numéro bien usurpé. Expliqué que la carte SIM n’est pas piratée.',
      'Signalement fait sur la plateforme, relevés remis. Modèle de message d’absence proposé pour calmer les rappels.',
    ],
    resolution:
      'Rappels presque éteints après une semaine. {client} a préféré garder son numéro, changement gratuit resté possible.',
    waiting: {
      reason: 'reminder',
      note: 'Faire le point {jour} : si les rappels continuent, changement de numéro gratuit proposé.',
    },
    handOver:
      'Au niveau 2 : plus de 50 rappels par jour, {client} est à bout. Étudier un filtrage des appels non authentifiés.',
  },
  {
    team: 'mobile',
    tags: ['batterie', 'garantie'],
    impact: 5,
    urgency: 4,
    subjects: [
      'Batterie qui se vide en deux heures',
      'Téléphone chaud et batterie vide à midi',
      'Mobile sous garantie qui s’éteint',
    ],
    problem: [
      'Le {mobile} se vide en deux heures depuis {date} et chauffe beaucoup.',
      'Le {mobile} s’éteint à 30 %. Acheté chez nous il y a huit mois.',
    ],
    steps: [
      'Consommation : une application de météo tient le GPS actif en permanence. Désinstallée avec {client}.',
      'Santé de la batterie lue à 71 %. Sous garantie, sauvegarde des photos lancée avant envoi.',
    ],
    resolution: 'Batterie changée sous garantie, téléphone rendu en boutique, données intactes.',
    waiting: {
      reason: 'third-party',
      note: 'Téléphone parti à l’atelier, appareil de prêt remis. Retour annoncé {jour}.',
    },
  },
];
