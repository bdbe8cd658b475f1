import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { CodedError } from '../../domain/errors.ts';
import { prepareDataFolder } from '../data-folder.ts';
import { connect } from './connect.ts';
import { EmbeddedCluster } from './embedded/cluster.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

export type OpenDatabase = {
  readonly db: Database;
  /** Of the database that is in use; holds a password, never to be logged. */
  readonly url: string;
  /** Names of the migrations that were run now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
};

export type OpenDatabaseOptions = {
  readonly dataFolder: string;
  /** Undefined: the embedded PostgreSQL of the data folder. */
  readonly databaseUrl: string | undefined;
  readonly onConnectionLost?: (error: Error) => void;
  /**
   * `serve`: one server per embedded database, which stops it in the end and starts it again when it dies.
   * `visit`: a short command; it uses the database of a server that runs, or starts and stops it.
   */
  readonly as: 'serve' | 'visit';
  /** The embedded PostgreSQL died and was started again (`undefined`), or could not be. */
  readonly onRestart?: (error: unknown) => void;
};

/** "casque" in ASCII: the advisory lock that a server holds on its embedded cluster while it lives. */
const ownerLock = '109330445100389';

/** How long a killed server's connection may linger in PostgreSQL. Milliseconds. */
const ownerDeadline = 10_000;

export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const connectOptions = options.onConnectionLost === undefined ? {} : { onConnectionLost: options.onConnectionLost };
  if (options.databaseUrl !== undefined) {
    const db = await connect(options.databaseUrl, connectOptions);
    return await migrated(db, options.databaseUrl, async () => await db.destroy());
  }
  await prepareDataFolder(options.dataFolder);
  const cluster = new EmbeddedCluster(options.dataFolder);
  const url = await cluster.start();
  const owner = new ClusterOwner(cluster, url, options.onRestart);
  const owned = await owner.take(options.as === 'serve' ? ownerDeadline : 0);
  if (!owned && options.as === 'serve') {
    throw new CodedError('START_DATA_FOLDER_IN_USE', `another casque-server uses ${options.dataFolder}`);
  }
  const release = async () => {
    if (owned) await owner.stop();
  };
  try {
    const db = await connect(url, connectOptions);
    return await migrated(db, url, async () => {
      await db.destroy();
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

async function migrated(db: Database, url: string, close: () => Promise<void>): Promise<OpenDatabase> {
  try {
    return { db, url, migrated: await migrate(db), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Holds the owner's lock on a connection of its own: PostgreSQL frees it when this process dies, however it dies. The loss of
 * that connection is also how the death of PostgreSQL is seen.
 */
class ClusterOwner {
  readonly #cluster: EmbeddedCluster;
  readonly #onRestart: ((error: unknown) => void) | undefined;
  #url: string;
  #connection: pg.Client | undefined;
  #stopping = false;

  constructor(cluster: EmbeddedCluster, url: string, onRestart: ((error: unknown) => void) | undefined) {
    this.#cluster = cluster;
    this.#url = url;
    this.#onRestart = onRestart;
  }

  /** False when another process holds the lock after `patience` milliseconds. */
  async take(patience: number): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'casque-server owner',
      keepAlive: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownerLock]);
      if (answer.rows[0]?.taken === true) break;
      if (Date.now() >= deadline) {
        await client.end();
        return false;
      }
      await delay(100);
    }
    this.#connection = client;
    client.once('end', () => {
      if (!this.#stopping) void this.#restart();
    });
    return true;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#connection?.end().catch(() => undefined);
    await this.#cluster.stop();
  }

  async #restart(): Promise<void> {
    while (!this.#stopping) {
      try {
        // The port stays (it is kept in the folder), so that the pool finds the new process by itself.
        this.#url = await this.#cluster.start();
        if (await this.take(ownerDeadline)) this.#onRestart?.(undefined);
        return;
      } catch (error) {
        this.#onRestart?.(error);
        await delay(1000);
      }
    }
  }
}
