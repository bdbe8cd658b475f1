import type { Scenario } from './scenario.ts';

/** Level 1, fixed lines: access, Wi-Fi, telephone over the box. */
export const internetScenarios: readonly Scenario[] = [
  {
    team: 'internet',
    tags: ['fibre', 'coupure'],
    impact: 3,
    urgency: 2,
    subjects: [
      'Plus d’Internet depuis ce matin, voyant optique rouge',
      'Fibre coupée, {box} voyant rouge fixe',
      'Aucune connexion fibre depuis {heure}',
    ],
    problem: [
      '{client} n’a plus Internet ni téléphone depuis {heure}. Voyant optique rouge fixe sur l’{box}. Rien n’a été déplacé dans le logement.',
      'Coupure totale depuis {heure} à {ville}. Le voyant optique est rouge. Les voisins, chez un autre opérateur, ont toujours Internet.',
    ],
    steps: [
      'Redémarrage électrique complet de la box (30 secondes débranchée) : voyant optique toujours rouge après 4 minutes.',
      'Jarretière optique vérifiée avec le client : bien enclenchée des deux côtés, pas de pliure visible. Embout nettoyé au chiffon sec.',
      'Test à distance : ONT non vu par l’OLT, dernier signal hier à 23 h 52. Pas d’incident collectif déclaré sur l’arbre.',
    ],
    resolution:
      'Technicien passé ce jour : connecteur cassé au point de branchement optique, refait. Puissance reçue −19,4 dBm, débit contrôlé 940 / 690 Mbit/s. Client rappelé, tout fonctionne.',
    waiting: {
      reason: 'third-party',
      note: 'Intervention de l’infrastructure demandée, rendez-vous confirmé {jour} entre 8 h et 12 h. SMS envoyé à {client}.',
    },
    handOver:
      'Passé au niveau 2 : ONT hors ligne, manipulations faites et sans effet. Demande de vérification du port avant d’engager un technicien.',
  },
  {
    team: 'internet',
    tags: ['wifi', 'débit'],
    impact: 4,
    urgency: 4,
    subjects: ['Wi-Fi très lent à l’étage', 'Le Wi-Fi décroche dans les chambres', 'Débit Wi-Fi faible loin de la box'],
    problem: [
      'Wi-Fi inutilisable à l’étage : la vidéo s’arrête sans cesse. En bas, à côté de la box, tout va bien.',
      '{client} se plaint d’un Wi-Fi qui décroche dans la chambre du fond. Maison ancienne, murs en pierre de 60 cm.',
    ],
    steps: [
      'Débit au câble : 612 Mbit/s, l’accès est bon. En Wi-Fi dans la chambre : 4 Mbit/s, signal −82 dBm.',
      'Box sortie du meuble TV et posée en hauteur. Canal 2,4 GHz passé de 6 à 11 (quatre voisins sur le 6).',
      'Bandes 2,4 et 5 GHz séparées pour montrer la différence au client. Il comprend que la pierre arrête le 5 GHz.',
    ],
    resolution:
      'Répéteur Armor Wi-Fi+ reçu et appairé avec le client au téléphone, placé dans le couloir. 180 Mbit/s dans la chambre. Client très satisfait.',
    waiting: {
      reason: 'requester',
      note: 'Répéteur Armor Wi-Fi+ expédié en point relais. {client} rappelle après l’avoir retiré pour l’appairage.',
    },
  },
  {
    team: 'internet',
    tags: ['wifi', 'mot de passe'],
    impact: 5,
    urgency: 4,
    subjects: ['Mot de passe Wi-Fi perdu', 'Ne retrouve plus la clé Wi-Fi', 'Nouvel ordinateur : clé Wi-Fi refusée'],
    problem: [
      'Nouvel ordinateur portable, la clé Wi-Fi est refusée. {client} l’avait changée et ne la retrouve pas.',
      'Demande la clé Wi-Fi : l’étiquette sous la box est effacée.',
    ],
    steps: [
      'Identité vérifiée (nom, adresse, deux derniers prélèvements). Clé non communiquée par téléphone, conformément à la règle.',
      'Guidage vers l’espace client, rubrique « Ma box », puis « Wi-Fi ». Mot de passe de l’espace client également oublié : lien de réinitialisation envoyé.',
    ],
    resolution:
      'Le client a défini une nouvelle clé depuis son espace. Ordinateur, deux téléphones et l’imprimante reconnectés ensemble.',
    waiting: {
      reason: 'requester',
      note: 'Lien de réinitialisation envoyé à son adresse. Attend que sa fille passe ce soir pour lire ses courriels.',
    },
  },
  {
    team: 'internet',
    tags: ['adsl', 'débit'],
    impact: 3,
    urgency: 3,
    subjects: [
      'Débit ADSL divisé par deux depuis {date}',
      'Internet très lent, ligne ADSL',
      'Désynchronisations ADSL à répétition',
    ],
    problem: [
      'Débit passé de 11 à 4 Mbit/s depuis {date}. Coupures d’une minute, surtout quand le téléphone sonne.',
      'Internet lent et instable depuis {date}. Plusieurs coupures par heure, pire le soir et quand il pleut.',
    ],
    steps: [
      'Mesure : 14 désynchronisations en 24 h, marge au bruit 4,1 dB, affaiblissement 38 dB.',
      'Filtre absent sur le fax du bureau : le client en retrouve un et le pose. Rallonge téléphonique de 10 m retirée, box sur la prise principale.',
      'Profil de ligne repassé en mode stabilité. Nouvelle mesure à faire après 24 h.',
    ],
    resolution:
      'Aucune désynchronisation sur 48 h, 10,2 Mbit/s. La rallonge était en cause. Client prévenu de son éligibilité à la fibre.',
    waiting: {
      reason: 'reminder',
      note: 'Ligne en observation 24 h après le retrait de la rallonge. Mesure à refaire puis rappeler {client} vers {heure}.',
    },
    handOver:
      'Au niveau 2 : désynchronisations malgré filtres et prise principale. Soupçon de défaut d’isolement sur la paire, surtout par temps humide.',
  },
  {
    team: 'internet',
    tags: ['téléphone', 'box'],
    impact: 3,
    urgency: 3,
    subjects: [
      'Pas de tonalité sur le téléphone fixe',
      'Téléphone fixe muet, Internet fonctionne',
      'Ne reçoit plus les appels sur le fixe',
    ],
    problem: [
      'Plus de tonalité depuis {date}, Internet fonctionne. Le téléphone est sur la base branchée à l’{box}.',
      'Les correspondants de {client} entendent sonner mais le poste ne sonne pas. Les appels sortants passent.',
    ],
    steps: [
      'Cordon du téléphone trouvé dans la prise murale et non dans la box : rebranché sur la prise Tel 1. Tonalité présente mais pas de sonnerie.',
      'Enregistrement SIP de la ligne vu côté plateforme : actif. Double appel et renvoi : un renvoi permanent vers la messagerie était posé.',
    ],
    resolution:
      'Renvoi permanent annulé (#21#). Appel d’essai passé vers le fixe : sonne et décroche. Le client pense à une fausse manœuvre de son petit-fils.',
    waiting: {
      reason: 'requester',
      note: 'Le client doit essayer avec un autre téléphone, emprunté à sa voisine. Le rappeler {jour} après {heure}.',
    },
  },
  {
    team: 'internet',
    tags: ['installation', 'fibre'],
    impact: 4,
    urgency: 3,
    subjects: ['Nouvelle box reçue, ne s’active pas', 'Mise en service fibre impossible', 'Box bloquée à l’étape 3'],
    problem: [
      'A reçu son {box} {date}. L’écran reste sur « Étape 3/4 ». {client} a suivi la notice et recommencé deux fois.',
      'Première mise en service : la box redémarre en boucle à l’étape 3.',
    ],
    steps: [
      'Numéro de série de la box relu : différent de celui rattaché au contrat (inversion à l’expédition).',
      'Échange du numéro de série dans le dossier, réinitialisation de la box par le bouton arrière, 10 secondes.',
    ],
    resolution:
      'Box activée après rattachement du bon numéro de série, mise à jour installée, Wi-Fi et téléphone essayés avec le client.',
    waiting: {
      reason: 'requester',
      note: 'La mise à jour prend 20 minutes ; {client} doit partir travailler. Il nous rappelle ce soir si le voyant n’est pas blanc.',
    },
  },
  {
    team: 'internet',
    tags: ['déménagement'],
    impact: 4,
    urgency: 4,
    subjects: [
      'Déménagement : ligne pas encore active',
      'Pas d’Internet dans le nouveau logement',
      'Transfert de ligne suite à déménagement',
    ],
    problem: [
      'A emménagé à {ville} {date}. La ligne devait être active : toujours rien. Le locataire d’avant était chez un confrère.',
      'Déménagement déclaré il y a trois semaines. La prise existe mais la box ne synchronise pas.',
    ],
    steps: [
      'Commande vue « en attente d’identifiant de prise ». Le client lit le numéro sur le boîtier : il manque au dossier.',
      'Numéro de prise ajouté, commande relancée. Clé 4G de prêt proposée et acceptée.',
    ],
    resolution:
      'Ligne mise en service, débit vérifié. Clé 4G de prêt à rendre sous 15 jours, étiquette envoyée par courriel.',
    waiting: {
      reason: 'third-party',
      note: 'Commande de raccordement relancée auprès du gestionnaire de l’immeuble. Réponse attendue pour {jour}.',
    },
  },
  {
    team: 'internet',
    tags: ['box', 'panne matérielle'],
    impact: 3,
    urgency: 2,
    subjects: [
      'Box qui ne s’allume plus après l’orage',
      'Plus aucun voyant sur la box',
      'Box morte depuis une coupure de courant',
    ],
    problem: [
      'Orage cette nuit à {ville}. Plus aucun voyant sur l’{box}, et le décodeur redémarre sans arrêt.',
      'Plus aucun voyant après une coupure de courant. Inquiétude de {client} : sa téléassistance passe par la box.',
    ],
    steps: [
      'Essai sur une autre prise électrique, sans multiprise : rien. Le bloc d’alimentation est froid.',
      'Téléassistance : numéro du prestataire donné, bascule sur carte SIM confirmée par eux. À traiter en priorité.',
    ],
    resolution:
      'Box et alimentation échangées en boutique. Installation faite avec le client au téléphone, téléassistance essayée avec le prestataire : appel reçu.',
    waiting: { reason: 'requester', note: 'Échange en boutique proposé, dossier prêt. {client} peut y aller {jour}.' },
  },
  {
    team: 'internet',
    tags: ['courriel', 'mot de passe'],
    impact: 4,
    urgency: 4,
    subjects: [
      'Ne peut plus lire ses courriels',
      'Messagerie : mot de passe refusé',
      'Erreur d’authentification dans le logiciel de messagerie',
    ],
    problem: [
      'Le logiciel de messagerie redemande le mot de passe sans fin depuis {date}. Le webmail fonctionne.',
      '{client} ne reçoit plus de courriels sur l’ordinateur, mais bien sur le téléphone.',
    ],
    steps: [
      'Compte vérifié dans l’outil : pas de blocage, pas d’envoi anormal. Serveur entrant configuré en POP sans chiffrement, refusé depuis la mise à jour.',
      'Réglages corrigés ensemble : IMAP, port 993, SSL. Serveur sortant 465 avec authentification.',
    ],
    resolution: 'Courriels reçus et envoyés, essai fait vers notre adresse de test. Fiche de réglages envoyée.',
    waiting: {
      reason: 'requester',
      note: 'Ordinateur chez son neveu pour réparation ; {client} rappelle quand {il} l’a de nouveau.',
    },
  },
  {
    team: 'internet',
    tags: ['hameçonnage', 'sécurité'],
    impact: 3,
    urgency: 2,
    subjects: [
      'A donné ses codes sur un faux site Armor Télécom',
      'Courriel frauduleux, espace client piraté ?',
      'Hameçonnage : facture impayée reçue par courriel',
    ],
    problem: [
      'A cliqué sur un courriel « facture impayée » et saisi identifiant, mot de passe et carte bancaire. {client} est affolé{e}.',
      'Reçoit des courriels qui nous imitent. A donné son mot de passe de l’espace client avant d’avoir un doute.',
    ],
    steps: [
      '{client} rassuré{e} : le contrat n’est pas touché. Mot de passe de l’espace client changé ensemble, autres connexions fermées.',
      'Banque : opposition à demander tout de suite, numéro interbancaire donné. Conseillé de porter plainte et de garder le courriel.',
      'Aucune commande ni option ajoutée sur le contrat depuis {date}. Redirection de courriel suspecte supprimée.',
    ],
    resolution:
      'Compte sécurisé, double authentification activée, courriel frauduleux transmis à la sécurité. La banque a bloqué la carte à temps.',
    waiting: {
      reason: 'requester',
      note: 'Attend le retour de sa banque. Rappeler {client} {jour} pour faire le point et vérifier l’espace client.',
    },
    handOver:
      'Au niveau 2 : des connexions à l’espace client depuis l’étranger sont visibles après le changement de mot de passe. Besoin d’un contrôle du compte.',
  },
  {
    team: 'internet',
    tags: ['facture'],
    impact: 5,
    urgency: 4,
    subjects: [
      'Facture plus élevée que d’habitude',
      'Conteste 15 € d’options sur la facture',
      'Prélèvement en double ce mois-ci',
    ],
    problem: [
      '15 € de plus sur la dernière facture. {client} dit n’avoir rien demandé.',
      'Deux prélèvements le même jour. Veut être remboursé{e} et menace de partir.',
    ],
    steps: [
      'Détail lu avec le client : fin de la promotion de 12 mois et option « Bouquet cinéma » prise depuis le décodeur {date}.',
      'Option retirée, geste commercial d’un mois accordé dans la limite du barème. Code d’achat du décodeur expliqué et activé.',
    ],
    resolution: 'Avoir de 9,99 € visible sur la prochaine facture. {client} remercie d’avoir expliqué simplement.',
    waiting: {
      reason: 'third-party',
      note: 'Demande d’avoir transmise à la facturation, réponse sous 72 h. {client} sera rappelé{e} {jour}.',
    },
  },
];
