import { codeOf } from '../../domain/errors.ts';
import type { Database } from '../database/schema.ts';
import type { Contents } from './contents.ts';
import { FolderContents } from './folder.ts';
import type { FileSettings } from './settings.ts';
import type { TusOptions } from './tus.ts';

/** Where the settings say that contents are kept. Throws `CodedError` START_CONFIGURATION_INVALID when a bucket refuses this server. */
export async function openContents(
  { storage, mostBytes }: FileSettings,
  db: Database,
  options: Omit<TusOptions, 'mostBytes'>,
): Promise<Contents> {
  const tus = { ...options, mostBytes };
  if (storage.kind === 'folder') return new FolderContents(storage.path, tus);
  // A server with a folder does not even load what speaks to buckets.
  const [{ Bucket }, { BucketContents }] = await Promise.all([
    import('./bucket/bucket.ts'),
    import('./bucket/bucket-contents.ts'),
  ]);
  const bucket = new Bucket(storage);
  try {
    await bucket.check();
  } catch (error) {
    // Calls and tickets do without, and the desks send their files again when it is back.
    if (codeOf(error, 'SERVER_FAILED') !== 'FILE_STORAGE_UNAVAILABLE') throw error;
    options.log.warn({ err: error }, 'the storage of files is not there');
  }
  return new BucketContents(bucket, db, tus);
}
