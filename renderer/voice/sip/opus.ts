/** How the voice is to be coded (RFC 7587); each side says what it wants to be sent. */
export type OpusSettings = {
  /** Sends next to nothing while nobody speaks. */
  readonly dtx: boolean;
  /** For a poor network: fewer, smaller packets. */
  readonly lowBandwidth: boolean;
};

/** Wide-band speech still (RFC 7587 §3.1.1), in bit/s; Chromium takes about 32,000 by itself. */
export const lowBitrate = 16_000;
/** Half the packets of the usual 20 ms, in milliseconds. */
const lowPacketTime = 40;

/**
 * Writes these settings into a description. In ours they ask the other side for it; in the other side's, which Chromium obeys when it
 * codes our voice, they are its wish. What the other side says itself, it means: only what it leaves open is filled in. A PBX puts the
 * codec of the caller first, to have less to do: the way to the agent needs what Opus can, so Opus is first wherever it is there.
 * @param origin whose description it is
 */
export function withOpusSettings(sdp: string, origin: 'ours' | 'theirs', settings: OpusSettings): string {
  const sections = sdp.split(/(?=^m=)/m);
  return sections
    .map((section) => (section.startsWith('m=audio') ? inAudio(section, origin, settings) : section))
    .join('');
}

export function hasOpus(sdp: string): boolean {
  return /^a=rtpmap:\d+ opus\/48000/im.test(sdp);
}

/** The same description without Opus, and without the format that repeats it (RFC 2198): G.711 is what remains. */
export function withoutOpus(sdp: string): string {
  const gone = new Set([...sdp.matchAll(/^a=rtpmap:(\d+) (?:opus|red)\/48000/gim)].map(([, payload]) => payload));
  return sdp
    .split('\r\n')
    .filter((line) => !gone.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1]))
    .map((line) => (line.startsWith('m=audio ') ? withoutPayloads(line, gone) : line))
    .join('\r\n');
}

function withoutPayloads(line: string, gone: ReadonlySet<string | undefined>): string {
  const [kind, port, protocol, ...payloads] = line.split(' ');
  return [kind, port, protocol, ...payloads.filter((payload) => !gone.has(payload))].join(' ');
}

function inAudio(section: string, origin: 'ours' | 'theirs', settings: OpusSettings): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(section)?.[1];
  if (payload === undefined) return section;
  const lines = section.split('\r\n');
  lines[0] = withPayloadFirst(lines[0] ?? '', payload);
  const mapped = lines.findIndex((line) => line.startsWith(`a=rtpmap:${payload} `));
  const place = lines.findIndex((line) => line.startsWith(`a=fmtp:${payload} `));
  const said = place < 0 ? new Map<string, string>() : parametersOf(lines[place] ?? '');
  for (const [name, value] of Object.entries(wished(settings))) {
    if (origin === 'ours' || !said.has(name)) said.set(name, value);
  }
  const limit = Number(said.get('maxaveragebitrate'));
  if (settings.lowBandwidth && !(limit <= lowBitrate)) said.set('maxaveragebitrate', String(lowBitrate));
  const line = `a=fmtp:${payload} ${[...said].map(([name, value]) => `${name}=${value}`).join(';')}`;
  if (place < 0) lines.splice(mapped + 1, 0, line);
  else lines[place] = line;
  return settings.lowBandwidth ? withPacketTime(lines, origin) : lines.join('\r\n');
}

/** `m=audio 9 UDP/TLS/RTP/SAVPF 0 111` to `... 111 0` */
function withPayloadFirst(line: string, payload: string): string {
  const [kind, port, protocol, ...payloads] = line.split(' ');
  return [kind, port, protocol, payload, ...payloads.filter((other) => other !== payload)].join(' ');
}

function wished({ dtx }: OpusSettings): Readonly<Record<string, string>> {
  return { useinbandfec: '1', ...(dtx ? { usedtx: '1' } : {}) };
}

function withPacketTime(lines: string[], origin: 'ours' | 'theirs'): string {
  const longest = Number(/^a=maxptime:(\d+)/m.exec(lines.join('\n'))?.[1] ?? lowPacketTime);
  if (longest < lowPacketTime) return lines.join('\r\n');
  const place = lines.findIndex((line) => line.startsWith('a=ptime:'));
  const line = `a=ptime:${lowPacketTime}`;
  if (place < 0) lines.splice(lines.at(-1) === '' ? -1 : lines.length, 0, line);
  else if (origin === 'ours' || Number(lines[place]?.slice('a=ptime:'.length)) < lowPacketTime) lines[place] = line;
  return lines.join('\r\n');
}

function parametersOf(line: string): Map<string, string> {
  const parameters = line.slice(line.indexOf(' ') + 1).split(';');
  return new Map(
    parameters
      .map((parameter) => parameter.trim())
      .filter((parameter) => parameter !== '')
      .map((parameter) => {
        const [name = '', value = ''] = parameter.split('=', 2);
        return [name.trim().toLowerCase(), value.trim()];
      }),
  );
}
