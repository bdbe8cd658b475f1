import { readConfiguration, type CommandLineOptions } from '../configuration.ts';
import { createLogger } from '../logger.ts';
import { startServer } from '../server.ts';

/** How long requests may take to end after a signal. Milliseconds. */
const patience = 15_000;

/** Serves until a signal. The first one stops gracefully, a second one at once (the embedded database recovers by itself). */
export async function serve(options: CommandLineOptions): Promise<void> {
  const configuration = readConfiguration(process.env, options);
  const logger = createLogger(configuration.logLevel);
  const signal = new Promise<NodeJS.Signals>((got) => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (stopping) process.exit(1);
        got(name);
      });
    }
  });
  let stopping = false;
  const server = await startServer(configuration, logger);
  logger.info({ signal: await signal }, 'stopping');
  stopping = true;
  const atMost = patience + configuration.drainSeconds * 1000;
  setTimeout(() => {
    logger.error('stopping takes too long; leaving');
    process.exit(1);
  }, atMost).unref();
  await server.stop();
  logger.info('stopped');
}
