import type { Scenario } from './scenario.ts';

/** Level 1, television over the box. */
export const televisionScenarios: readonly Scenario[] = [
  {
    team: 'internet',
    tags: ['tv', 'décodeur'],
    impact: 4,
    urgency: 3,
    subjects: [
      'Décodeur bloqué sur l’écran de démarrage',
      'Plus de télévision, décodeur en boucle',
      'Écran noir sur le décodeur TV 4K',
    ],
    problem: [
      'Le décodeur reste sur le logo depuis {date}. Internet fonctionne bien sur l’{box}.',
      'Plus de télévision depuis hier soir, le décodeur redémarre sans fin. {client} veut le match de ce soir.',
    ],
    steps: [
      'Redémarrage dans l’ordre : box, deux minutes, puis décodeur. Même blocage à 80 %.',
      'Décodeur relié par câble au lieu du CPL : démarre du premier coup. Les boîtiers CPL étaient sur une multiprise parafoudre.',
    ],
    resolution:
      'Boîtiers CPL rebranchés directement au mur et appairés à nouveau. Télévision rétablie dans le salon, image stable après 20 minutes.',
    waiting: {
      reason: 'requester',
      note: '{client} doit acheter un câble Ethernet de 5 mètres pour l’essai sans CPL. Rappel prévu {jour} à {heure}.',
    },
  },
  {
    team: 'internet',
    tags: ['tv', 'image'],
    impact: 4,
    urgency: 4,
    subjects: [
      'Image qui pixellise le soir',
      'Coupures de son et d’image sur plusieurs chaînes',
      'Télévision saccadée en 4K',
    ],
    problem: [
      'Image qui se fige plusieurs fois par soirée, surtout entre 20 h et 22 h, sur toutes les chaînes.',
      'Saccades sur les chaînes en 4K, correctes en HD. Trois personnes regardent des vidéos en même temps.',
    ],
    steps: [
      'Débit mesuré à {heure} : 18 Mbit/s sur une ligne VDSL, pour un flux 4K qui en demande 25.',
      'Qualité automatique activée dans les réglages du décodeur, enregistrement simultané expliqué.',
    ],
    resolution:
      'En qualité automatique, plus de coupures pendant trois soirées. Éligibilité fibre vérifiée : rendez-vous commercial proposé.',
    waiting: {
      reason: 'reminder',
      note: 'Essai en qualité automatique pendant deux soirées. Rappeler {client} {jour} pour savoir ce qu’il en est.',
    },
  },
  {
    team: 'internet',
    tags: ['tv', 'télécommande'],
    impact: 5,
    urgency: 5,
    subjects: [
      'Télécommande qui ne répond plus',
      'La télécommande n’allume plus la télévision',
      'Télécommande à réappairer',
    ],
    problem: [
      'La télécommande clignote rouge et ne fait plus rien. Les piles sont neuves d’après {client}.',
      'La télécommande commande le décodeur mais plus le son de la télévision depuis le changement de téléviseur.',
    ],
    steps: [
      'Piles montées à l’envers : remises dans le bon sens. Réappairage par OK et retour 5 secondes, voyant vert.',
      'Code de la marque du nouveau téléviseur cherché et enregistré ensemble.',
    ],
    resolution:
      'Télécommande appairée, volume et mise en veille fonctionnent. {client} a noté la manipulation dans son carnet.',
    waiting: {
      reason: 'requester',
      note: '{client} n’est pas devant la télévision et préfère rappeler quand son petit-fils sera là.',
    },
  },
  {
    team: 'internet',
    tags: ['tv', 'bouquet'],
    impact: 5,
    urgency: 3,
    subjects: [
      'Chaînes du bouquet sport absentes',
      'Bouquet payé mais écran « Chaîne non souscrite »',
      'Ne reçoit pas l’option cinéma',
    ],
    problem: [
      'Option sport prise {date}, toujours « chaîne non souscrite ». Le prélèvement est passé.',
      'Le bouquet cinéma a disparu après l’échange du décodeur.',
    ],
    steps: [
      'Option bien active au contrat mais rattachée à l’ancien numéro de décodeur.',
      'Droits renvoyés vers le nouveau décodeur, mise en veille profonde et rallumage demandés.',
    ],
    resolution:
      'Chaînes ouvertes dix minutes après le renvoi des droits. Deux jours remboursés à la demande de {client}.',
    waiting: {
      reason: 'third-party',
      note: 'Droits renvoyés à l’éditeur du bouquet, délai annoncé de 24 h. Vérifier avant de rappeler {client}.',
    },
  },
  {
    team: 'internet',
    tags: ['tv', 'enregistrement'],
    impact: 5,
    urgency: 4,
    subjects: [
      'Enregistrements disparus',
      'Disque du décodeur plein, n’enregistre plus',
      'Enregistrement programmé qui n’a pas eu lieu',
    ],
    problem: [
      'Tous les enregistrements ont disparu ce matin, dont le spectacle de sa petite-fille filmé à la télévision locale.',
      'La série programmée {date} ne s’est pas enregistrée. Message « espace insuffisant ».',
    ],
    steps: [
      'Stockage vu à 98 % dans les réglages. Les enregistrements sont rangés dans un second profil créé par erreur.',
      'Retour au profil principal expliqué, suppression de 40 épisodes déjà vus avec son accord.',
    ],
    resolution:
      'Enregistrements retrouvés dans l’autre profil, espace libéré à 45 %. Suppression automatique des épisodes vus activée.',
    waiting: {
      reason: 'requester',
      note: '{client} fait le tri dans ses enregistrements et nous rappelle si le message revient.',
    },
  },
  {
    team: 'internet',
    tags: ['accessibilité', 'accompagnement'],
    impact: 4,
    urgency: 4,
    subjects: [
      'Souhaite les sous-titres et l’audiodescription',
      'Menu du décodeur illisible',
      'Aide pour agrandir les menus',
    ],
    problem: [
      'Vue qui baisse : {client} ne lit plus les menus du décodeur et zappe à l’aveugle.',
      'Demande les sous-titres pour sourds et malentendants sur toutes les chaînes, pas seulement en replay.',
    ],
    steps: [
      'Menus agrandis et contraste fort activés pas à pas, avec des mots simples. Guide vocal essayé, apprécié.',
      'Sous-titres forcés dans les préférences du profil. Télécommande à grosses touches présentée.',
    ],
    resolution:
      'Réglages en place, notice en gros caractères envoyée par courrier. {client} très content{e} de l’accueil.',
    waiting: {
      reason: 'requester',
      note: 'Télécommande à grosses touches envoyée. {client} rappelle à la réception pour l’appairer ensemble.',
    },
  },
];
