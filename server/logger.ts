import { pino, type DestinationStream, type Logger } from 'pino';
import type { Configuration } from './configuration.ts';

const secretNames = ['password', 'token', 'secret', 'authorization', 'credential', 'passwordHash', 'databaseUrl'];

/** One JSON line per event on `destination`, standard output by default. Secrets are cut out wherever they are named. */
export function createLogger(level: Configuration['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
      censor: '[secret]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
