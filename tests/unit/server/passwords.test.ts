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
    ['is too short', 'onze lettre'],
    ['is too short when spaces in a row count once', 'onze       l'],
    ['is too short, however many bytes it takes', '🎧🎧🎧🎧🎧🎧'],
    ['is too long', 'x'.repeat(129)],
  ])('%s', (_, password) => {
    expect(() => requireLength(password)).toThrow(expect.objectContaining({ code: 'REQUEST_MALFORMED' }));
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
