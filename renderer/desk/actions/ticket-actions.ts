/** What is done to the open ticket and its note (`catalogue.ts`). */
export const ticketActions = {
  'ticket.new': {
    label: 'action.ticket.new',
    group: 'ticket',
    words: 'nouveau ticket créer ouvrir dossier new create ticket',
    keys: ['n', 'Control+n'],
  },
  'ticket.note': {
    label: 'action.ticket.note',
    group: 'ticket',
    words: 'note écrire rédiger commentaire write note comment',
    keys: ['r'],
  },
  'ticket.sendNote': {
    label: 'action.ticket.sendNote',
    group: 'ticket',
    words: 'ajouter envoyer note add send note',
    keys: ['Control+Enter'],
  },
  'note.text': {
    label: 'action.note.text',
    group: 'ticket',
    words: 'texte type modèle formule réponse prête insérer canned text template snippet reply insert',
    keys: ['Control+;'],
  },
  'ticket.addFile': {
    label: 'action.ticket.addFile',
    group: 'ticket',
    words: 'joindre fichier pièce jointe photo capture document attach file picture screenshot',
    keys: ['Shift+W'],
  },
  'ticket.subject': {
    label: 'action.ticket.subject',
    group: 'ticket',
    words: 'objet titre renommer modifier subject title rename edit',
    keys: ['e'],
  },
  'ticket.state': {
    label: 'action.ticket.state',
    group: 'ticket',
    words: 'état statut résoudre attente fermer clore state status solve pending close',
    keys: ['s'],
  },
  'ticket.priority': {
    label: 'action.ticket.priority',
    group: 'ticket',
    words: 'priorité impact urgence majeur priority urgency major',
    keys: ['p'],
  },
  'ticket.assignToMe': {
    label: 'action.ticket.assignToMe',
    group: 'ticket',
    words: 'prendre assigner affecter moi assign take me',
    keys: ['i'],
  },
  'ticket.handOver': {
    label: 'action.ticket.handOver',
    group: 'ticket',
    words: 'transmettre escalader escalade équipe niveau confier hand over escalate escalation team level',
    keys: ['Control+Shift+H'],
  },
  'ticket.follow': {
    label: 'action.ticket.follow',
    group: 'ticket',
    words: 'suivre suivi abonner ne plus suivre follow watch unfollow subscribe',
    keys: ['Control+Shift+S'],
  },
  'ticket.attach': {
    label: 'action.ticket.attach',
    group: 'ticket',
    words: 'rattacher incident majeur panne générale parent attach major incident outage',
    keys: ['Control+g'],
  },
  'ticket.link': {
    label: 'action.ticket.link',
    group: 'ticket',
    words: 'lier lien doublon rattacher parent enfant autre ticket link duplicate related child other ticket',
    keys: ['Control+Shift+G'],
  },
  'ticket.solveChildren': {
    label: 'action.ticket.solveChildren',
    group: 'ticket',
    words: 'résoudre rattachés enfants incident majeur tous même réponse solve children attached all same answer',
    keys: ['Control+Shift+Enter'],
  },
  'procedure.start': {
    label: 'action.procedure.start',
    group: 'ticket',
    words: 'procédure guide suivre étapes démarche mode opératoire procedure guide steps follow checklist',
    keys: ['Control+Shift+P'],
  },
  'procedure.done': {
    label: 'action.procedure.done',
    group: 'ticket',
    words: 'étape faite cocher oui suivante procédure step done tick yes next procedure',
    keys: ['Control+d'],
  },
  'procedure.no': {
    label: 'action.procedure.no',
    group: 'ticket',
    words: 'étape non réponse procédure step no answer procedure',
    keys: ['Control+Shift+D'],
  },
  'procedure.undo': {
    label: 'action.procedure.undo',
    group: 'ticket',
    words: 'étape revenir défaire décocher procédure step undo back untick procedure',
    keys: ['Control+Shift+U'],
  },
  'contact.organisation': {
    label: 'action.contact.organisation',
    group: 'ticket',
    words: 'organisation société entreprise standard numéro company organisation switchboard number',
    keys: ['Control+Shift+O'],
  },
  'ticket.merge': {
    label: 'action.ticket.merge',
    group: 'ticket',
    words: 'réunir fusionner regrouper doublon même sujet merge join duplicate same',
    keys: ['Shift+G'],
  },
  'ticket.delete': {
    label: 'action.ticket.delete',
    group: 'ticket',
    words: 'supprimer effacer corbeille erreur essai delete remove trash mistake',
    keys: ['Shift+V'],
  },
  'contact.change': {
    label: 'action.contact.change',
    group: 'ticket',
    words:
      'contact modifier corriger fiche nom numéro téléphone courriel adresse ville client edit change correct contact card name number phone e-mail town customer',
    keys: ['Control+e'],
  },
  'contact.equipment': {
    label: 'action.contact.equipment',
    group: 'ticket',
    words:
      'équipement matériel ajouter ordinateur portable imprimante poste add equipment computer laptop printer device',
    keys: ['Shift+I'],
  },
} as const;
