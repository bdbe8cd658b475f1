import type { Settings } from '../../bridges/settings.ts';

export type Language = 'fr' | 'en';

/** French where the system is French, English everywhere else, unless the person chose. */
export function languageFor(setting: Settings['language'], systemLanguage: string): Language {
  if (setting !== 'system') return setting;
  return /^fr\b/i.test(systemLanguage) ? 'fr' : 'en';
}

/** BCP 47 tag for dates and numbers. */
export function localeOf(language: Language): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}
