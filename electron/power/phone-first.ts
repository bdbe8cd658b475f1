import { readdirSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** What is asked of the operating system; for tests. Priorities are `nice` values (POSIX), lower is sooner. */
export type Scheduler = {
  readonly platform: NodeJS.Platform;
  /** Linux schedules threads, each by its own number; elsewhere a process is one. */
  readonly threadsOf: (processId: number) => readonly number[];
  readonly priorityOf: (id: number) => number;
  /** Throws where it is not allowed. */
  readonly setPriority: (id: number, priority: number) => void;
};

/** Chromium gives the threads that draw a visible page -8 where it may, which makes the sound of a hidden page wait for the screen. */
const beforeTheScreen = -10;

export const systemScheduler: Scheduler = {
  platform: process.platform,
  threadsOf: (processId) =>
    process.platform === 'linux' ? readdirSync(`/proc/${processId}/task`).map(Number) : [processId],
  priorityOf: getPriority,
  setPriority,
};

/**
 * Has the processes that carry the sound go before those that draw: the call leads. Windows lets every program do that, Linux only one with
 * CAP_SYS_NICE or a limit that allows it (limits.conf, `nice`), macOS none; where it is not allowed nothing happens.
 */
export class PhoneFirst {
  readonly #scheduler: Scheduler;
  /** The phone, and what it needs for sound and signalling; asked each time, for they may have been started again. */
  readonly #processIds: () => readonly number[];
  #refused = false;

  constructor(processIds: () => readonly number[], scheduler: Scheduler = systemScheduler) {
    this.#processIds = processIds;
    this.#scheduler = scheduler;
  }

  /** For all the threads that are there by now: Chromium makes some with the first call only, and puts its own order back at times. */
  raise(): void {
    const { platform, threadsOf } = this.#scheduler;
    if (this.#refused || (platform !== 'linux' && platform !== 'win32')) return;
    const wanted = platform === 'linux' ? beforeTheScreen : constants.priority.PRIORITY_ABOVE_NORMAL;
    for (const processId of this.#processIds()) {
      try {
        for (const id of threadsOf(processId)) this.#raiseOne(id, wanted);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  #raiseOne(id: number, wanted: number): void {
    if (this.#refused) return;
    try {
      if (this.#scheduler.priorityOf(id) > wanted) this.#scheduler.setPriority(id, wanted);
    } catch (error) {
      const code = (error as { info?: { code?: string } }).info?.code ?? (error as NodeJS.ErrnoException).code;
      this.#refused = code === 'EACCES' || code === 'EPERM';
    }
  }
}
