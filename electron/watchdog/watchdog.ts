import type { ChildProcess, spawn } from 'node:child_process';
import type { Log } from '../log/log.ts';
import type { ProgramAgain } from '../start/again.ts';
import { guardianShell } from '../start/guardian-shell.ts';
import { guardianScript } from './guardian.ts';

export type WatchdogOptions = {
  readonly again: ProgramAgain;
  /** Where the guardian keeps when the program died. */
  readonly deaths: string;
  readonly spawn: typeof spawn;
  readonly log: Pick<Log, 'warn'>;
};

/** A guardian beside this program, which starts it again when it dies. It is there only while it is wanted. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #guardian: ChildProcess | undefined;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** To be called at the start, when the setting changes, and with false before this program ends in good order. */
  use(on: boolean): void {
    if (!on) this.#end();
    else if (this.#guardian === undefined) this.#begin();
  }

  #begin(): void {
    const { again, deaths, log } = this.#options;
    const guardian = this.#options.spawn(
      ...guardianShell(guardianScript, [deaths, again.program, ...again.args]),
      // A session of its own: what ends this program's whole group must not end it.
      { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/', env: again.env },
    );
    this.#guardian = guardian;
    guardian.on('error', (error) => log.warn('guardian-failed', error.message));
    // It was ended by somebody; what is said to it then is said to nobody.
    guardian.stdin.on('error', () => undefined);
    guardian.once('exit', () => {
      if (this.#guardian === guardian) this.#guardian = undefined;
    });
    guardian.unref();
    // A pipe keeps the event loop going as well.
    (guardian.stdin as { unref?: () => void }).unref?.();
  }

  #end(): void {
    const guardian = this.#guardian;
    this.#guardian = undefined;
    guardian?.stdin?.end('over\n');
  }
}
