import { text } from 'node:stream/consumers';
import { CodedError } from '../../domain/errors.ts';
import { readConfiguration, type CommandLineOptions, type Configuration } from '../configuration.ts';
import { openDatabase } from '../database/open.ts';
import type { Database } from '../database/schema.ts';

/** Runs a short command on the database, beside a server that runs or without one. */
export async function withDatabase(
  options: CommandLineOptions,
  work: (db: Database, configuration: Configuration) => Promise<void>,
): Promise<void> {
  const configuration = readConfiguration(process.env, options);
  const database = await openDatabase({ ...configuration, as: 'visit' });
  try {
    await work(database.db, configuration);
  } finally {
    await database.close();
  }
}

export async function standardInput(): Promise<string> {
  return (await text(process.stdin)).trim();
}

/** Throws `CodedError` REQUEST_MALFORMED. */
export function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CodedError('REQUEST_MALFORMED', 'standard input is not JSON');
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
