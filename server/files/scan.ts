import { execFile } from 'node:child_process';

/** How long a scan may take. Milliseconds. */
const patience = 120_000;

/**
 * Lets a program look at a file, as `clamdscan --fdpass --no-summary` does: it ends with 0 for a clean one and with 1 for one that is not. Throws
 * for any other end: then nobody knows.
 */
export async function isClean(command: string, path: string): Promise<boolean> {
  const [program = '', ...args] = command.split(' ').filter((part) => part !== '');
  return await new Promise((done, failed) => {
    execFile(program, [...args, path], { timeout: patience, maxBuffer: 64 * 1024 }, (error) => {
      if (error === null) done(true);
      else if (error.code === 1) done(false);
      else failed(new Error(`the scan ended with ${error.code ?? error.signal ?? 'a failure'}`, { cause: error }));
    });
  });
}
