/** The central server of the demonstration, as a child of `npm start`. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectEnv, projectNode, ROOT } from '../setup/paths.mjs';
import { progress, SetupProblem } from '../setup/say.mjs';

/** Used when free, so that an application that was signed in finds its server again. */
const USUAL_PORT = 8474;
const PATIENCE_MS = 90_000;

/**
 * Starts the server with its own database and the demonstration data.
 * @param {string} dataFolder made when absent
 * @returns {Promise<{ url: string, ended: Promise<void>, stop(): Promise<void> }>}
 * @throws {SetupProblem} with what the server said
 */
export async function startServer(dataFolder) {
  const report = progress('Starting the server');
  const port = (await isFree(USUAL_PORT)) ? USUAL_PORT : 0;
  const args = [join(ROOT, 'server', 'main.ts'), '--data', dataFolder, '--port', String(port), '--seed-demo'];
  const env = projectEnv();
  delete env.DATABASE_URL;
  const child = spawn(projectNode(), args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => child.once('close', () => done()));
  // Should this program end in a way that leaves no time, the server is at least told.
  process.once('exit', () => child.kill());
  try {
    const url = await listening(child, ended);
    report.end(`the server listens at ${url}, its data are in ${dataFolder}`);
    return {
      url,
      ended,
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  } catch (error) {
    report.end('failed');
    child.kill('SIGKILL');
    throw error;
  }
}

function listening(child, ended) {
  return new Promise((done, fail) => {
    let output = '';
    const refuse = (sentence) => fail(new SetupProblem(sentence, output));
    const timer = setTimeout(() => refuse('The server did not start in time.'), PATIENCE_MS);
    const take = (chunk) => {
      output = (output + chunk).slice(-20_000);
      const url = urlIn(output);
      if (!url) return;
      clearTimeout(timer);
      done(url);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    void ended.then(() => {
      clearTimeout(timer);
      refuse('The server ended while it was starting; what it said stands above.');
    });
  });
}

/** The log is one JSON object per line; this one says that the server takes requests. */
function urlIn(output) {
  for (const line of output.split('\n')) {
    if (!line.includes('"listening"')) continue;
    try {
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening' && url) return url;
    } catch {
      // The line is not complete yet.
    }
  }
  return undefined;
}

function isFree(port) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
