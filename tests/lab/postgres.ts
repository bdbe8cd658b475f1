/** A PostgreSQL from the system's packages, started by hand: the database that an administrator would bring along. */
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { freeTcpPort } from './port.ts';
import { Program } from './program.ts';
import { waitFor } from './wait.ts';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';
const USER = 'casque';
const DATABASE = 'casque';

export class Postgres {
  readonly port: number;
  readonly #folder: LabFolder;
  readonly #bin: string;
  #program: Program | undefined;

  private constructor(folder: LabFolder, bin: string, port: number) {
    this.#folder = folder;
    this.#bin = bin;
    this.port = port;
  }

  /** Makes an empty cluster with one database in it and starts it. */
  static async start(): Promise<Postgres> {
    const postgres = new Postgres(labFolder('postgres'), newestBin(), await freeTcpPort());
    try {
      await postgres.#create();
      await postgres.boot();
      await postgres.#run('createdb', ['-h', '127.0.0.1', '-p', String(postgres.port), '-U', USER, DATABASE]);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
    return postgres;
  }

  /** For DATABASE_URL. */
  get url(): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  async boot(): Promise<void> {
    const data = join(this.#folder.path, 'data');
    const [command, args] = this.#asOwner('postgres', ['-D', data, '-p', String(this.port), '-k', this.#folder.path]);
    const program = new Program(command, args, { deathSignal: 'QUIT', env: plainEnvironment() });
    this.#program = program;
    const ready = (): Promise<unknown> =>
      this.#run('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(this.port), '-U', USER, '-d', 'postgres']);
    await waitFor('PostgreSQL', async () => (await ready()) !== undefined, { details: () => program.output });
  }

  /** Ends it at once, as a power failure does; `boot` starts it again on the same data and port. */
  async halt(): Promise<void> {
    await this.#program?.stop('SIGQUIT');
    this.#program = undefined;
  }

  async stop(): Promise<void> {
    await this.halt();
    this.#folder.remove();
  }

  async #create(): Promise<void> {
    const data = join(this.#folder.path, 'data');
    mkdirSync(data);
    chmodSync(this.#folder.path, 0o755);
    const owner = databaseOwner();
    if (owner) for (const path of [data, this.#folder.path]) chownSync(path, owner.uid, owner.gid);
    const args = ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
    await this.#run('initdb', args);
  }

  async #run(program: string, args: readonly string[]): Promise<string> {
    const [command, all] = this.#asOwner(program, args);
    const { stdout } = await run(command, all, { cwd: '/', env: plainEnvironment() });
    return stdout;
  }

  /** PostgreSQL refuses to run as root. */
  #asOwner(program: string, args: readonly string[]): readonly [string, readonly string[]] {
    const path = join(this.#bin, program);
    const owner = databaseOwner();
    if (!owner) return [path, args];
    // The death signal is asked for again here: a change of user clears it (prctl(2)).
    const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--pdeathsig', 'QUIT'];
    return ['setpriv', [...identity, '--', path, ...args]];
  }
}

/** The tests' own PGHOST and the like must not lead anywhere else. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8' };
}

function newestBin(): string {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Boolean) : [];
  const newest = Math.max(...versions);
  const bin = join(INSTALLED, String(newest), 'bin');
  if (!existsSync(join(bin, 'initdb'))) throw new Error('No PostgreSQL here; run `node scripts/setup.mjs --for test`.');
  return bin;
}

function databaseOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('This system has no user `postgres`.');
  return { uid: Number(uid), gid: Number(gid) };
}
