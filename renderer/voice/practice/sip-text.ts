/** The little of SIP's text form (RFC 3261 §7) that the practice exchange needs to pass messages on. */

export type SipText = {
  /** Undefined for a response. */
  readonly method: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
};

export function readSip(message: string): SipText {
  const [start = '', ...lines] = (message.split('\r\n\r\n', 1)[0] ?? '').split('\r\n');
  const method = start.startsWith('SIP/2.0 ') ? undefined : start.split(' ', 1)[0];
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { method, headers };
}

export function headerOf(text: SipText, name: string): string | undefined {
  return text.headers.find(([each]) => each === name)?.[1];
}

/** The same request for another Request-URI, as a proxy forwards it (RFC 3261 §16.6 step 2). */
export function retarget(message: string, uri: string): string {
  return message.replace(/^(\S+) \S+ SIP\/2\.0\r\n/, (_, method: string) => `${method} ${uri} SIP/2.0\r\n`);
}

/** @param headers besides those that every response copies (RFC 3261 §8.2.6.2) */
export function respond(request: SipText, status: string, headers: readonly string[] = []): string {
  const copied = request.headers
    .filter(([name]) => name === 'via' || name === 'from' || name === 'call-id' || name === 'cseq')
    .map(([name, value]) => `${name}: ${value}`);
  const to = headerOf(request, 'to') ?? '';
  const tagged = /;\s*tag=/i.test(to) ? to : `${to};tag=practice`;
  return [`SIP/2.0 ${status}`, ...copied, `to: ${tagged}`, ...headers, 'content-length: 0', '', ''].join('\r\n');
}
