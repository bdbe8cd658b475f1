import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../domain/wire/incident.ts';
import { incidentLines } from '../../../renderer/desk/incidents/incident-line.ts';
import { causeText, incidentText } from '../../../renderer/desk/incidents/incident-words.ts';
import { textIn } from './text-in.ts';

const at = (clock: string) => `2026-03-12T${clock}.000Z`;
const told = (incidents: readonly Incident[], language: 'fr' | 'en'): string[] => {
  const text = textIn(language);
  return incidentLines(incidents).map((line) =>
    [line.at.slice(11, 16), incidentText(line, text), causeText(line, text)].filter((part) => part !== null).join(' '),
  );
};

describe('what happened, told', () => {
  const morning: Incident[] = [
    { at: at('08:00:00'), code: 'app-started', version: '1.2.0', after: 'quit' },
    { at: at('09:00:00'), code: 'server-lost', cause: 'SERVER_UNREACHABLE' },
    { at: at('10:41:48'), code: 'line-lost', cause: 'PHONE_PBX_UNREACHABLE' },
    { at: at('10:42:00'), code: 'line-back', ms: 12_000 },
    { at: at('10:42:00'), code: 'call-gap', ms: 12_000, why: 'network' },
    { at: at('10:50:00'), code: 'desk-lost', reason: 'hung', inCall: true },
    { at: at('10:50:01'), code: 'desk-back', ms: 900 },
    { at: at('11:00:00'), code: 'phone-lost', reason: 'died', inCall: true },
    { at: at('11:00:02'), code: 'phone-back', ms: 1600 },
    { at: at('11:05:00'), code: 'server-back', ms: 7_500_000 },
  ];

  it('is one line for what went and came back, the newest first (French)', () => {
    expect(told(morning, 'fr')).toEqual([
      '11:00 Le téléphone s’est arrêté pendant un appel et a été relancé en 2 s.',
      '10:50 L’écran ne répondait plus et a été relancé en 1 s ; l’appel a continué.',
      '10:42 Le réseau est parti 12 s pendant un appel ; l’appel a continué.',
      '10:41 La ligne téléphonique a été coupée pendant 12 s. Le standard téléphonique ne répond pas.',
      '09:00 Le serveur n’a pas répondu pendant 2 h 05 ; le travail a continué sur ce poste. Le serveur ne répond pas. Vérifiez le réseau.',
      '08:00 Casque 1.2.0 a démarré.',
    ]);
  });

  it('is the same in English', () => {
    expect(told(morning, 'en').slice(0, 3)).toEqual([
      '11:00 The phone stopped during a call and was restarted in 2 s.',
      '10:50 The screen no longer answered and was restarted in 1 s; the call went on.',
      '10:42 The network was gone for 12 s during a call; the call went on.',
    ]);
  });

  it('does not say that what was lost in one run came back in the next', () => {
    expect(
      told(
        [
          { at: at('09:00:00'), code: 'line-lost', cause: 'PHONE_PBX_UNREACHABLE' },
          { at: at('09:00:05'), code: 'app-started', version: '1.2.0', after: 'death' },
          { at: at('09:00:06'), code: 'line-back', ms: 1000 },
          { at: at('09:00:07'), code: 'call-gap', ms: 5200, why: 'restart' },
        ],
        'fr',
      ),
    ).toEqual([
      '09:00 Un appel a été repris après 5 s sans son.',
      '09:00 La ligne téléphonique est revenue après 1 s.',
      '09:00 Casque 1.2.0 a redémarré sans avoir été fermé : panne du programme ou arrêt du poste.',
      '09:00 La ligne téléphonique a été coupée. Le standard téléphonique ne répond pas.',
    ]);
  });
});
