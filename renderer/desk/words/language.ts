import { setupI18n, type I18n, type Messages } from '@lingui/core';
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

/** One language's catalog: each is its own file of the build, so that only one is loaded. */
async function catalogOf(language: Language): Promise<Messages> {
  switch (language) {
    case 'fr':
      return (await import('../../../assets/translations/fr.po')).messages;
    case 'en':
      return (await import('../../../assets/translations/en.po')).messages;
  }
}

export function createLanguage(): I18n {
  return setupI18n();
}

/** Begins to load a catalog that is likely to be wanted. */
export function expectLanguage(language: Language): void {
  void catalogOf(language).catch(() => undefined);
}

export async function activateLanguage(i18n: I18n, language: Language): Promise<void> {
  const messages = await catalogOf(language);
  i18n.loadAndActivate({ locale: language, locales: [localeOf(language)], messages });
}
