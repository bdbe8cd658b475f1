import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { localeOf, type Language } from './language.ts';

/** A sentence of the catalog by its id, with its values. */
export type Text = (id: string, values?: Readonly<Record<string, string | number>>) => string;

export type Words = { readonly text: Text; readonly language: Language; readonly locale: string };

export function useWords(): Words {
  const { i18n } = useLingui();
  const { locale } = i18n;
  return useMemo(() => {
    const language: Language = locale === 'fr' ? 'fr' : 'en';
    return {
      text: (id, values) => i18n._(id, values === undefined ? {} : { ...values }),
      language,
      locale: localeOf(language),
    };
    // `i18n` is one object for the life of the desk; its locale is what changes.
  }, [i18n, locale]);
}

export function useText(): Text {
  return useWords().text;
}
