/** What can break: told apart from how it is done (inflict.ts), so that the plan stays free of the machine. */

export type FaultFacts = {
  readonly words: string;
  /** A part breaks in one way at a time. */
  readonly part: 'agent' | 'network' | 'server' | 'exchange';
  /** It may happen while a call is up, which has to outlive it. */
  readonly inCall: boolean;
  /** How long it lasts, least and most; [0, 0] for what is over in a moment. */
  readonly seconds: readonly [number, number];
};

export const faults = {
  desk: { words: 'SIGKILL of the desk', part: 'agent', inCall: true, seconds: [0, 0] },
  store: { words: 'death of the store’s worker', part: 'agent', inCall: true, seconds: [0, 0] },
  app: { words: 'SIGKILL of the whole application', part: 'agent', inCall: true, seconds: [0, 3] },
  phone: { words: 'SIGKILL of the phone', part: 'agent', inCall: true, seconds: [0, 0] },
  network: { words: 'network of the phone away', part: 'network', inCall: true, seconds: [5, 20] },
  loss: { words: 'a tenth of the sound lost', part: 'network', inCall: true, seconds: [5, 15] },
  narrow: { words: 'a network too narrow for the sound', part: 'network', inCall: true, seconds: [5, 15] },
  address: { words: 'another network, with another address', part: 'network', inCall: true, seconds: [0, 3] },
  server: { words: 'SIGKILL of the server', part: 'server', inCall: true, seconds: [0, 8] },
  database: { words: 'PostgreSQL dies', part: 'server', inCall: true, seconds: [0, 8] },
  serverNetwork: { words: 'network of the server away', part: 'server', inCall: true, seconds: [5, 20] },
  exchange: { words: 'SIGKILL of the exchange', part: 'exchange', inCall: false, seconds: [0, 5] },
} as const satisfies Record<string, FaultFacts>;

export type FaultKind = keyof typeof faults;
export const faultKinds = Object.keys(faults) as FaultKind[];
