import { CodedError } from '../../domain/errors.ts';
import { isCommonPassword } from './common-passwords.ts';
import { loginKey, requireLength } from './passwords.ts';

/** Logins of fewer letters are in many words. */
const tellingLogin = 4;

/**
 * What somebody chooses must be long, and not what is tried first; otherwise it is free. Throws `CodedError` AUTH_PASSWORD_TOO_SHORT,
 * AUTH_PASSWORD_TOO_LONG, AUTH_PASSWORD_COMMON and AUTH_PASSWORD_HAS_LOGIN, whose details do not repeat it.
 */
export function requireNewPassword(password: string, login: string): void {
  requireLength(password);
  if (isCommonPassword(password)) {
    throw new CodedError('AUTH_PASSWORD_COMMON', 'the password is one of the most common, which are tried first');
  }
  const key = loginKey(login);
  if (key.length >= tellingLogin && password.toLowerCase().includes(key)) {
    throw new CodedError('AUTH_PASSWORD_HAS_LOGIN', 'the password has the login in it');
  }
}
