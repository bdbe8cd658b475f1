import { Writable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp, type AppOptions } from '../../../server/app.ts';
import { readConfiguration } from '../../../server/configuration.ts';
import { connect } from '../../../server/database/connect.ts';
import { migrate } from '../../../server/database/migrate.ts';
import type { Database } from '../../../server/database/schema.ts';
import { createLogger } from '../../../server/logger.ts';
import { openSecretBox, type SecretBox } from '../../../server/provisioning/secret-box.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { fillOrganisation } from './organisation.ts';

export type TestNode = {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly db: Database;
  stop(): Promise<void>;
};

export type TestServer = TestNode & {
  readonly databaseUrl: string;
  readonly box: SecretBox;
  /** Everything that was logged, one JSON line per event. */
  readonly log: readonly string[];
  /** Another node on the same database. @param environment where its settings are others */
  startNode(environment?: TestServerOptions['environment']): Promise<TestNode>;
};

export type TestServerOptions = {
  /** Environment variables of the server, CASQUE_... */
  readonly environment?: Readonly<Record<string, string>>;
  readonly events?: AppOptions['events'];
  readonly presenceBeat?: number;
  readonly isDraining?: AppOptions['isDraining'];
  readonly tls?: AppOptions['tls'];
  readonly webhooks?: AppOptions['webhooks'];
  /** What the server connects to in place of the database itself, such as a proxy that a test can cut. */
  readonly through?: (databaseUrl: string) => Promise<string>;
};

export const secretKey = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

/** The server in this process, on a fresh database with the organisation of `organisation.ts`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  try {
    return await startOn(database, options);
  } catch (error) {
    await database.drop();
    throw error;
  }
}

async function startOn(database: TestDatabase, options: TestServerOptions): Promise<TestServer> {
  const log: string[] = [];
  const logger = createLogger('trace', lineCollector(log));
  const configure = (environment: TestServerOptions['environment'] = {}) =>
    readConfiguration({ CASQUE_SECRET_KEY: secretKey, ...options.environment, ...environment });
  const admin = await connect(database.url, { connections: 4 });
  await migrate(admin);
  await fillOrganisation(admin);
  const box = await openSecretBox(admin, configure());
  const nodes: TestNode[] = [];

  const startNode: TestServer['startNode'] = async (environment) => {
    const databaseUrl = (await options.through?.(database.url)) ?? database.url;
    const db = await connect(databaseUrl);
    const app = await buildApp({
      configuration: configure(environment),
      db,
      databaseUrl,
      box,
      logger,
      ...(options.events === undefined ? {} : { events: options.events }),
      ...(options.presenceBeat === undefined ? {} : { presenceBeat: options.presenceBeat }),
      tls: options.tls,
      ...(options.webhooks === undefined ? {} : { webhooks: options.webhooks }),
      ...(options.isDraining === undefined ? {} : { isDraining: options.isDraining }),
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await app.close();
      await db.destroy();
    };
    const node = { app, db, url: `http://127.0.0.1:${port}`, stop };
    nodes.push(node);
    return node;
  };

  const first = await startNode();
  return {
    ...first,
    // Tests look into the database beside the server, also when the server's own way to it is cut.
    db: admin,
    databaseUrl: database.url,
    box,
    log,
    startNode,
    stop: async () => {
      for (const node of nodes) await node.stop();
      await admin.destroy();
      await database.drop();
    },
  };
}

function lineCollector(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
}
