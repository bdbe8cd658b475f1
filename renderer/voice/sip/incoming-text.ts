import { Grammar } from 'jssip';
import { parseNameAddress, splitHeader } from './name-address.ts';

/**
 * What arrives from the network before JsSIP 3.13.8 reads it: put right where one bad part would cost the whole message, and kept away
 * where nobody sane sends it. Everything here works on the text alone.
 */

/** Characters of one message; a large one with SDP has some 5,000. */
export const longestMessage = 65_536;

/** Undefined: JsSIP must not see it. */
export function readableMessage(text: string): string | undefined {
  if (text.length > longestMessage) return undefined;
  const [head, body] = splitMessage(text);
  if (hasReservedHeader(head)) return undefined;
  if (/^SIP\/2\.0 2\d\d /.test(head) && /^CSeq[ \t]*:.*\bREGISTER\b/im.test(head)) {
    return withReadableContacts(head) + body;
  }
  if (/^SIP\/2\.0 40[17] /.test(head)) return withOurDigest(head) + body;
  return text;
}

/** The start of a request outside of any dialog that would make the phone ring. */
export function isNewInvite(text: string): boolean {
  if (!text.startsWith('INVITE ')) return false;
  const [to = ''] = valuesOf(splitMessage(text)[0], 'To', 't');
  return parseNameAddress(to)?.parameters.has('tag') !== true;
}

/** An answer to a request that JsSIP has not seen and will not see (RFC 3261 §8.2.7). Undefined when the request lacks what it needs. */
export function answerWithoutState(request: string, status: string): string | undefined {
  const [head] = splitMessage(request);
  const via = valuesOf(head, 'Via', 'v');
  const [from] = valuesOf(head, 'From', 'f');
  const [to] = valuesOf(head, 'To', 't');
  const [callId] = valuesOf(head, 'Call-ID', 'i');
  const [cseq] = valuesOf(head, 'CSeq');
  if (via.length === 0 || from === undefined || to === undefined || callId === undefined || cseq === undefined) {
    return undefined;
  }
  return [
    `SIP/2.0 ${status}`,
    ...via.map((value) => `Via: ${value}`),
    `From: ${from}`,
    // The same tag every time: it belongs to no dialog.
    `To: ${to};tag=busy`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/** One Contact that cannot be parsed would make JsSIP drop the whole answer, and our own Contact with it (tracker #699). */
function withReadableContacts(head: string): string {
  return rewritten(head, /^(contact|m)$/i, (value) => {
    const readable = splitHeader(value).filter((contact) => (Grammar.parse(contact, 'Contact') as unknown) !== -1);
    return readable.length === 0 ? undefined : readable.join(', ');
  });
}

/** A PBX may offer several digests (RFC 8760 §2.4); JsSIP looks at the last one alone and knows only MD5. */
function withOurDigest(head: string): string {
  const challenges = [...valuesOf(head, 'WWW-Authenticate'), ...valuesOf(head, 'Proxy-Authenticate')];
  if (!challenges.some(isMd5)) return head;
  return rewritten(head, /^(www|proxy)-authenticate$/i, (value) => (isMd5(value) ? value : undefined));
}

function isMd5(challenge: string): boolean {
  const algorithm = /\balgorithm\s*=\s*"?([\w-]+)/i.exec(challenge)?.[1];
  return algorithm === undefined || algorithm.toUpperCase() === 'MD5';
}

/** A name that every JavaScript object has already is one that JsSIP would fall over. */
function hasReservedHeader(head: string): boolean {
  return /^__\w+__[ \t]*:/m.test(head);
}

/** Header and body; the empty line is the body's. */
function splitMessage(text: string): readonly [head: string, body: string] {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  return [head.replace(/\r\n[ \t]+/g, ' '), end < 0 ? '' : text.slice(end)];
}

function valuesOf(head: string, ...names: readonly string[]): string[] {
  const wanted = names.map((name) => name.toLowerCase());
  return head.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return wanted.includes(line.slice(0, colon).trim().toLowerCase()) ? [line.slice(colon + 1).trim()] : [];
  });
}

/** @param change undefined takes the header out */
function rewritten(head: string, name: RegExp, change: (value: string) => string | undefined): string {
  return head
    .split('\r\n')
    .flatMap((line) => {
      const colon = line.indexOf(':');
      const header = line.slice(0, Math.max(colon, 0)).trim();
      if (!name.test(header)) return [line];
      const value = change(line.slice(colon + 1).trim());
      return value === undefined ? [] : [`${header}: ${value}`];
    })
    .join('\r\n');
}
