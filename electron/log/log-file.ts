import { renameSync } from 'node:fs';
import { join } from 'node:path';
import electronLog from 'electron-log/main';
import type { LogSink } from './log.ts';
import { logLine } from './log-line.ts';

/** Bytes of one file; the ones before it are kept as `casque.1.log` to `casque.4.log`. */
const largest = 2_000_000;
const kept = 4;

export type LogFileOptions = {
  readonly folder: string;
  /** Known secrets of this run (token, line password), asked for every line. */
  readonly secrets: () => Iterable<string>;
  /** Also on the standard error output, for a developer or a service log. */
  readonly echo: boolean;
};

/** A sink that writes redacted lines into `folder`/casque.log, rotated. */
export function logFile({ folder, secrets, echo }: LogFileOptions): LogSink {
  const logger = electronLog.create({ logId: 'casque' });
  const { file, console: terminal, ipc, remote } = logger.transports;
  file.resolvePathFn = () => join(folder, 'casque.log');
  file.maxSize = largest;
  file.archiveLogFn = rotate(folder);
  file.format = '{text}';
  file.level = 'debug';
  terminal.level = echo ? 'warn' : false;
  terminal.format = '{text}';
  ipc.level = false;
  remote.level = false;
  return (entry) => logger[entry.level](logLine(entry, secrets()));
}

/** Synchronous, since electron-log opens the new file as soon as this returns. */
function rotate(folder: string): () => void {
  return () => {
    for (let number = kept; number >= 1; number--) {
      const older = join(folder, number === 1 ? 'casque.log' : `casque.${number - 1}.log`);
      try {
        renameSync(older, join(folder, `casque.${number}.log`));
      } catch {
        // There are not that many yet.
      }
    }
  };
}
