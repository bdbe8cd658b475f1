import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** `casque-server` as a process of its own, as an administrator starts it. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  readonly #listening: Promise<string>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input?: string) {
    // The tests run on the project's Node, which runs TypeScript as it is.
    this.#child = spawn(process.execPath, [main, ...args], {
      // DATABASE_URL says where the tests may make databases; a server gets it only when a test says so.
      env: { ...process.env, DATABASE_URL: '', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin?.end(input);
    let listening: ((url: string) => void) | undefined;
    this.#listening = new Promise((done) => {
      listening = done;
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      if (listening === undefined) return;
      const url = /"url":"([^"]+)","msg":"listening"/.exec(this.#stdout)?.[1];
      if (url === undefined) return;
      listening(url);
      // What it logs from then on is not looked at: a bench has it log thousands of lines a second.
      listening = undefined;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#ended = once(this.#child, 'close').then(() => ({
      code: this.#child.exitCode,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** Its URL. Throws when it ends before it listens. */
  async listening(): Promise<string> {
    const ended = this.#ended.then(({ stderr }) => {
      throw new Error(`casque-server ended: ${stderr}`);
    });
    return await Promise.race([this.#listening, ended]);
  }

  async ended(): Promise<Ended> {
    return await this.#ended;
  }

  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return await this.#ended;
  }
}
