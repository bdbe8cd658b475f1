import { IDBFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import type { Platform, SocketListener } from '../../../../renderer/store/platform.ts';

type Timer = { at: number; readonly run: () => void };

/** A machine in a test: its clock and timers stand still until told, its disk outlives the stores that are opened on it. */
export class TestPlatform implements Platform {
  /** What survives a crash. */
  readonly disk: IDBFactory;
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange = FakeKeyRange;
  readonly log = (_level: string, event: string, detail?: string) => this.logged.push(`${event} ${detail ?? ''}`);
  readonly logged: string[] = [];
  #now: number;
  readonly #timers = new Set<Timer>();
  readonly #online = new Set<(slept: boolean) => void>();
  readonly #locks = new Set<string>();
  serverFetch: Platform['fetch'] = () => Promise.reject(new TypeError('fetch failed'));
  connect: (url: string, listener: SocketListener) => ReturnType<Platform['openSocket']> = (_url, listener) => {
    queueMicrotask(() => listener.closed());
    return { send: () => undefined, close: () => undefined };
  };

  readonly #connections: IDBDatabase[] = [];
  #dead = false;

  constructor(disk = new IDBFactory(), now = Date.parse('2026-11-20T09:00:00.000Z')) {
    this.disk = disk;
    this.#now = now;
    this.indexedDB = new Proxy(disk, {
      get: (target, name: keyof IDBFactory) => {
        if (name === 'open') return (database: string, version?: number) => this.#open(database, version);
        const value: unknown = target[name];
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  /**
   * The process dies: transactions that were begun end or not, nothing new begins, no answer arrives any more. Returns the same
   * disk under a new process.
   */
  crash(): TestPlatform {
    this.#dead = true;
    this.#timers.clear();
    this.#online.clear();
    this.closeConnections();
    const again = new TestPlatform(this.disk, this.#now);
    again.serverFetch = this.serverFetch;
    again.connect = this.connect;
    return again;
  }

  /** As the engine does by itself when it could not write. */
  closeConnections(): void {
    for (const connection of this.#connections.splice(0)) connection.close();
  }

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await this.serverFetch(url, init);
    return this.#dead ? await new Promise<never>(() => undefined) : response;
  };
  openSocket = (url: string, listener: SocketListener) => this.connect(url, listener);
  now = (): number => this.#now;
  random = (): number => 0.5;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  onOnline = (run: (slept: boolean) => void): (() => void) => {
    this.#online.add(run);
    return () => this.#online.delete(run);
  };

  goOnline(): void {
    for (const run of this.#online) run(false);
  }

  /** The machine woke up, and its sockets may be half open. */
  wakeUp(): void {
    for (const run of this.#online) run(true);
  }

  lock = (name: string): Promise<(() => void) | null> => {
    if (this.#locks.has(name)) return Promise.resolve(null);
    this.#locks.add(name);
    return Promise.resolve(() => this.#locks.delete(name));
  };

  #open(database: string, version?: number): IDBOpenDBRequest {
    if (this.#dead) throw new DOMException('the process is dead', 'InvalidStateError');
    const request = this.disk.open(database, version);
    request.addEventListener('success', () => this.#connections.push(request.result));
    return request;
  }

  /** Somebody corrects the clock; what waits, waits as long as before. */
  setBack(milliseconds: number): void {
    this.#now -= milliseconds;
    for (const timer of this.#timers) timer.at -= milliseconds;
  }

  /** Lets the clock run: due timers ring in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
