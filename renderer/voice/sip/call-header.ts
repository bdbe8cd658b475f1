import type { CallRules } from '../../../domain/wire/provisioning.ts';
import { maximumCallHeaders, type CallHeader, type Diversion } from '../contract/call-facts.ts';
import { cleanText } from './clean-text.ts';
import { isWithheld } from './caller-identity.ts';
import { parseNameAddress, splitHeader, userOf, type NameAddress } from './name-address.ts';

/** The values of a header of this request, in order; empty when it is not there. */
export type Headers = (name: string) => readonly string[];

const longestNumber = 64;
const longestName = 120;
const longestCustomerNumber = 32;
const longestValue = 200;

/** Who sent the call on to us: the last who did, since that is whom the caller spoke to or reached last. */
export function readDiversion(headers: Headers): Diversion | null {
  // RFC 5806 §4: the latest diversion comes first.
  const [diversion] = headers('diversion').flatMap((value) => splitHeader(value));
  if (diversion !== undefined) return diversionOf(parseNameAddress(diversion));
  return fromHistory(headers('history-info').flatMap((value) => splitHeader(value)));
}

/** Whether the PBX asks the phone to answer by itself: what Asterisk, FreePBX, 3CX and others send. */
export function asksForAutoAnswer(headers: Headers): boolean {
  const alerts = headers('alert-info').some((value) => /\binfo\s*=\s*"?(alert-autoanswer|auto-?answer)\b/i.test(value));
  const delays = headers('call-info').some((value) => /\banswer-after\s*=\s*"?0\b/i.test(value));
  return alerts || delays || headers('alert-info').some((value) => /^\s*(auto ?answer|ring ?answer)\s*$/i.test(value));
}

export function readCustomerNumber(headers: Headers, rules: CallRules): string | null {
  const name = rules.headers.customerNumber;
  return (name !== null && cleanText(headers(name)[0] ?? '', longestCustomerNumber)) || null;
}

/** What the administrator wants shown, in that order, as far as it is there. */
export function readShownHeaders(headers: Headers, rules: CallRules): CallHeader[] {
  return rules.headers.shown
    .map(({ name, label }) => ({ label, value: cleanText(headers(name).join(', '), longestValue) }))
    .filter(({ value }) => value !== '')
    .slice(0, maximumCallHeaders);
}

/**
 * RFC 7044 §5: entries in order of their indexes; an entry that came by a diversion carries `mp` or `rc` with the index of the one
 * before it. Without those parameters (RFC 4244) the last but one is who was reached before us.
 */
function fromHistory(entries: readonly string[]): Diversion | null {
  const history = entries.map(parseNameAddress).filter((entry) => entry !== undefined);
  const last = history.at(-1);
  if (last === undefined || history.length < 2) return null;
  const before = last.parameters.get('mp') ?? last.parameters.get('rc');
  const source = history.find((entry) => entry.parameters.get('index') === before) ?? history.at(-2);
  return diversionOf(source);
}

function diversionOf(address: NameAddress | undefined): Diversion | null {
  if (address === undefined) return null;
  // Privacy of the diverting party: a parameter here (RFC 5806 §4), or escaped into the URI (RFC 7044 §5).
  const privacy = `${address.parameters.get('privacy') ?? 'off'} ${/[?&]privacy=([^&]*)/i.exec(address.uri)?.[1] ?? ''}`;
  if (/\b(full|name|uri|history|header|session)\b/i.test(privacy)) return { number: null, displayName: null };
  const user = cleanText(userOf(address.uri) ?? '', longestNumber);
  const displayName = cleanText(address.displayName, longestName);
  const number = user === '' || isWithheld(user) ? null : user;
  if (number === null && displayName === '') return null;
  return { number, displayName: displayName === '' || displayName === number ? null : displayName };
}
