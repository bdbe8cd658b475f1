import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../domain/errors.ts';

/** File system errors that mean "this program may not write here". */
const refusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST', 'ENOSPC']);

/**
 * Makes the folder, private to its owner, and proves that it can be written.
 * Throws `CodedError` START_DATA_FOLDER_READ_ONLY.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  const probe = join(folder, `.write-probe-${process.pid}`);
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const file = await open(probe, 'wx', 0o600);
    await file.close();
    await unlink(probe);
    // As root, PostgreSQL runs as its own user, who must pass through (and read nothing but its own folder).
    if (process.getuid?.() === 0) await chmod(folder, ((await stat(folder)).mode & 0o777) | 0o011);
  } catch (error) {
    throw asReadOnly(folder, error);
  }
}

/** Not `mkdir(recursive)`: Node's tries for ever where a parent exists that takes no folders, as /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(folder);
    if (errnoOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (!isMissing(error) || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder, { mode: 0o700 });
  }
}

/**
 * The content of a private file of the data folder, made by `content` when it is not there yet. The file appears whole or
 * not at all, whatever stops the program.
 */
export async function keptFile(path: string, content: () => string | Promise<string>): Promise<string> {
  const kept = await readKept(path);
  if (kept !== undefined) return kept;
  const made = await content();
  await writeWhole(path, made);
  return made;
}

/** Undefined: it is not there. */
export async function readKept(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw asReadOnly(path, error);
  }
}

/** Replaces a private file (mode 0600) durably. `owner`: whose it is then; only root may name another. */
export async function writeWhole(
  path: string,
  content: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      if (owner !== undefined && process.getuid?.() === 0) await file.chown(owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw asReadOnly(path, error);
  }
}

/** A power cut does not bring back what a name stood for before. Windows syncs no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(async () => await folder.close());
}

export function isMissing(error: unknown): boolean {
  return errnoOf(error) === 'ENOENT';
}

export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function asReadOnly(path: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === undefined || !refusals.has(errno)) return error;
  return new CodedError('START_DATA_FOLDER_READ_ONLY', `${path} (${errno})`, { cause: error });
}
