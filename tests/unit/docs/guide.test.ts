import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actionIds, actions } from '../../../renderer/desk/actions/catalogue.ts';
import { shownKey } from '../../../renderer/desk/actions/key-label.ts';
import type { Language } from '../../../renderer/desk/words/language.ts';
import { textIn } from '../desk/text-in.ts';

it.each(['fr', 'en'] as const)('the guide (%s) names actions and keys as the desk does', (language: Language) => {
  const guide = readFileSync(new URL(`../../../docs/guide/agents.${language}.md`, import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| (.+?) +\| (\S+) +\|$/gm)]
    .map(([, action = '', key = '']) => `${action.replaceAll('\u00a0', ' ')}: ${key}`)
    .filter((row) => !/^(-|action: )/.test(row));
  const text = textIn(language);
  const shown = new Set(actionIds.map((id) => `${text(actions[id].label)}: ${shownKey(actions[id].keys, language)}`));
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => !shown.has(row))).toEqual([]);
});
