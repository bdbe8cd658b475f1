import { setupI18n } from '@lingui/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Text } from '../../../renderer/desk/words/use-text.ts';

/** The real sentences; spaces that do not break are written as others here. */
export function textIn(language: 'fr' | 'en'): Text {
  const catalog = readFileSync(join(import.meta.dirname, `../../../assets/translations/${language}.po`), 'utf8');
  const messages = Object.fromEntries(
    [...catalog.matchAll(/^msgid (".+")\nmsgstr (".*")$/gm)].map(([, id = '""', message = '""']) => [
      JSON.parse(id) as string,
      JSON.parse(message) as string,
    ]),
  );
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  return (id, values) => i18n._(id, { ...values }).replaceAll('\u00a0', ' ');
}
