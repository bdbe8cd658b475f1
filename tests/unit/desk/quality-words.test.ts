import { expect, it } from 'vitest';
import { keptWords, reasonWords, sideWords } from '../../../renderer/desk/quality/quality-words.ts';
import { textIn } from './text-in.ts';

it.each([
  [{ side: 'ours', network: 'wifi' }, 'Votre Wi-Fi', 'Rapprochez-vous de la borne Wi-Fi'],
  [{ side: 'ours', network: 'vpn' }, 'Votre VPN', 'Le VPN ralentit la voix'],
  [{ side: 'ours', network: null }, 'Votre réseau', 'Quelque chose occupe votre réseau'],
  [{ side: 'theirs', network: 'wifi' }, 'De leur côté', 'Votre réseau va bien'],
] as const)('says whose trouble it is, and what helps: %j', (trouble, whose, helps) => {
  const text = textIn('fr');
  expect(sideWords(trouble, text)).toBe(whose);
  expect(reasonWords({ level: 'poor', ...trouble }, text)).toContain(helps);
});

it('keeps for the timeline whose trouble it was', () => {
  expect(keptWords({ level: 'fair', side: 'ours' }, textIn('fr'))).toBe('qualité moyenne (réseau de l’agent)');
  expect(keptWords({ level: 'good', side: null }, textIn('fr'))).toBe('bonne qualité');
});
