import type { NetworkKind } from '../../../domain/call/quality.ts';

/** What Chromium has counted since the call began (W3C WebRTC statistics); only differences of two of them mean something. */
export type Counters = {
  /** Milliseconds, on a clock of the browser's. */
  readonly at: number;
  readonly incoming: {
    readonly received: number;
    readonly lost: number;
    /** Seconds, smoothed by the browser (RFC 3550 §6.4.1). */
    readonly jitter: number;
    /** Samples played, and those of them that were made up while there should have been sound. */
    readonly played: number;
    readonly concealed: number;
    /** Seconds that all samples together waited in the jitter buffer, and how many left it. */
    readonly waited: number;
    readonly left: number;
  } | null;
  /** The last report of the other side on what we send. */
  readonly report: {
    readonly at: number;
    readonly jitter: number;
    /** Since the report before (RFC 3550 §6.4.1, fraction lost). */
    readonly loss: number;
    readonly roundTrip: number | null;
  } | null;
  /** Answers to our connectivity checks (RFC 7675), and the seconds that they took together. */
  readonly checks: { readonly answered: number; readonly took: number } | null;
  readonly network: NetworkKind | null;
  readonly relayed: boolean;
};

type Entry = Readonly<Record<string, unknown>>;

export function readCounters(report: { forEach(each: (entry: unknown) => void): void }): Counters {
  const entries: Entry[] = [];
  report.forEach((entry) => {
    if (typeof entry === 'object' && entry !== null) entries.push(entry as Entry);
  });
  const audio = (type: string): Entry | undefined =>
    entries.find((entry) => entry['type'] === type && entry['kind'] === 'audio');
  const byId = (id: unknown): Entry | undefined =>
    typeof id === 'string' ? entries.find((entry) => entry['id'] === id) : undefined;
  const incoming = audio('inbound-rtp');
  const outgoing = audio('remote-inbound-rtp');
  const transport = entries.find((entry) => entry['type'] === 'transport');
  const pair = byId(transport?.['selectedCandidatePairId']);
  const local = byId(pair?.['localCandidateId']);
  return {
    at: number(incoming ?? transport ?? entries[0], 'timestamp'),
    incoming: incoming === undefined ? null : readIncoming(incoming),
    report:
      outgoing === undefined
        ? null
        : {
            at: number(outgoing, 'timestamp'),
            jitter: number(outgoing, 'jitter'),
            loss: Math.min(1, Math.max(0, number(outgoing, 'fractionLost'))),
            roundTrip: typeof outgoing['roundTripTime'] === 'number' ? outgoing['roundTripTime'] : null,
          },
    checks:
      pair === undefined
        ? null
        : { answered: number(pair, 'responsesReceived'), took: number(pair, 'totalRoundTripTime') },
    network: networkKind(local?.['networkType']),
    relayed: local?.['candidateType'] === 'relay',
  };
}

function readIncoming(entry: Entry): NonNullable<Counters['incoming']> {
  return {
    received: number(entry, 'packetsReceived'),
    lost: number(entry, 'packetsLost'),
    jitter: number(entry, 'jitter'),
    played: number(entry, 'totalSamplesReceived'),
    concealed: number(entry, 'concealedSamples') - number(entry, 'silentConcealedSamples'),
    waited: number(entry, 'jitterBufferDelay'),
    left: number(entry, 'jitterBufferEmittedCount'),
  };
}

function number(entry: Entry | undefined, name: string): number {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function networkKind(type: unknown): NetworkKind | null {
  switch (type) {
    case 'wifi':
    case 'vpn':
      return type;
    case 'ethernet':
      return 'wired';
    case 'cellular':
      return 'mobile';
    default:
      return null;
  }
}
