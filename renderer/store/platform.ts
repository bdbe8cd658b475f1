/** A WebSocket as the sync client uses it. */
export type Socket = { send(text: string): void; close(): void };

export type SocketListener = {
  opened(): void;
  message(data: unknown): void;
  /** Once, whether it ever opened or not. */
  closed(): void;
};

export type LogLevel = 'info' | 'warn' | 'error';

/** All that the store takes from its surroundings, so that it runs the same in a worker, in Node and under a test's clock. */
export type Platform = {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
  fetch(url: string, init: RequestInit): Promise<Response>;
  openSocket(url: string, listener: SocketListener): Socket;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Runs once after `ms` milliseconds; returns how to cancel. */
  after(ms: number, run: () => void): () => void;
  /** 0 <= x < 1, for jitter. */
  random(): number;
  /**
   * Calls `run` when the machine says that it has a network again, and when it woke up (`slept`: what was connected may be half open);
   * returns how to stop.
   */
  onOnline(run: (slept: boolean) => void): () => void;
  /** Waits until this worker is the only one on the database; the answer releases it. Null when another keeps it. */
  lock(name: string): Promise<(() => void) | null>;
  log(level: LogLevel, event: string, detail?: string): void;
};
