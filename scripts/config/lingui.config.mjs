import { resolve } from 'node:path';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

/** Messages have explicit ids (docs/decisions/0006-translations-by-key.md), so nothing is extracted from the sources. */
export default defineConfig({
  rootDir: resolve(import.meta.dirname, '..', '..'),
  sourceLocale: 'en',
  locales: ['fr', 'en'],
  catalogs: [{ path: '<rootDir>/assets/translations/{locale}', include: [] }],
  format: formatter({ explicitIdAsDefault: true, lineNumbers: false }),
});
