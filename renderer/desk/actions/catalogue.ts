import { ticketActions } from './ticket-actions.ts';

export type ActionGroup = 'call' | 'self' | 'ticket' | 'list' | 'desk';

export type ActionDefinition = {
  /** Id of its name in the catalog. */
  readonly label: string;
  readonly group: ActionGroup;
  /** French and English words that find it in the palette, whatever the language of the screen. */
  readonly words: string;
  /**
   * In tinykeys' notation, the one to show first. A key that types text (a letter, a digit, a sign) acts only while nothing is
   * being typed; the others act everywhere.
   */
  readonly keys: readonly string[];
};

/** Everything that can be done, in one place: it feeds the keys, the palette and the help. */
export const actions = {
  'call.answer': {
    label: 'action.call.answer',
    group: 'call',
    words: 'répondre décrocher prendre appel answer pick up call',
    keys: ['F2'],
  },
  // A key of its own: were it the same as the one that hangs up, a caller who gives up at the wrong moment would end another call.
  'call.reject': {
    label: 'action.call.reject',
    group: 'call',
    words: 'rejeter refuser appel entrant reject decline incoming call',
    keys: ['F3'],
  },
  'call.end': {
    label: 'action.call.end',
    group: 'call',
    words: 'raccrocher terminer fin hang up end',
    keys: ['F4'],
  },
  'call.mute': {
    label: 'action.call.mute',
    group: 'call',
    words: 'muet micro couper mute microphone',
    keys: ['m', 'F6'],
  },
  'call.hold': {
    label: 'action.call.hold',
    group: 'call',
    words: 'attente garde reprendre hold resume',
    keys: ['h', 'F7'],
  },
  'call.transfer': {
    label: 'action.call.transfer',
    group: 'call',
    words: 'transférer passer renvoyer collègue consulter transfer pass refer colleague consult',
    keys: ['t', 'Control+t'],
  },
  'call.switch': {
    label: 'action.call.switch',
    group: 'call',
    words: 'basculer passer autre appel suivant switch swap other call next',
    keys: ['b', 'Control+b'],
  },
  'call.conference': {
    label: 'action.call.conference',
    group: 'call',
    words: 'conférence réunir trois fusionner joindre conference merge three join',
    keys: ['x', 'Control+Shift+X'],
  },
  'call.leave': {
    label: 'action.call.leave',
    group: 'call',
    words: 'quitter conférence laisser ensemble leave conference',
    keys: [],
  },
  'call.split': {
    label: 'action.call.split',
    group: 'call',
    words: 'séparer conférence split conference part',
    keys: [],
  },
  'call.divert': {
    label: 'action.call.divert',
    group: 'call',
    words: 'renvoyer dévier messagerie répondeur appel entrant divert deflect voicemail forward',
    keys: ['q', 'Shift+F3'],
  },
  'call.noise': {
    label: 'action.call.noise',
    group: 'call',
    words: 'bruit réduction suppression fond sonore ambiance noise suppression cancellation background',
    keys: ['Shift+N', 'Shift+F6'],
  },
  'call.undoDevices': {
    label: 'action.call.undoDevices',
    group: 'call',
    words: 'revenir annuler casque branché haut-parleur micro appareil audio undo headset plugged device back',
    keys: ['Shift+R', 'Shift+F7'],
  },
  'call.keypad': {
    label: 'action.call.keypad',
    group: 'call',
    words: 'clavier touches dtmf chiffres keypad tones digits',
    keys: ['d', 'F8'],
  },
  'call.dial': {
    label: 'action.call.dial',
    group: 'call',
    words: 'composer appeler numéro téléphoner dial call number phone',
    keys: ['c', 'F9'],
  },
  'call.redial': {
    label: 'action.call.redial',
    group: 'call',
    words: 'recomposer dernier numéro bis rappeler redial last number again',
    keys: ['Shift+Z'],
  },
  'call.callBack': {
    label: 'action.call.callBack',
    group: 'call',
    words: 'rappeler appelant manqué historique journal call back missed history return',
    keys: ['z'],
  },
  'call.callAgain': {
    label: 'action.call.callAgain',
    group: 'call',
    words: 'rappeler appel perdu coupé call again lost call back',
    keys: ['Shift+L', 'Shift+F4'],
  },
  'call.takeOver': {
    label: 'action.call.takeOver',
    group: 'call',
    words: 'reprendre appel en cours autre poste ici take over resume call other desk here',
    keys: ['Shift+O', 'Shift+F8'],
  },
  'call.handled': {
    label: 'action.call.handled',
    group: 'call',
    words: 'traité fait appel manqué marquer handled done missed call mark',
    keys: ['Shift+T'],
  },
  'callback.promise': {
    label: 'action.callback.promise',
    group: 'call',
    words: 'rappel promettre rappeler plus tard heure rendez-vous promise callback call back later time',
    keys: ['Shift+Y', 'Control+Shift+Y'],
  },
  'callback.dial': {
    label: 'action.callback.dial',
    group: 'call',
    words: 'rappel promis échu appeler maintenant heure due callback dial promised now',
    keys: ['Shift+K', 'Shift+F2'],
  },
  'callback.move': {
    label: 'action.callback.move',
    group: 'call',
    words: 'rappel promis déplacer reporter autre heure move callback postpone reschedule time',
    keys: ['Shift+H'],
  },
  'call.voicemail': {
    label: 'action.call.voicemail',
    group: 'call',
    words: 'messagerie vocale répondeur écouter messages voicemail listen messages',
    keys: ['Shift+M'],
  },
  'call.askValidation': {
    label: 'action.call.askValidation',
    group: 'call',
    words: 'validation demander collègue niveau 2 avis question accord attente ask colleague level approval',
    keys: ['w', 'F10'],
  },
  'call.backToCaller': {
    label: 'action.call.backToCaller',
    group: 'call',
    words: 'revenir appelant reprendre attente back caller resume hold',
    keys: ['F5'],
  },
  'desk.validation': {
    label: 'action.desk.validation',
    group: 'desk',
    words: 'répondre validation demande collègue avis answer request colleague approval',
    keys: ['F12'],
  },
  'call.clipboard': {
    label: 'action.call.clipboard',
    group: 'call',
    words: 'appeler numéro copié presse-papiers coller composer call copied number clipboard paste dial',
    keys: ['v', 'Shift+F9'],
  },
  'call.quality': {
    label: 'action.call.quality',
    group: 'call',
    words: 'qualité son réseau gigue pertes wifi latence quality sound network jitter loss latency mos',
    keys: [],
  },
  'call.openTicket': {
    label: 'action.call.openTicket',
    group: 'call',
    words: 'ouvrir ticket appelant proposé open caller ticket proposed',
    keys: ['o', 'Control+o'],
  },
  'call.link': {
    label: 'action.call.link',
    group: 'call',
    words: 'relier lier appel ticket link call',
    keys: ['l', 'Control+l'],
  },
  'call.newContact': {
    label: 'action.call.newContact',
    group: 'call',
    words: 'nouveau contact appelant créer new contact caller create',
    keys: ['a', 'Control+Shift+A'],
  },
  'call.practice': {
    label: 'action.call.practice',
    group: 'call',
    words: 'entraînement faire appeler client exercice simulation practice simulated customer training',
    keys: ['Control+Shift+E'],
  },
  'self.menu': {
    label: 'action.self.menu',
    group: 'self',
    words: 'mon état statut disponibilité files menu my state status availability queues',
    keys: ['Shift+S'],
  },
  'self.available': {
    label: 'action.self.available',
    group: 'self',
    words: 'disponible prêt reprendre fin pause retour available ready back resume',
    keys: ['Shift+A'],
  },
  'self.pause': {
    label: 'action.self.pause',
    group: 'self',
    words: 'pause indisponible repas café pause break away lunch',
    keys: ['Shift+P'],
  },
  'self.shortPause': {
    label: 'action.self.shortPause',
    group: 'self',
    words: 'courte pause souffler appel difficile short break breathe hard call',
    keys: ['Shift+B'],
  },
  'self.afterCall': {
    label: 'action.self.afterCall',
    group: 'self',
    words: 'après cet appel pause ensuite dernier appel after this call pause last call',
    keys: ['Shift+Q'],
  },
  'self.quietHalfHour': {
    label: 'action.self.quietHalfHour',
    group: 'self',
    words: 'ne pas déranger occupé demi-heure trente minutes do not disturb dnd busy half hour',
    keys: ['Shift+D'],
  },
  'self.quietHour': {
    label: 'action.self.quietHour',
    group: 'self',
    words: 'ne pas déranger occupé une heure do not disturb dnd busy one hour',
    keys: [],
  },
  'self.quietTomorrow': {
    label: 'action.self.quietTomorrow',
    group: 'self',
    words: 'ne pas déranger occupé demain do not disturb dnd busy tomorrow',
    keys: [],
  },
  'self.signIn': {
    label: 'action.self.signIn',
    group: 'self',
    words: 'rejoindre entrer files connexion join enter queues sign in',
    keys: [],
  },
  'self.signOut': {
    label: 'action.self.signOut',
    group: 'self',
    words: 'quitter sortir files déconnexion leave queues sign out',
    keys: [],
  },
  'wrapUp.code': {
    label: 'action.wrapUp.code',
    group: 'self',
    words: 'motif conclusion après appel code clôture wrap-up outcome code',
    keys: ['Shift+C'],
  },
  'wrapUp.extend': {
    label: 'action.wrapUp.extend',
    group: 'self',
    words: 'prolonger après appel plus de temps extend wrap-up more time',
    keys: ['Shift+E'],
  },
  'wrapUp.end': {
    label: 'action.wrapUp.end',
    group: 'self',
    words: 'terminer après appel fini prêt end finish wrap-up ready',
    keys: ['Shift+F'],
  },
  ...ticketActions,
  'list.next': {
    label: 'action.list.next',
    group: 'list',
    words: 'suivant prochain ticket next',
    keys: ['j', 'Alt+ArrowDown'],
  },
  'list.previous': {
    label: 'action.list.previous',
    group: 'list',
    words: 'précédent ticket previous',
    keys: ['k', 'Alt+ArrowUp'],
  },
  'list.filter': {
    label: 'action.list.filter',
    group: 'list',
    words: 'filtrer chercher trouver rechercher liste filter find search list',
    keys: ['Control+f'],
  },
  'list.mine': { label: 'action.list.mine', group: 'list', words: 'mes tickets miens mine my', keys: ['Digit1'] },
  'list.team': { label: 'action.list.team', group: 'list', words: 'équipe tickets team', keys: ['Digit2'] },
  'list.unassigned': {
    label: 'action.list.unassigned',
    group: 'list',
    words: 'sans agent non assignés libres unassigned nobody',
    keys: ['Digit3'],
  },
  'list.solved': {
    label: 'action.list.solved',
    group: 'list',
    words: 'résolus fermés solved closed done',
    keys: ['Digit4'],
  },
  'desk.tickets': { label: 'action.desk.tickets', group: 'desk', words: 'tickets liste list', keys: ['g'] },
  'desk.calls': {
    label: 'action.desk.calls',
    group: 'desk',
    words: 'appels journal manqués historique calls log missed recent history',
    keys: ['y'],
  },
  'desk.contacts': {
    label: 'action.desk.contacts',
    group: 'desk',
    words: 'contacts clients annuaire contacts customers directory',
    keys: ['u'],
  },
  'desk.colleagues': {
    label: 'action.desk.colleagues',
    group: 'desk',
    words: 'collègues annuaire équipe disponibles internes colleagues directory team available extensions',
    keys: ['Shift+U'],
  },
  'desk.who': {
    label: 'action.desk.who',
    group: 'desk',
    words: 'fiche appelant contact colonne volet caller details column panel',
    keys: ['f', 'Control+i'],
  },
  'desk.refused': {
    label: 'action.desk.refused',
    group: 'desk',
    words: 'refusés refus envois erreurs corriger renvoyer refused rejected errors correct send again',
    keys: ['Shift+X'],
  },
  'desk.syncNow': {
    label: 'action.desk.syncNow',
    group: 'desk',
    words: 'serveur synchroniser réessayer envoyer maintenant server sync retry now',
    keys: [],
  },
  'desk.retryLine': {
    label: 'action.desk.retryLine',
    group: 'desk',
    words: 'ligne téléphone réessayer reconnecter line phone retry reconnect',
    keys: [],
  },
  'desk.retryMicrophone': {
    label: 'action.desk.retryMicrophone',
    group: 'desk',
    words: 'micro microphone réessayer retry',
    keys: [],
  },
  'desk.headset': {
    label: 'action.desk.headset',
    group: 'desk',
    words: 'casque boutons connecter décrocher voyants headset buttons connect lights',
    keys: [],
  },
  'desk.search': {
    label: 'action.desk.search',
    group: 'desk',
    words: 'rechercher chercher trouver partout tout ticket note contact numéro search find everywhere all number',
    keys: ['/', 'Shift+/', 'Control+Shift+F'],
  },
  'desk.palette': {
    label: 'action.desk.palette',
    group: 'desk',
    words: 'commandes palette chercher commands search',
    keys: ['Control+k', 'Meta+k'],
  },
  'desk.keys': {
    label: 'action.desk.keys',
    group: 'desk',
    words: 'aide touches raccourcis clavier help keys shortcuts keyboard',
    keys: ['Shift+?', '?', 'F1'],
  },
  'desk.settings': {
    label: 'action.desk.settings',
    group: 'desk',
    words:
      'réglages préférences langue thème casque micro haut-parleur sonnerie settings preferences language theme headset',
    keys: ['Control+,'],
  },
  'desk.diagnostics': {
    label: 'action.desk.diagnostics',
    group: 'desk',
    words: 'diagnostic vérifier tester essai micro casque réseau panne archive assistance check test help support',
    keys: [],
  },
  'desk.incidents': {
    label: 'action.desk.incidents',
    group: 'desk',
    words: 'journal passé incidents coupure panne réseau reprise historique what happened log outage events',
    keys: ['Shift+J'],
  },
  'desk.installUpdate': {
    label: 'action.desk.installUpdate',
    group: 'desk',
    words: 'mise à jour installer nouvelle version redémarrer update install new version restart',
    keys: [],
  },
  'desk.theme': {
    label: 'action.desk.theme',
    group: 'desk',
    words: 'thème sombre clair nuit dark light theme night',
    keys: [],
  },
  'desk.language': {
    label: 'action.desk.language',
    group: 'desk',
    words: 'langue français anglais language french english',
    keys: [],
  },
  'desk.password': {
    label: 'action.desk.password',
    group: 'desk',
    words: 'mot de passe changer nouveau compte sécurité password change new account security',
    keys: [],
  },
  'desk.signOut': {
    label: 'action.desk.signOut',
    group: 'desk',
    words: 'déconnexion déconnecter quitter sortir sign out log out leave',
    keys: [],
  },
} as const satisfies Record<string, ActionDefinition>;

export type ActionId = keyof typeof actions;
export const actionIds = Object.keys(actions) as ActionId[];

export const groupLabel: Readonly<Record<ActionGroup, string>> = {
  call: 'keys.group.call',
  self: 'keys.group.self',
  ticket: 'keys.group.ticket',
  list: 'keys.group.list',
  desk: 'keys.group.desk',
};

/** A key that would type something where text has the focus. */
export function typesText(key: string): boolean {
  const parts = key.split('+');
  const last = parts[parts.length - 1] ?? '';
  if (parts.includes('Control') || parts.includes('Meta') || parts.includes('Alt')) return false;
  return last.length === 1 || last.startsWith('Digit');
}
