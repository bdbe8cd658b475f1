/** The few words that the system and not the desk shows. */
export type NativeWords = {
  readonly edit: string;
  readonly view: string;
  readonly startFailed: string;
  readonly dataFolderReadOnly: (folder: string) => string;
};

const words = {
  en: {
    edit: 'Edit',
    view: 'View',
    startFailed: 'Casque could not start. Start it again; if it happens once more, send this to your administrator:',
    dataFolderReadOnly: (folder) =>
      `Casque cannot write to ${folder}: what you type now is lost when you quit. Make this folder writable, or free some space, and start again.`,
  },
  fr: {
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
