import type { Presence } from '../../renderer/bridges/phone-status.ts';

/** The few words that the system and not the desk shows. */
export type NativeWords = {
  readonly incoming: string;
  readonly withheld: string;
  readonly answer: string;
  readonly reject: string;
  readonly open: string;
  readonly presence: Readonly<Record<Presence, string>>;
  readonly edit: string;
  readonly view: string;
  readonly startFailed: string;
  readonly dataFolderReadOnly: (folder: string) => string;
};

const words = {
  en: {
    incoming: 'Incoming call',
    withheld: 'Number withheld',
    answer: 'Answer',
    reject: 'Reject',
    open: 'Open Casque',
    presence: {
      none: 'Nobody is signed in',
      unreachable: 'The line is not ready',
      available: 'Ready for calls',
      ringing: 'Incoming call',
      inCall: 'In a call',
    },
    edit: 'Edit',
    view: 'View',
    startFailed: 'Casque could not start. Start it again; if it happens once more, send this to your administrator:',
    dataFolderReadOnly: (folder) =>
      `Casque cannot write to ${folder}: what you type now is lost when you quit. Make this folder writable, or free some space, and start again.`,
  },
  fr: {
    incoming: 'Appel entrant',
    withheld: 'Numéro masqué',
    answer: 'Répondre',
    reject: 'Rejeter',
    open: 'Ouvrir Casque',
    presence: {
      none: 'Personne n’est connecté',
      unreachable: 'La ligne n’est pas prête',
      available: 'Prêt à recevoir des appels',
      ringing: 'Appel entrant',
      inCall: 'En communication',
    },
    edit: 'Édition',
    view: 'Affichage',
    startFailed:
      'Casque n’a pas pu démarrer. Relancez-le ; si cela recommence, transmettez ceci à votre administrateur :',
    dataFolderReadOnly: (folder) =>
      `Casque ne peut pas écrire dans ${folder} : ce que vous saisissez sera perdu en quittant. Rendez ce dossier accessible en écriture, ou libérez de la place, puis relancez.`,
  },
} as const satisfies Record<string, NativeWords>;

/** @param language BCP 47 tag */
export function nativeWords(language: string): NativeWords {
  return /^fr\b/i.test(language) ? words.fr : words.en;
}
