import { expect, it } from 'vitest';
import { requireNewPassword } from '../../../server/session/new-password.ts';

it.each([
  ['is short', 'onze signes', 'AUTH_PASSWORD_TOO_SHORT', '12 to 128 characters'],
  ['is in every list of leaked ones', '1qaz2wsx3edc', 'AUTH_PASSWORD_COMMON', 'tried first'],
  ['is so in capitals', 'QWERTY123456', 'AUTH_PASSWORD_COMMON', 'tried first'],
  ['is so with other spaces around it', ' 123456789987654321 ', 'AUTH_PASSWORD_COMMON', 'tried first'],
  ['has the login in it', 'Lea.Martin-2026', 'AUTH_PASSWORD_HAS_LOGIN', 'the login'],
])('a password that %s is refused, and the words do not repeat it', (_, password, code, words) => {
  const refused = () => requireNewPassword(password, ' lea.martin');
  expect(refused).toThrow(expect.objectContaining({ code }));
  expect(refused).toThrow(words);
  expect(refused).not.toThrow(password);
});

it.each(['douze signes', 'tout en minuscules', '000000 un 000000', '🦊🦊🦊 trois renards'])(
  'the password "%s" is taken, without rules of what to put into it',
  (password) => expect(() => requireNewPassword(password, 'lea.martin')).not.toThrow(),
);

it('a login of a few letters, which are in many words, may be in a password', () => {
  expect(() => requireNewPassword('une chanson pleasante', 'lea')).not.toThrow();
});
