import type { Database } from '../../database/schema.ts';
import type { SyncStorage } from '../storage.ts';
import { PostgresPull } from './pull-storage.ts';
import { PostgresPush } from './push-storage.ts';

export function postgresStorage(db: Database): SyncStorage {
  return {
    write: async (work) =>
      await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (trx) => await work(new PostgresPush(trx))),
    read: async (work) =>
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => await work(new PostgresPull(trx))),
  };
}
