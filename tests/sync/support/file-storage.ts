import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cephRoot } from '../../../scripts/setup/ceph-root.mjs';
import { ObjectStorage } from '../../lab/object-storage.ts';
import { temporaryFolder } from './database.ts';

/** Where a server of the tests keeps its files. */
export type FileStorage = {
  /** The server's settings for it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The files of which there is anything, and whatever else is there. */
  names(): Promise<string[]>;
  /** Puts something there that is no file of Casque's. */
  addForeign(name: string): Promise<void>;
  stop(): Promise<void>;
};

async function folderStorage(): Promise<FileStorage> {
  const folder = await temporaryFolder();
  const files = join(folder, 'files');
  return {
    environment: { CASQUE_FILES: files },
    // What tus notes lies beside.
    names: async () => (await readdir(files)).filter((name) => !name.endsWith('.json')),
    addForeign: async (name) => {
      await mkdir(files, { recursive: true });
      await writeFile(join(files, name), '');
    },
    stop: async () => await rm(folder, { recursive: true, force: true }),
  };
}

async function bucketStorage(): Promise<FileStorage> {
  const storage = await ObjectStorage.start();
  return {
    environment: storage.environment,
    names: async () => [...new Set((await storage.names()).map((name) => name.split('/')[0]!))],
    addForeign: async (name) => await storage.put(name, 'x'),
    stop: async () => await storage.stop(),
  };
}

/**
 * The S3 storage that the tests' set-up puts on a machine; where they run on servers started by hand it must be there. A machine that is set up for the
 * code alone tries files in a folder.
 */
export const objectStorages =
  cephRoot.isMissing() === undefined || Boolean(process.env['DATABASE_URL']) ? [ObjectStorage] : [];

export const fileStorages = [
  { place: 'a folder', start: folderStorage },
  ...objectStorages.map(() => ({ place: 'a bucket', start: bucketStorage })),
];
