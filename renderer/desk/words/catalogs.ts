import { setupI18n, type I18n, type Messages } from '@lingui/core';
import { messages as english } from '../../../assets/translations/en.po';
import { messages as french } from '../../../assets/translations/fr.po';
import { localeOf, type Language } from './language.ts';

/** Both are part of the desk: together they are small, and a file of their own would be waited for at every start. */
const catalogs: Readonly<Record<Language, Messages>> = { fr: french, en: english };

export function createLanguage(): I18n {
  return setupI18n();
}

export function activateLanguage(i18n: I18n, language: Language): void {
  i18n.loadAndActivate({ locale: language, locales: [localeOf(language)], messages: catalogs[language] });
}
