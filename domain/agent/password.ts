/** Characters of a password that somebody chooses (OWASP ASVS 2.1.1 and 2.1.2). Which ones they are is free. */
export const shortestPassword = 12;
export const longestPassword = 128;

/** What a sign-in takes, in UTF-16 code units: no password may need more, however many spaces in a row count once. */
export const mostPasswordUnits = 256;

/** What is wrong with its length; null: nothing. */
export function passwordLengthTrouble(password: string): 'AUTH_PASSWORD_TOO_SHORT' | 'AUTH_PASSWORD_TOO_LONG' | null {
  const length = Array.from(password.normalize('NFC').replace(/ +/g, ' ')).length;
  if (length > longestPassword || password.length > mostPasswordUnits) return 'AUTH_PASSWORD_TOO_LONG';
  return length < shortestPassword ? 'AUTH_PASSWORD_TOO_SHORT' : null;
}
