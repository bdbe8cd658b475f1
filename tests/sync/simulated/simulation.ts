/** Something that runs until it is killed: what it waits for then never comes. */
export class Process {
  readonly name: string;
  /** Its clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
  isDead = false;
  readonly #endings = new Set<() => void>();

  constructor(name: string, now: () => number) {
    this.name = name;
    this.now = now;
  }

  /** Returns how to no longer be told. */
  onDeath(run: () => void): () => void {
    this.#endings.add(run);
    return () => this.#endings.delete(run);
  }

  kill(): void {
    if (this.isDead) return;
    this.isDead = true;
    for (const run of this.#endings) run();
    this.#endings.clear();
  }
}

type Step = { readonly process: Process; readonly run: () => void };
type Timer = Step & { readonly at: number };

/**
 * The only source of order, time and chance. Whatever waits, in a client, on the network, in a server node or in the database,
 * waits for its turn here, and the seed decides whose turn it is: between two turns anything may die.
 */
export class Simulation {
  clock = Date.parse('2026-11-20T09:00:00.000Z');
  readonly random: () => number;
  /** What is on no machine: the network, and the hand that does all this. */
  readonly world = new Process('world', () => this.clock);
  running: Process = this.world;
  steps = 0;
  #failure: { readonly error: unknown } | null = null;
  #ready: Step[] = [];
  #timers: Timer[] = [];

  constructor(seed: number) {
    this.random = mulberry32(seed);
  }

  /** 0 <= x < below */
  below(below: number): number {
    return Math.floor(this.random() * below);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Something went wrong that nobody waits for: the next step throws it. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Resolves when it is this process's turn; never when it is dead by then. */
  turn(process: Process): Promise<void> {
    return new Promise((resolve) => {
      this.#ready.push({ process, run: resolve });
    });
  }

  after(process: Process, ms: number, run: () => void): () => void {
    const timer: Timer = { process, run, at: this.clock + Math.max(0, ms) };
    const place = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at !== -1) this.#timers.splice(at, 1);
    };
  }

  pause(process: Process, ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(process, ms, resolve));
  }

  /** Lets the clock run; what is due takes its turns later. */
  pass(ms: number): void {
    this.clock += ms;
    const due = this.#timers.filter(({ at }) => at <= this.clock);
    this.#timers = this.#timers.slice(due.length);
    this.#ready.push(...due);
  }

  /** Somebody's turn; when nobody is ready, the next timer rings. False: nothing is going on at all. */
  async step(): Promise<boolean> {
    this.pass(1);
    while (this.#ready.length === 0) {
      const [next] = this.#timers;
      if (next === undefined) return false;
      this.pass(next.at - this.clock);
    }
    const place = this.below(this.#ready.length);
    const step = this.#ready[place]!;
    const last = this.#ready.pop()!;
    if (last !== step) this.#ready[place] = last;
    if (step.process.isDead) return true;
    this.steps += 1;
    await this.as(step.process, step.run);
    return true;
  }

  /** Runs it, and everything that follows from it without waiting, as this process. */
  async as(process: Process, run: () => void): Promise<void> {
    this.running = process;
    run();
    await new Promise((resolve) => setImmediate(resolve));
    this.running = this.world;
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** A small good generator (Tommy Ettinger's); the same numbers for the same seed everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
