type Lane = 'desk' | 'background';
type Job = () => Promise<void>;

/**
 * One thing at a time on the replica: a mutation, the page of a pull, a step of compaction, the answers to the desk.
 * So no reader sees half of a change. What the desk waits for goes before what came from the server.
 */
export class Turns {
  readonly #waiting: Record<Lane, Job[]> = { desk: [], background: [] };
  #busy = false;

  run<T>(lane: Lane, job: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting[lane].push(() => job().then(resolve, reject));
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let job = this.#next(); job !== undefined; job = this.#next()) await job();
    this.#busy = false;
  }

  #next(): Job | undefined {
    return this.#waiting.desk.shift() ?? this.#waiting.background.shift();
  }
}
