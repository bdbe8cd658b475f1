import { app } from 'electron';

/** BCP 47 tag of the person's language: what the command line says (`--lang`), else the system's first one. */
export function systemLanguage(): string {
  const [first] = app.getPreferredSystemLanguages();
  // Where no language is set at all, Linux says `c`.
  const known = first !== undefined && /^[a-z]{2,3}(-|$)/i.test(first);
  return app.commandLine.hasSwitch('lang') || !known ? app.getLocale() : first;
}
