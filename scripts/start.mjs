#!/usr/bin/env node
/**
 * `npm start`: sets up what is missing, builds, starts a server with demonstration data, and opens Casque with the practice
 * line. Without a display it takes one whole practice call by itself.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { explain, setUp } from './setup.mjs';
import { projectNode } from './setup/paths.mjs';
import { runAgainOn } from './setup/run.mjs';
import { say, SetupProblem } from './setup/say.mjs';
import { buildIfOutdated } from './start/build.mjs';
import { demonstrationFolder } from './start/folders.mjs';
import { startServer } from './start/server.mjs';

/** One of the demonstration's agents (server/seed/team.ts). */
const account = { login: 'lea.martin', password: 'casque-demo' };

async function main() {
  await setUp('start');
  if (!process.versions.node.startsWith('24.')) {
    return runAgainOn(projectNode());
  }
  await buildIfOutdated();
  const folder = resolve(process.env.CASQUE_DATA ?? demonstrationFolder());
  mkdirSync(folder, { recursive: true });
  const server = await startServer(join(folder, 'server'));
  // The first Ctrl+C reaches the children too, and this program ends after them.
  process.on('SIGINT', () => undefined);
  // `exit` ends the children where there is no time to wait for them.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(143));
  try {
    if (hasDisplay()) {
      const { runWithDisplay } = await import('./start/with-display.mjs');
      return await runWithDisplay({ serverUrl: server.url, folder, account });
    }
    const { runPractice } = await import('./start/practice-run.mjs');
    return await runPractice({ serverUrl: server.url, account });
  } finally {
    say('Stopping the server.');
    await server.stop();
  }
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof SetupProblem) explain(error);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
