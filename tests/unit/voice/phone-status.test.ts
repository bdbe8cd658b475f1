import { describe, expect, it } from 'vitest';
import { phoneStatus } from '../../../renderer/voice/phone-status.ts';
import { loadPreferences, savePreferences, usual } from '../../../renderer/voice/preferences.ts';
import { callId, phoneCall, phoneSnapshot } from '../desk/phone-sample.ts';

describe('what the system is told of the phone', () => {
  it.each([
    ['available', {}],
    ['unreachable', { account: { state: 'connecting' } as const }],
    ['none', { mode: 'none' as const, account: { state: 'none' } as const }],
    ['inCall', { calls: [phoneCall({ phase: 'held' })] }],
    ['ringing', { calls: [phoneCall({ phase: 'active' }), phoneCall({ phase: 'ringing' })] }],
    ['available', { calls: [phoneCall({ phase: 'ended' })] }],
  ])('is %s', (presence, change) => {
    expect(phoneStatus(phoneSnapshot(change)).presence).toBe(presence);
  });

  it.each([
    [phoneCall(), { title: '0298001234', detail: 'assistance' }],
    [phoneCall({ displayName: 'Mme Roussel' }), { title: 'Mme Roussel', detail: '0298001234, assistance' }],
    [phoneCall({ number: null, queue: null }), { title: '', detail: '' }],
  ])('names who rings', (call, words) => {
    expect(phoneStatus(phoneSnapshot({ calls: [call] })).ringing).toEqual([{ callId, ...words }]);
  });
});

describe('what an agent likes', () => {
  it('is their own, and the usual where nothing readable is kept', () => {
    let kept: string | null = null;
    const storage = { getItem: () => kept, setItem: (_: string, value: string) => void (kept = value) };
    const silent = { ...usual, ring: { silent: true, everywhere: false } };
    savePreferences(storage, 'lea', silent);
    savePreferences(storage, 'karim', { ...usual, ring: { silent: false, everywhere: true } });
    expect(loadPreferences(storage, 'lea')).toEqual(silent);
    expect(loadPreferences(storage, 'nicolas')).toEqual(usual);
    kept = '{';
    expect(loadPreferences(storage, 'lea')).toEqual(usual);
  });
});
