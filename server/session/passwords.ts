import { hash, verify } from '@node-rs/argon2';
import { longestPassword, passwordLengthTrouble, shortestPassword } from '../../domain/agent/password.ts';
import { CodedError } from '../../domain/errors.ts';

/** `Algorithm.Argon2id`: a const enum of the package, which modules compiled one by one cannot name. */
const argon2id = 2;

/** OWASP's first choice of argon2id: 19 MiB, two passes, one lane. */
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Throws `CodedError` AUTH_PASSWORD_TOO_SHORT and AUTH_PASSWORD_TOO_LONG. */
export function requireLength(password: string): void {
  const trouble = passwordLengthTrouble(password);
  if (trouble !== null)
    throw new CodedError(trouble, `a password has ${shortestPassword} to ${longestPassword} characters`);
}

/** Hash of a random password, checked when nobody has the login: the answer takes as long as for a login that exists. */
const decoy = hash(crypto.randomUUID(), parameters);

export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize('NFC'), parameters);
}

/** `passwordHash` undefined: no such account; the work is done all the same. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFC'));
  return matches && passwordHash !== undefined;
}

/** One spelling of a login: people type capitals and stray spaces. */
export function loginKey(login: string): string {
  return login.trim().normalize('NFC').toLowerCase();
}
