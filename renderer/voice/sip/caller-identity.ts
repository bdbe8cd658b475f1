import type { CallerIdentity } from '../call/call-state.ts';
import { cleanText } from './clean-text.ts';
import { parseNameAddress, splitHeader, userOf } from './name-address.ts';

/** The headers of an INVITE that say who calls, raw. */
export type IdentityHeaders = {
  readonly from: string;
  /** P-Asserted-Identity (RFC 3325): what the network vouches for, against what the caller says. */
  readonly assertedIdentity: readonly string[];
  /** Privacy (RFC 3323): the network knows the number, and we are asked not to show it. */
  readonly privacy: string | undefined;
  /** Set by the dialplan, see the administrator's guide. */
  readonly queue: string | undefined;
  readonly alertInfo: readonly string[];
};

const longestNumber = 64;
const longestName = 120;
const longestQueue = 80;

/** User parts and names that stand for "withheld" (RFC 3323 §4.1.1.3, and what carriers send). */
const withheld = new Set(['anonymous', 'restricted', 'unavailable', 'private', 'unknown', 'withheld', 'asterisk']);

export function isWithheld(user: string): boolean {
  return withheld.has(user.toLowerCase());
}

export function readCallerIdentity(headers: IdentityHeaders): Pick<CallerIdentity, 'number' | 'displayName' | 'queue'> {
  const from = parseNameAddress(headers.from);
  const asserted = headers.assertedIdentity.flatMap((value) => splitHeader(value)).map(parseNameAddress);
  // A PBX may assert `tel:` and `sip:` at once (RFC 3325 §9.1); either will do.
  const vouched = asserted.find((identity) => identity !== undefined && userOf(identity.uri) !== undefined);
  const identity = vouched ?? from;
  const named = splitQueuePrefix(cleanText((vouched?.displayName ?? '') || (from?.displayName ?? ''), longestName));
  const queue = cleanText(headers.queue ?? '', longestQueue) || alertedQueue(headers.alertInfo) || named.queue;
  const isPrivate = /\b(id|user|header)\b/i.test(headers.privacy ?? '');
  const user = isPrivate ? undefined : cleanText((identity && userOf(identity.uri)) ?? '', longestNumber);
  const number = user === undefined || user === '' || isWithheld(user) ? null : user;
  const showsName = !isPrivate && !isWithheld(named.name) && named.name !== number;
  return { number, displayName: (showsName && named.name) || null, queue: queue || null };
}

/** `Hotline: Mme Roussel`: the queue's prefix that FreePBX and others put before the caller's name. */
function splitQueuePrefix(displayName: string): { readonly queue: string; readonly name: string } {
  const [, queue, name] = /^([^:]{1,40}):\s*(.*)$/s.exec(displayName) ?? [];
  return queue === undefined || name === undefined ? { queue: '', name: displayName } : { queue: queue.trim(), name };
}

/** `<http://pbx.example/>;info=queue-hotline` or `;queue=hotline` (Alert-Info, RFC 3261 §20.4). */
function alertedQueue(values: readonly string[]): string {
  for (const value of values.flatMap((each) => splitHeader(each))) {
    const parameters = parseNameAddress(value)?.parameters;
    const queue = parameters?.get('queue') ?? /^queue[-:=](.+)$/i.exec(parameters?.get('info') ?? '')?.[1];
    if (queue !== undefined) return cleanText(queue, longestQueue);
  }
  return '';
}
