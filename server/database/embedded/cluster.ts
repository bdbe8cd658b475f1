import { spawn, execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import { CodedError } from '../../../domain/errors.ts';
import { errnoOf, isMissing, keptFile, writeWhole } from '../../data-folder.ts';
import { postgresAccount, type PostgresAccount } from './account.ts';
import { findBinaries } from './binaries.ts';

const execute = promisify(execFile);

/** How long a start may take: crash recovery replays at most a few checkpoints of write-ahead log. Milliseconds. */
const startDeadline = 120_000;
const startAttempts = 20;

const Settings = z.object({ port: z.int().positive().max(65535), password: z.string().min(16) });
type Settings = z.infer<typeof Settings>;

/**
 * One PostgreSQL cluster in the data folder. It runs as a process of its own that outlives a killed server, so that the next
 * start finds it and goes on with it.
 */
export class EmbeddedCluster {
  readonly #folder: string;
  readonly #settingsFile: string;
  readonly #dataFolder: string;
  #adopted = false;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
    this.#folder = join(dataFolder, 'postgresql');
    this.#settingsFile = join(dataFolder, 'postgresql.json');
  }

  /**
   * Starts the cluster, or goes on with the one that runs already; makes it the first time.
   * Returns the address of its database. Throws `CodedError` of the START_ family.
   */
  async start(): Promise<string> {
    const account = await postgresAccount();
    const binaries = await findBinaries(account, join(this.#dataFolder, 'postgresql-programs'));
    let settings = await this.#settings();
    await this.#initialise(binaries.initdb, account, settings);
    const deadline = Date.now() + startDeadline;
    // Backends of a killed postmaster may need a moment to go before a new one is let in: hence the attempts.
    for (let attempt = 1; attempt <= startAttempts && Date.now() < deadline; attempt += 1) {
      let ended = () => false;
      this.#adopted = (await this.#runningPid()) !== undefined;
      if (!this.#adopted) {
        // The kept port may have been taken meanwhile by something else.
        if (!(await isFree(settings.port))) settings = await this.#choosePort(settings);
        ended = await this.#launch(binaries.postgres, account, settings);
      }
      if (await this.#untilReady(settings, deadline, ended)) return addressOf(settings);
      await delay(500);
    }
    throw new CodedError('START_DATABASE_UNREACHABLE', `PostgreSQL does not start: ${await this.#lastWords()}`);
  }

  /** Waits for transactions to end, writes everything out and stops. Nothing to do when it does not run. */
  async stop(): Promise<void> {
    const pid = await this.#runningPid();
    if (pid === undefined) return;
    // "Fast shutdown" of postgres(1): sessions are ended, open transactions rolled back, a checkpoint is written.
    if (process.platform === 'win32') await execute('taskkill', ['/pid', String(pid), '/t', '/f']);
    else process.kill(pid, 'SIGINT');
    const deadline = Date.now() + startDeadline;
    while ((await this.#runningPid()) === pid && Date.now() < deadline) await delay(20);
  }

  async #settings(): Promise<Settings> {
    const text = await keptFile(this.#settingsFile, async () =>
      JSON.stringify({ port: await freePort(), password: randomBytes(24).toString('base64url') } satisfies Settings),
    );
    const parsed = Settings.safeParse(parseJson(text));
    if (!parsed.success) throw new CodedError('START_CONFIGURATION_INVALID', `${this.#settingsFile} is damaged`);
    return parsed.data;
  }

  async #choosePort(settings: Settings): Promise<Settings> {
    const next = { ...settings, port: await freePort() };
    await writeWhole(this.#settingsFile, JSON.stringify(next));
    return next;
  }

  /** Makes the cluster beside its final place, so that an interrupted initdb is never taken for a whole one. */
  async #initialise(initdb: string, account: PostgresAccount, settings: Settings): Promise<void> {
    if (await exists(join(this.#folder, 'PG_VERSION'))) return;
    const making = `${this.#folder}.making`;
    const passwordFile = `${making}.password`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    await writeFile(passwordFile, `${settings.password}\n`, { mode: 0o600 });
    if (account !== undefined) {
      await chown(making, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    try {
      await execute(
        initdb,
        [
          `--pgdata=${making}`,
          '--username=casque',
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
          '--encoding=UTF8',
          '--locale=C',
          '--data-checksums',
        ],
        { ...account, cwd: making, env: postgresEnvironment(), timeout: startDeadline },
      );
      await rename(making, this.#folder);
    } catch (error) {
      const words =
        error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(-400) : String(error);
      throw new CodedError('START_DATABASE_UNREACHABLE', `PostgreSQL could not be set up: ${words}`, { cause: error });
    } finally {
      await unlink(passwordFile).catch(() => undefined);
    }
  }

  /** Returns a function that tells whether the process has ended. */
  async #launch(postgres: string, account: PostgresAccount, settings: Settings): Promise<() => boolean> {
    const log = await open(join(this.#dataFolder, 'postgresql-start.log'), 'w', 0o600);
    try {
      const child = spawn(
        postgres,
        [
          ...['-D', this.#folder, '-p', String(settings.port), '-h', '127.0.0.1'],
          // TCP on the loopback only: no socket file, whose folder differs on every system.
          ...['-c', 'unix_socket_directories=', '-c', 'fsync=on', '-c', 'max_connections=60'],
          ...['-c', 'logging_collector=on', '-c', 'log_directory=log', '-c', 'log_filename=postgresql-%a.log'],
          ...['-c', 'log_truncate_on_rotation=on', '-c', 'log_rotation_age=1d', '-c', 'log_min_messages=warning'],
        ],
        // Detached: Ctrl-C at the terminal reaches the server alone, which stops the database last.
        { ...account, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], env: postgresEnvironment() },
      );
      await new Promise<void>((done, fail) => {
        child.once('spawn', done);
        child.once('error', fail);
      });
      child.unref();
      return () => child.exitCode !== null || child.signalCode !== null;
    } finally {
      await log.close();
    }
  }

  /** True when it takes connections; false when it ended before that. */
  async #untilReady(settings: Settings, deadline: number, ended: () => boolean): Promise<boolean> {
    while (Date.now() < deadline && !ended()) {
      const answer = await knock(settings);
      if (answer === 'ready') return true;
      if (answer === 'not-yet' && (await this.#isGone(ended))) return false;
      if (answer === 'foreign') {
        // Something else answers on our port: forget it and take another.
        if ((await this.#runningPid()) === undefined) return false;
        throw new CodedError(
          'START_DATABASE_UNREACHABLE',
          `${this.#settingsFile} has another password than the database`,
        );
      }
      await delay(25);
    }
    return false;
  }

  /** A process that was there before us leaves no exit code: its lock file going away is the sign. */
  async #isGone(ended: () => boolean): Promise<boolean> {
    return ended() || (this.#adopted && (await this.#runningPid()) === undefined);
  }

  /** The process that holds this cluster. A lock file whose process is gone, or is another program now, is removed. */
  async #runningPid(): Promise<number | undefined> {
    const lockFile = join(this.#folder, 'postmaster.pid');
    let text: string;
    try {
      text = await readFile(lockFile, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const pid = Number.parseInt(text, 10);
    if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && (await isPostgres(pid))) return pid;
    // PostgreSQL itself would refuse to start when the number belongs to any live process of the same user, as it happens
    // after a restart of a container. Its shared memory still guards against two on one folder.
    await unlink(lockFile).catch(() => undefined);
    return undefined;
  }

  async #lastWords(): Promise<string> {
    const text = await readFile(join(this.#dataFolder, 'postgresql-start.log'), 'utf8').catch(() => '');
    return text.trim().split('\n').slice(-3).join(' ').slice(-400);
  }
}

function addressOf(settings: Settings): string {
  return `postgres://casque:${settings.password}@127.0.0.1:${settings.port}/postgres`;
}

async function knock(settings: Settings): Promise<'ready' | 'not-yet' | 'foreign'> {
  const client = new Client({ connectionString: addressOf(settings), connectionTimeoutMillis: 5000 });
  // A connection that breaks after `connect` has failed would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    // 28P01: wrong password; 28000: no such user.
    return ['28P01', '28000'].includes(errnoOf(error) ?? '') ? 'foreign' : 'not-yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function postgresEnvironment(): NodeJS.ProcessEnv {
  // Settings of ours have no business in another program, secrets least of all; nor may PG* variables steer this one.
  const ours = Object.entries(process.env).filter(([name]) => !/^(CASQUE_|DATABASE_URL$|PG)/.test(name));
  return { ...Object.fromEntries(ours), LC_ALL: 'C', TZ: 'UTC' };
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres');
    if (process.platform === 'win32') return true;
    return (await execute('ps', ['-p', String(pid), '-o', 'command='])).stdout.includes('postgres');
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

async function freePort(): Promise<number> {
  return await new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) done(address.port);
        else fail(new Error('no port'));
      });
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
