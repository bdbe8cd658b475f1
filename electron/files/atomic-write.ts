import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError, type ErrorCode } from '../../domain/errors.ts';

/**
 * Replaces a file as a whole: after a crash or a power cut it holds either the old or the new content. Resolves when the
 * content is on the disk. Readable by this user only.
 * @throws {CodedError} SHELL_DATA_FOLDER_READ_ONLY, STORE_FULL, or SHELL_FAILED for what nobody expects
 */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.new`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw storageCode(error);
  }
}

/** What a failure of the file system means to a person. */
export function storageCode(error: unknown): CodedError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return new CodedError(codes[reason] ?? 'SHELL_FAILED', reason, { cause: error });
}

const codes: Readonly<Record<string, ErrorCode>> = {
  EROFS: 'SHELL_DATA_FOLDER_READ_ONLY',
  EACCES: 'SHELL_DATA_FOLDER_READ_ONLY',
  EPERM: 'SHELL_DATA_FOLDER_READ_ONLY',
  ENOSPC: 'STORE_FULL',
  EDQUOT: 'STORE_FULL',
};

/** A new name in a folder is durable once the folder is; Windows has no such call and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
