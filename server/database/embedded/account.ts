import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CodedError } from '../../../domain/errors.ts';

const run = promisify(execFile);

/** Options for a child process: the user that PostgreSQL runs as. Undefined: our own. */
export type PostgresAccount = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root, so that root needs a `postgres` user, made where it is missing. */
export async function postgresAccount(): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known !== undefined) return known;
  try {
    await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
  } catch (error) {
    throw new CodedError(
      'START_DATABASE_UNREACHABLE',
      'PostgreSQL does not run as root and no `postgres` user could be made: start as another user, or set DATABASE_URL',
      { cause: error },
    );
  }
  const made = await lookUp();
  if (made === undefined) throw new CodedError('START_DATABASE_UNREACHABLE', 'no `postgres` user');
  return made;
}

async function lookUp(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return undefined;
  }
}
