import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';

/** E.164 (ITU-T): `+`, country code, subscriber number; at most 15 digits. */
export const E164 = z.string().regex(/^\+[1-9]\d{3,14}$/);
export type E164 = z.infer<typeof E164>;

/** What a caller's identity came to: a public number, a short internal one, or nothing (withheld). */
export type CallerNumber =
  | { readonly kind: 'public'; readonly e164: E164 }
  | { readonly kind: 'internal'; readonly extension: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'unreadable'; readonly raw: string };

/** User parts that carriers send for a withheld identity (RFC 3323 and what is met in the field). */
const withheldNames = new Set(['anonymous', 'restricted', 'unavailable', 'private', 'unknown', 'withheld', '']);

const longestExtension = 6;

/**
 * Reads a number in any notation that people and PBXs write: `02 98 00 12 34`, `+33 (0)2 98 00 12 34`, `0033298001234`,
 * `tel:+33-2-98-00-12-34`, `sip:0298001234@pbx`, `33298001234`.
 */
export function readCallerNumber(raw: string | null | undefined, country: CountryCode = 'FR'): CallerNumber {
  const user = userPart(raw ?? '');
  if (withheldNames.has(user.toLowerCase())) return { kind: 'withheld' };
  const digits = user.replace(/[^\d]/g, '');
  if (/^[*#\d]+$/.test(user) && user.length <= longestExtension && !user.startsWith('0')) {
    return { kind: 'internal', extension: user };
  }
  const written = user.replace('(0)', '').replace(/^00/, '+');
  for (const candidate of [written, `+${digits}`]) {
    const parsed = parsePhoneNumberFromString(candidate, country);
    if (parsed?.isPossible() === true && (candidate === written ? true : parsed.isValid())) {
      return { kind: 'public', e164: parsed.number };
    }
  }
  if (/^[*#\d]+$/.test(user) && user.length <= longestExtension) return { kind: 'internal', extension: user };
  return { kind: 'unreadable', raw: user.slice(0, 64) };
}

/** The number in E.164, or undefined when it is not a public number. */
export function toE164(raw: string, country: CountryCode = 'FR'): E164 | undefined {
  const read = readCallerNumber(raw, country);
  return read.kind === 'public' ? read.e164 : undefined;
}

/** Grouped as people read it: national notation for the agent's own country (`02 98 00 12 34`), international elsewhere. */
export function formatNumber(e164: string, country: CountryCode = 'FR'): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return e164;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}

function userPart(raw: string): string {
  const text = raw.trim().slice(0, 256);
  const withoutScheme = text.replace(/^(sips?|tel|callto):(\/\/)?/i, '');
  const user = withoutScheme.split(/[@;?]/, 1)[0] ?? '';
  try {
    return decodeURIComponent(user).trim();
  } catch {
    return user.trim();
  }
}
