import { describe, expect, it } from 'vitest';
import { hashPassword, requireLength, verifyPassword } from '../../../server/session/passwords.ts';

describe('a password that somebody chooses', () => {
  it.each([
    ['is long enough', 'douze lettre'],
    ['counts characters, not the parts that they are made of', '🎧🎧🎧🎧🎧🎧🎧🎧🎧🎧🎧🎧'],
    ['may be of any characters', 'ちょうど十二文字です！？'],
    ['may be a sentence', 'x'.repeat(128)],
  ])('%s', (_, password) => expect(() => requireLength(password)).not.toThrow());

  it.each([
    ['is too short', 'onze lettre', 'AUTH_PASSWORD_TOO_SHORT'],
    ['is too short when spaces in a row count once', 'onze       l', 'AUTH_PASSWORD_TOO_SHORT'],
    ['is too short, however many bytes it takes', '🎧🎧🎧🎧🎧🎧', 'AUTH_PASSWORD_TOO_SHORT'],
    ['is too long', 'x'.repeat(129), 'AUTH_PASSWORD_TOO_LONG'],
    [
      'is longer than a sign-in takes, though spaces in a row count once',
      `une${' '.repeat(250)}phrase`,
      'AUTH_PASSWORD_TOO_LONG',
    ],
  ])('%s', (_, password, code) => {
    expect(() => requireLength(password)).toThrow(expect.objectContaining({ code }));
  });

  it('is taken as it is to its last character, whichever way its accents are written', async () => {
    const password = `${'é'.repeat(127)}x`;
    const hashed = await hashPassword(password);
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hashed, password.normalize('NFD'))).toBe(true);
    expect(await verifyPassword(hashed, password.slice(0, -1))).toBe(false);
    expect(await verifyPassword(hashed, password.toUpperCase())).toBe(false);
    expect(await verifyPassword(undefined, password)).toBe(false);
  });
});
