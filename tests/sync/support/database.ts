import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareDataFolder } from '../../../server/data-folder.ts';
import { EmbeddedCluster } from '../../../server/database/embedded/cluster.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** A fresh, empty database: on DATABASE_URL's PostgreSQL when that is set, else on an embedded one of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return await createOn(given, () => Promise.resolve());
  const folder = await temporaryFolder();
  await prepareDataFolder(folder);
  const cluster = new EmbeddedCluster(folder);
  const url = await cluster.start();
  return await createOn(url, async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'casque-test-'));
}

async function createOn(serverUrl: string, end: () => Promise<void>): Promise<TestDatabase> {
  const name = `casque_test_${randomBytes(6).toString('hex')}`;
  await runSql(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await runSql(serverUrl, `drop database ${name} with (force)`);
      await end();
    },
  };
}

export async function runSql(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, values)).rows;
  } finally {
    await client.end();
  }
}
