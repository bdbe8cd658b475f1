import { pino, type DestinationStream, type Logger } from 'pino';
import type { Configuration } from './configuration.ts';

const secretNames = [
  'password',
  'newPassword',
  'token',
  'secret',
  'authorization',
  'credential',
  'passwordHash',
  'databaseUrl',
];

/** Of an error what helps, and no more: those of PostgreSQL and of the HTTP parser carry rows and packets. */
function asLogged(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: asLogged(cause) }),
  };
}

/** One JSON line per event on `destination`, standard output by default. Secrets are cut out wherever they are named. */
export function createLogger(level: Configuration['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    serializers: { err: asLogged },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
      censor: '[secret]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
