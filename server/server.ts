import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { CodedError } from '../domain/errors.ts';
import { buildApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import { errnoOf, prepareDataFolder } from './data-folder.ts';
import { openDatabase, type OpenDatabase } from './database/open.ts';
import { forgetOldResults } from './database/upkeep.ts';
import { openSecretBox } from './provisioning/secret-box.ts';
import { seedDemo } from './seed/demo.ts';
import { readTlsFiles } from './tls.ts';

export type RunningServer = {
  /** `http://HOST:PORT`, or `https://` with TLS, without a slash at the end. */
  readonly url: string;
  /** Ends requests and connections, then the embedded database. May be called again. */
  stop(): Promise<void>;
};

/** The whole server, listening. Throws `CodedError` of the START_ family; nothing is left running then. */
export async function startServer(configuration: Configuration, logger: Logger): Promise<RunningServer> {
  if (configuration.databaseUrl === undefined || configuration.secretKey === undefined) {
    await prepareDataFolder(configuration.dataFolder);
  }
  const database = await openDatabase({
    ...configuration,
    as: 'serve',
    onConnectionLost: (error) => logger.warn({ err: error }, 'database connection lost'),
    onRestart: (error) => {
      if (error === undefined) logger.warn('the embedded PostgreSQL had died and was started again');
      else logger.error({ err: error }, 'the embedded PostgreSQL does not start again');
    },
  });
  let draining = false;
  let app: FastifyInstance | undefined;
  let endUpkeep: (() => void) | undefined;
  const stop = async () => {
    draining = true;
    if (app?.server.listening === true) await delay(configuration.drainSeconds * 1000);
    endUpkeep?.();
    await app?.close();
    await database.close();
  };
  try {
    if (database.migrated.length > 0) logger.info({ migrations: database.migrated }, 'database migrated');
    app = await compose(configuration, database, logger, () => draining);
    endUpkeep = forgetOldResults(database.db, logger);
    const url = await listen(app, configuration);
    logger.info({ url }, 'listening');
    let stopping: Promise<void> | undefined;
    return { url, stop: async () => await (stopping ??= stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function compose(
  configuration: Configuration,
  database: OpenDatabase,
  logger: Logger,
  isDraining: () => boolean,
): Promise<FastifyInstance> {
  const { db, url } = database;
  const tls = configuration.tls === undefined ? undefined : await readTlsFiles(configuration.tls);
  const box = await openSecretBox(db, configuration, () => {
    logger.warn(
      'secrets are sealed with the old key still; casque-server secret-key replace seals them with the new one',
    );
  });
  if (configuration.seedDemo) {
    const seeded = await seedDemo(db, box, configuration.demoLines);
    logger.info({ seeded }, 'demonstration data');
  }
  return await buildApp({ configuration, db, databaseUrl: url, box, logger, tls, isDraining });
}

async function listen(app: FastifyInstance, { host, port, tls }: Configuration): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EADDRINUSE') throw new CodedError('START_PORT_IN_USE', `${host}:${port}`, { cause: error });
    if (errno === 'EACCES' || errno === 'EADDRNOTAVAIL' || errno === 'ENOTFOUND') {
      throw new CodedError('START_CONFIGURATION_INVALID', `cannot listen on ${host}:${port} (${errno})`, {
        cause: error,
      });
    }
    throw error;
  }
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`;
}
