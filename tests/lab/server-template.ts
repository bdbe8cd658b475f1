/**
 * A data folder with everything in it that a server makes at its first start: the cluster, its tables, the demonstration. A server
 * that begins with a copy of it has only to start. Made once per test process.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freeTcpPort } from './port.ts';

const run = promisify(execFile);

let template: Promise<string> | undefined;

/**
 * Copies the template to where there is nothing yet.
 * @param make starts a server, ends it in good order, and gives its data folder, which nobody uses any more
 */
export async function copyTemplate(to: string, make: () => Promise<string>): Promise<void> {
  template ??= make();
  // With owners and modes: under root the cluster is another user's.
  await run('cp', ['-a', '--reflink=auto', await template, to]);
  // Servers that run side by side each have their own port for the database.
  const file = join(to, 'postgresql.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...settings, port: await freeTcpPort() }));
}
