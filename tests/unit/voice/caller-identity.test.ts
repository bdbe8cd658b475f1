import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCallerIdentity, type IdentityHeaders } from '../../../renderer/voice/sip/caller-identity.ts';

const read = (headers: Partial<IdentityHeaders>) =>
  readCallerIdentity({
    from: '"Mme Roussel" <sip:+33261910012@pbx.example>;tag=1',
    assertedIdentity: [],
    privacy: undefined,
    queue: undefined,
    alertInfo: [],
    ...headers,
  });

describe('who calls', () => {
  it('is told by From', () => {
    expect(read({})).toEqual({ number: '+33261910012', displayName: 'Mme Roussel', queue: null });
    expect(read({ from: 'sip:0261910012@pbx.example;tag=1' })).toMatchObject({
      number: '0261910012',
      displayName: null,
    });
  });

  it('is told better by the network (P-Asserted-Identity)', () => {
    expect(read({ assertedIdentity: ['"Roussel A." <sip:0033261910012@trunk>'] })).toMatchObject({
      number: '0033261910012',
      displayName: 'Roussel A.',
    });
    expect(read({ assertedIdentity: ['<tel:+33-2-61-91-00-12;phone-context=fr>, <sip:a@b>'] })).toMatchObject({
      number: '+33-2-61-91-00-12',
      displayName: 'Mme Roussel',
    });
  });

  it.each([
    ['anonymous', { from: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1' }],
    ['an empty user', { from: '<sip:pbx.example>;tag=1' }],
    [
      'a number that the network knows and asks not to show',
      { privacy: 'id', assertedIdentity: ['"Camille" <sip:+33600000000@pbx>'] },
    ],
  ])('is withheld for %s', (_, headers) => {
    expect(read(headers)).toMatchObject({ number: null, displayName: null });
  });

  it('is not a name that only repeats the number', () => {
    expect(read({ from: '"0261910012" <sip:0261910012@pbx>' })).toMatchObject({
      number: '0261910012',
      displayName: null,
    });
  });

  it.each([
    [{ queue: 'Hotline' }, 'Hotline', 'Mme Roussel'],
    [{ alertInfo: ['<http://127.0.0.1/>;info=queue-hotline'] }, 'hotline', 'Mme Roussel'],
    [{ alertInfo: ['<http://127.0.0.1/ring.wav>;queue="Niveau 2"'] }, 'Niveau 2', 'Mme Roussel'],
    [{ from: '"Hotline: Mme Roussel" <sip:+33261910012@pbx>' }, 'Hotline', 'Mme Roussel'],
  ])('comes with the queue in %j', (headers, queue, displayName) => {
    expect(read(headers)).toMatchObject({ queue, displayName });
  });

  it('cannot write over the screen', () => {
    expect(read({ from: '"\u202eelddaS\u0000\r\n   \u200bB" <sip:1%0a2@pbx>' })).toMatchObject({
      number: '1 2',
      displayName: 'elddaS B',
    });
  });

  it('is bounded and on one line, whatever is sent', () => {
    const text = fc.string({ maxLength: 400, unit: 'binary' });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), text, (from, asserted, queue) => {
        const identity = readCallerIdentity({
          from,
          assertedIdentity: asserted,
          privacy: undefined,
          queue,
          alertInfo: asserted,
        });
        expect(identity.number?.length ?? 0).toBeLessThanOrEqual(64);
        expect(identity.displayName?.length ?? 0).toBeLessThanOrEqual(120);
        expect(identity.queue?.length ?? 0).toBeLessThanOrEqual(80);
        expect(Object.values(identity).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 50 },
    );
  });
});
