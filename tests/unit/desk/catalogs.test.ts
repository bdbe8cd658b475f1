import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../domain/errors.ts';
import { actionIds } from '../../../renderer/desk/actions/catalogue.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const languages = ['fr', 'en'] as const;

/** Ids and texts of a PO file, as far as ours go: one line each. */
function catalog(language: (typeof languages)[number]): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'assets', 'translations', `${language}.po`), 'utf8');
  const messages = [...text.matchAll(/^msgid (".+")\nmsgstr (".*")$/gm)].map(
    ([, id = '""', message = '""']) => [JSON.parse(id) as string, JSON.parse(message) as string] as const,
  );
  return new Map(messages);
}

const catalogs = { fr: catalog('fr'), en: catalog('en') };
const sources = globSync('renderer/desk/**/*.{ts,tsx}', { cwd: root }).map((file) =>
  readFileSync(join(root, file), 'utf8'),
);
const literals = new Set(
  sources.flatMap((source) => [...source.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, id]) => id)),
);
const families = new Set([...catalogs.fr.keys()].map((id) => id.split('.')[0]));
const errorIds = Object.keys(errorCatalogue)
  // The server says these on its own console; they never reach a desk.
  .filter((code) => !/^(START|WEBHOOK)_/.test(code))
  .map((code) => `error.${code}`);
const names = new Set<string>(actionIds);

describe('the translations', () => {
  it('have the same messages in both languages', () => {
    expect([...catalogs.fr.keys()]).toEqual([...catalogs.en.keys()]);
  });

  it.each(languages)('have a text for every id that the desk uses (%s)', (language) => {
    const used = [...literals].filter((id) => id !== undefined && families.has(id.split('.')[0]) && !names.has(id));
    const missing = [...used, ...errorIds].filter((id) => (catalogs[language].get(id ?? '') ?? '') === '');
    expect(missing).toEqual([]);
  });

  it('have no message that nothing uses', () => {
    const unused = [...catalogs.fr.keys()].filter((id) => !literals.has(id) && !errorIds.includes(id));
    expect(unused).toEqual([]);
  });

  it('take the same values in both languages', () => {
    const values = (text: string): string[] =>
      [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = '']) => name))].sort();
    for (const [id, text] of catalogs.fr) expect([id, values(catalogs.en.get(id) ?? '')]).toEqual([id, values(text)]);
  });

  it('never shout, and set French signs off with a space that does not break', () => {
    for (const language of languages) {
      for (const [id, text] of catalogs[language]) expect([id, text.includes('!')]).toEqual([id, false]);
    }
    for (const [id, text] of catalogs.fr) expect([id, / [:;?»]|« /.test(text)]).toEqual([id, false]);
  });
});
