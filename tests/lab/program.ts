/** One child program of the lab. It dies with the test that started it, even when that is killed with SIGKILL. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { pause, waitFor } from './wait.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Everything that the program prints is appended here. */
  readonly logFile?: string;
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
  /** What the kernel sends when this process dies (prctl PR_SET_PDEATHSIG). Default KILL. */
  readonly deathSignal?: 'KILL' | 'TERM' | 'INT' | 'QUIT';
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class Program {
  readonly name: string;
  /** Settles when the program has ended and its output is complete; never rejects. */
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  #output = '';
  #exit: Exit | undefined;

  /**
   * Starts a program at once.
   * @param command found on the PATH when it has no slash
   */
  constructor(command: string, args: readonly string[], options: ProgramOptions = {}) {
    this.name = command.split('/').at(-1) ?? command;
    this.#child = spawn('setpriv', ['--pdeathsig', options.deathSignal ?? 'KILL', '--', command, ...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.exited = new Promise((done) => {
      this.#child.once('error', (error) => {
        this.#output += error.message;
        done((this.#exit = { code: null, signal: null }));
      });
      this.#child.once('close', (code, signal) => done((this.#exit = { code, signal })));
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output = (this.#output + chunk).slice(-200_000);
        if (options.logFile) appendFileSync(options.logFile, chunk);
      });
    }
    if (options.input !== undefined) this.#child.stdin?.end(options.input);
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} could not be started: ${this.#output}`);
    return this.#child.pid;
  }

  /** What it printed so far, both streams together (the last 200,000 characters). */
  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#exit === undefined;
  }

  /** Waits until the output matches. @throws {Error} at the deadline, or when the program ends before */
  async printed(pattern: RegExp, timeoutMs = 10_000): Promise<RegExpExecArray> {
    const found = await waitFor(`${this.name} to print ${pattern}`, () => pattern.exec(this.#output) ?? !this.running, {
      timeoutMs,
      details: () => this.#output.slice(-4000),
    });
    if (typeof found === 'object') return found;
    const late = pattern.exec(this.#output);
    if (late) return late;
    throw new Error(`${this.name} ended (${JSON.stringify(this.#exit)}) before it printed ${pattern}\n${this.#output}`);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal);
  }

  /** Asks it to end, and ends it with SIGKILL when it does not in time. Safe to call twice. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', graceMs = 4000): Promise<Exit> {
    if (this.#exit) return this.#exit;
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * SIGKILL to the program's children, then to itself. For wrappers that wait for their child: it is reaped properly, where
   * killing the wrapper first would leave a zombie to whatever runs as process 1.
   */
  async killInner(): Promise<Exit> {
    if (this.running) {
      const children = childrenOf(this.pid);
      for (const child of children) unlessGone(() => process.kill(child, 'SIGKILL'));
      if (children.length > 0) await Promise.race([this.exited, pause(2000)]);
    }
    return this.stop('SIGKILL');
  }
}

function childrenOf(pid: number): readonly number[] {
  const list = unlessGone(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  return list ? list.split(' ').map(Number) : [];
}

/** A process may have ended by itself a moment ago. */
function unlessGone<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT'))
      return undefined;
    throw error;
  }
}
