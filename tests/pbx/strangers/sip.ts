/** SIP messages put together part by part, each of which may be wrong. */

export type Stranger = {
  readonly name: string;
  /** Frames that arrive one after the other; a Buffer as a binary one. */
  readonly frames: readonly (string | Buffer)[];
};

/** Whom the strangers write to, and the call that is up meanwhile, seen from the phone. */
export type Victim = {
  /** The phone's Contact, `sip:abc@abc.invalid;transport=ws`. */
  readonly contact: string;
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
};

export type Parts = {
  readonly method?: string;
  readonly uri?: string;
  readonly version?: string;
  /** In place of these headers, or besides them; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: string;
};

let counter = 0;

/** A number that no other message of this process has. */
export function unique(): string {
  counter += 1;
  return `stranger${counter}`;
}

export function request(victim: Victim, parts: Parts = {}): string {
  const { method = 'INVITE', uri = victim.contact, version = 'SIP/2.0', headers = {}, body } = parts;
  const id = unique();
  const content = body ?? (method === 'INVITE' ? offer() : '');
  const all: Record<string, string | readonly string[] | null> = {
    Via: `SIP/2.0/WS pbx.invalid;branch=z9hG4bK${id}`,
    From: `<sip:stranger@pbx.invalid>;tag=${id}`,
    To: `<${victim.contact}>`,
    'Call-ID': id,
    CSeq: `1 ${method}`,
    'Max-Forwards': '70',
    Contact: '<sip:stranger@pbx.invalid>',
    'Content-Type': content === '' ? null : 'application/sdp',
    ...headers,
  };
  if (!Object.hasOwn(headers, 'Content-Length')) all['Content-Length'] = String(Buffer.byteLength(content));
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : (typeof value === 'string' ? [value] : value).map((each) => `${name}: ${each}`),
  );
  return `${method} ${uri} ${version}\r\n${lines.join('\r\n')}\r\n\r\n${content}`;
}

export function response(victim: Victim, status: string, headers: Readonly<Record<string, string>> = {}): string {
  const id = unique();
  const all = {
    Via: `SIP/2.0/WS ${id}.invalid;branch=z9hG4bK${id}`,
    From: `<${victim.contact}>;tag=${id}`,
    To: '<sip:stranger@pbx.invalid>;tag=1',
    'Call-ID': id,
    CSeq: '1 INVITE',
    'Content-Length': '0',
    ...headers,
  };
  return `SIP/2.0 ${status}\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
}

/** The same call is given up at once, so that nothing goes on ringing. */
export function cancelOf(invite: string): string {
  const [head = ''] = invite.split('\r\n\r\n');
  const kept = head.split('\r\n').filter((line) => /^(via|v|from|f|to|t|call-id|i|max-forwards)\s*:/i.test(line));
  return `${head.split('\r\n')[0]?.replace(/^\S+/, 'CANCEL') ?? ''}\r\n${kept.join('\r\n')}\r\nCSeq: 1 CANCEL\r\nContent-Length: 0\r\n\r\n`;
}

const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'];
const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'c=IN IP4 127.0.0.1', 'a=rtpmap:0 PCMU/8000'];
const transport = [
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
];

/** What a browser offers. @param change of its lines */
export function offer(change: (lines: readonly string[]) => readonly string[] = (lines) => lines): string {
  return `${change([...session, ...audio, ...transport]).join('\r\n')}\r\n`;
}
