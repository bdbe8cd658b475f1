/** The central server as a program of its own, which tests may stop, kill and bring back under the same address. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { freeTcpPort } from './port.ts';
import { Program } from './program.ts';
import { copyTemplate } from './server-template.ts';
import type { Asterisk } from './asterisk.ts';

const run = promisify(execFile);

export interface ServerOptions {
  /** An existing database; without it the server runs its own in its data folder. */
  readonly databaseUrl?: string;
  /** The exchange whose lines the demonstration agents get. */
  readonly asterisk?: Asterisk;
  /** Demonstration data. Default true. */
  readonly seedDemo?: boolean;
  /** Default: a free port. */
  readonly port?: number;
  /** An existing data folder, which `stop` leaves alone. Default: a new one, removed by `stop`. */
  readonly dataFolder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Servers that were started from nothing by this process: the second one is worth a template. */
let startedFromNothing = 0;

export class CasqueServer {
  readonly port: number;
  readonly dataFolder: string;
  readonly #options: ServerOptions;
  readonly #folder: LabFolder | undefined;
  #program: Program | undefined;

  private constructor(options: ServerOptions, port: number) {
    this.#options = options;
    this.port = port;
    this.#folder = options.dataFolder === undefined ? labFolder('server') : undefined;
    // Under root the embedded database runs as another user, who has to get through.
    if (this.#folder) chmodSync(this.#folder.path, 0o711);
    this.dataFolder = options.dataFolder ?? join(this.#folder?.path ?? '', 'data');
  }

  /** Starts the server and waits until it answers. */
  static async start(options: ServerOptions = {}): Promise<CasqueServer> {
    const server = CasqueServer.reserve(options.port ?? (await freeTcpPort()), options);
    try {
      if (server.#isUsual && startedFromNothing++ > 0) await copyTemplate(server.dataFolder, CasqueServer.#template);
      await server.boot();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** A server that has an address but does not run yet: `boot` starts it. */
  static reserve(port: number, options: ServerOptions = {}): CasqueServer {
    return new CasqueServer(options, port);
  }

  /** Begins with the demonstration, in a data folder of its own. */
  get #isUsual(): boolean {
    const { databaseUrl, seedDemo = true } = this.#options;
    return this.#folder !== undefined && databaseUrl === undefined && seedDemo;
  }

  static readonly #template = async (): Promise<string> => {
    const { path } = labFolder('server-template');
    chmodSync(path, 0o711);
    const server = new CasqueServer({ dataFolder: join(path, 'data') }, await freeTcpPort());
    await server.boot();
    await server.halt();
    return server.dataFolder;
  };

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get running(): boolean {
    return this.#program?.running ?? false;
  }

  /** Of the server itself; its embedded database is a child of it. */
  get processId(): number {
    if (this.#program === undefined) throw new Error('The server is not running.');
    return this.#program.pid;
  }

  /** Its log so far, JSON lines. */
  get log(): string {
    return this.#program?.output ?? '';
  }

  async boot(): Promise<void> {
    const { databaseUrl, asterisk, seedDemo = true, env } = this.#options;
    const args = [join(ROOT, 'server', 'main.ts'), '--data', this.dataFolder, '--port', String(this.port)];
    if (seedDemo) args.push('--seed-demo');
    const program = new Program(projectNode(), args, {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: databaseUrl, ...asterisk?.serverEnv, ...env },
      // A test that is killed lets the server stop its database.
      deathSignal: 'TERM',
    });
    this.#program = program;
    await program.printed(/"msg":"listening"/, 120_000);
  }

  /** What an administrator does beside it. Returns what the command printed. */
  async command(...args: readonly string[]): Promise<string> {
    const whole = [join(ROOT, 'server', 'main.ts'), '--data', this.dataFolder, ...args];
    const env = { ...process.env, DATABASE_URL: this.#options.databaseUrl };
    return (await run(projectNode(), whole, { cwd: ROOT, env })).stdout;
  }

  /** Stops it properly; `boot` starts it again. */
  async halt(): Promise<void> {
    await this.#program?.stop('SIGTERM', 15_000);
    this.#program = undefined;
  }

  /** SIGKILL: the server dies in the middle of what it does; its embedded database is left behind, as in reality. */
  async kill(): Promise<void> {
    await this.#program?.stop('SIGKILL');
    this.#program = undefined;
  }

  async stop(): Promise<void> {
    await this.halt();
    this.#endOrphanedDatabase();
    this.#folder?.remove();
  }

  #endOrphanedDatabase(): void {
    const candidates = existsSync(this.dataFolder) ? [this.dataFolder, ...subfolders(this.dataFolder)] : [];
    for (const folder of candidates) {
      const file = join(folder, 'postmaster.pid');
      if (!existsSync(file)) continue;
      const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
      // Only the database of this folder: process numbers come back.
      if (pid > 1 && commandLine(pid).includes(this.dataFolder)) process.kill(pid, 'SIGQUIT');
    }
  }
}

function subfolders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
