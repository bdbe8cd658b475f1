import type { Scenario } from './scenario.ts';

/** Level 1, professional customers: switchboards, card terminals, several workplaces behind one line. */
export const proScenarios: readonly Scenario[] = [
  {
    team: 'internet',
    tags: ['pro', 'terminal de paiement'],
    impact: 2,
    urgency: 1,
    subjects: [
      'Terminal de paiement hors ligne',
      'Ne peut plus encaisser par carte',
      'TPE : erreur réseau depuis {heure}',
    ],
    problem: [
      'Le terminal affiche « réseau indisponible » depuis {heure}. File d’attente en boutique, {client} perd des ventes.',
      'Encaissement par carte impossible depuis le changement de box. Contrat professionnel.',
    ],
    steps: [
      'Terminal en adresse fixe sur l’ancien réseau 192.168.0.x ; l’{box} distribue en 192.168.1.x.',
      'Terminal passé en adresse automatique avec {client}. En secours, carte SIM du terminal activée pendant l’appel.',
    ],
    resolution:
      'Paiement d’essai de 1 € accepté puis annulé. {client} garde la procédure de secours par SIM près de la caisse.',
    waiting: {
      reason: 'third-party',
      note: 'Code d’installateur du terminal requis : demandé au prestataire de paiement, encaissement par SIM en attendant.',
    },
  },
  {
    team: 'internet',
    tags: ['pro', 'standard'],
    impact: 2,
    urgency: 2,
    subjects: [
      'Standard : tous les postes en « hors service »',
      'Postes téléphoniques du bureau muets',
      'Aucun appel n’arrive au standard',
    ],
    problem: [
      'Les six postes affichent « hors service » depuis ce matin. Internet marche. Les patients n’arrivent plus à joindre l’accueil.',
      'Les appels vers le standard tombent sur l’annonce d’indisponibilité depuis {heure}.',
    ],
    steps: [
      'Renvoi général vers le mobile de {client} posé tout de suite : les appels passent, la pression retombe.',
      'Postes vus sans adresse : le commutateur du local technique est éteint. Disjoncteur du local déclenché.',
    ],
    resolution:
      'Disjoncteur réarmé, commutateur et postes repartis. Renvoi général levé, appels entrants et sortants essayés poste par poste.',
    waiting: {
      reason: 'requester',
      note: 'Le local technique est fermé à clé, gardien absent. Renvoi maintenu ; {client} rappelle dès que la porte est ouverte.',
    },
    handOver:
      'Au niveau 2 : postes alimentés mais refusés à l’enregistrement (403). Mots de passe SIP du standard à vérifier.',
  },
  {
    team: 'internet',
    tags: ['pro', 'vpn'],
    impact: 3,
    urgency: 3,
    subjects: [
      'VPN de l’entreprise coupé toutes les heures',
      'Télétravail : VPN instable',
      'Accès au serveur du siège impossible',
    ],
    problem: [
      '{client} télétravaille : le VPN tombe toutes les heures depuis {date}. Son service informatique renvoie vers nous.',
      'Plus d’accès au serveur du siège depuis la mise à jour de la box. Le reste d’Internet va bien.',
    ],
    steps: [
      'Pas de coupure de la ligne sur 7 jours. La box renouvelle son adresse IPv6 à chaque coupure du VPN.',
      'Essai en IPv4 seul : VPN stable pendant 3 heures. Préfixe IPv6 fixe demandé sur le contrat.',
    ],
    resolution:
      'Préfixe IPv6 fixe activé, VPN stable sur deux journées de travail. Informations transmises à son service informatique.',
    waiting: {
      reason: 'third-party',
      note: 'En attente du relevé du pare-feu de l’entreprise, promis par leur service informatique pour {jour}.',
    },
    handOver: 'Au niveau 2 : coupures du VPN corrélées au renouvellement de préfixe IPv6. Demande d’un préfixe fixe.',
  },
  {
    team: 'internet',
    tags: ['pro', 'imprimante'],
    impact: 4,
    urgency: 4,
    subjects: [
      'Imprimante réseau introuvable après changement de box',
      'Plus d’impression depuis la nouvelle box',
      'Scanner qui n’envoie plus les courriels',
    ],
    problem: [
      'Depuis la nouvelle {box}, l’imprimante du bureau n’apparaît plus sur les postes.',
      'Le copieur ne peut plus envoyer les numérisations par courriel. Rappelé que c’est hors contrat, aidé quand même.',
    ],
    steps: [
      'Copieur encore relié à l’ancien Wi-Fi. Connexion refaite par l’écran du copieur, lecture de l’adresse ensemble.',
      'Adresse réservée dans la box pour qu’elle ne change plus. Pilote réinstallé sur un premier poste avec {client}.',
    ],
    resolution:
      'Impression et numérisation essayées depuis deux postes. {client} fera les autres avec la même méthode.',
    waiting: {
      reason: 'requester',
      note: 'Mot de passe d’administration du copieur inconnu : {client} le demande à son loueur.',
    },
  },
  {
    team: 'internet',
    tags: ['pro', 'fibre', 'rendez-vous'],
    impact: 3,
    urgency: 2,
    subjects: ['Technicien non venu au rendez-vous', 'Rendez-vous fibre manqué', 'Intervention reportée deux fois'],
    problem: [
      '{client} a attendu toute la matinée : personne, aucun appel. C’est la deuxième fois.',
      'Rendez-vous de {date} annulé par SMS une heure avant. {client} avait fermé la boutique pour l’occasion.',
    ],
    steps: [
      'Écouté sans interrompre, excuses présentées. Prestataire appelé devant {client} : technicien bloqué sur le chantier d’avant.',
      'Nouveau créneau obtenu en premier passage de la journée, numéro direct du conducteur de travaux noté au dossier.',
    ],
    resolution:
      'Intervention faite au nouveau créneau, ligne en service. Geste commercial d’un mois appliqué, {client} apaisé{e}.',
    waiting: {
      reason: 'third-party',
      note: 'Nouveau rendez-vous {jour} à 8 h, confirmé par le prestataire. Rappeler {client} la veille pour confirmer.',
    },
  },
  {
    team: 'internet',
    tags: ['pro', 'adresse ip'],
    impact: 4,
    urgency: 3,
    subjects: [
      'Caméras inaccessibles de l’extérieur',
      'Redirection de port qui ne fonctionne plus',
      'Demande d’adresse IP fixe',
    ],
    problem: [
      'Les caméras du magasin ne sont plus visibles depuis le téléphone de {client} depuis {date}.',
      'Redirections de port perdues à la mise à jour de l’{box}.',
    ],
    steps: [
      'Adresse IPv4 partagée depuis la migration : les ports au-dessus de 16 384 seulement sont à {client}.',
      'Adresse IPv4 entière demandée dans l’espace client (gratuite), redémarrage de la box.',
    ],
    resolution:
      'IPv4 dédiée active, redirections recréées, caméras visibles en 4G. Conseillé de changer le mot de passe d’usine des caméras.',
    waiting: {
      reason: 'requester',
      note: 'L’installateur des caméras doit donner les ports utilisés. {client} nous rappelle avec la liste.',
    },
  },
  {
    team: 'internet',
    tags: ['pro', 'portabilité', 'téléphone'],
    impact: 3,
    urgency: 2,
    subjects: ['Numéro du cabinet non porté', 'Portabilité du fixe bloquée', 'Deux opérateurs sur le même numéro'],
    problem: [
      'Le numéro du cabinet devait être porté {date}. On l’appelle encore chez l’ancien opérateur, une fois sur deux.',
      'Portabilité refusée pour « RIO incohérent ». {client} a recopié le RIO du mobile au lieu du fixe.',
    ],
    steps: [
      'Nouveau RIO obtenu avec {client} en appelant le 3179 depuis la ligne fixe. Dossier corrigé et relancé.',
      'Renvoi temporaire demandé à l’ancien opérateur pour ne perdre aucun appel.',
    ],
    resolution:
      'Portage effectif, appels d’essai depuis trois réseaux différents : tous arrivent. Ancien contrat clos par l’ancien opérateur.',
    waiting: {
      reason: 'third-party',
      note: 'Fenêtre de portage confirmée {jour} entre 8 h et 12 h. Contrôler l’après-midi et rappeler {client}.',
    },
    handOver:
      'Au niveau 2 : base de portabilité à jour, mais un opérateur route encore vers l’ancien. Ticket inter-opérateurs à ouvrir.',
  },
];
