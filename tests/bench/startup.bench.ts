/**
 * `npm run bench -- startup`: from the start of the process to a desk that is painted and takes keys, and to a registered line,
 * with 100,000 tickets on this machine; the peer is a bare Electron window with a static page, started in turn.
 *
 * Both programs are started in the same way and tell by a performance mark when they are there; the marks are read afterwards
 * through the remote debugging port, which both have open. Must: desk <= 1.5 x, line <= 2.5 x (docs/measurements.md).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Keyring } from '../lab/keyring.ts';
import { Program } from '../lab/program.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { waitFor } from '../lab/wait.ts';
import { conclude, median, printTable } from './report.ts';
import { UnwatchedApp } from './unwatched/app.ts';

const { values: options } = parseArgs({
  options: { tickets: { type: 'string', default: '100000' }, runs: { type: 'string', default: '11' } },
});
const tickets = Number(options.tickets);
const runs = Number(options.runs);
const deskLimit = 1.5;
const lineLimit = 2.5;

/** Milliseconds in which both programs have started, several times over. */
const undisturbed = 3_000;

type Start = {
  readonly args: readonly string[];
  readonly profile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Which mark of which page is waited for. */
  readonly marks: Readonly<Record<string, { readonly page: RegExp; readonly mark: string }>>;
};

/** Starts the program and gives, for each mark, the milliseconds since just before its process was made. */
async function timeStart({ args, profile, env, marks }: Start): Promise<Record<string, number>> {
  const startedAt = performance.timeOrigin + performance.now();
  const app = new UnwatchedApp({ args, profile, env });
  try {
    // Nothing looks at the program while it starts: attaching to its pages stops them for moments.
    await setTimeout(undisturbed);
    return await app.look(async (page) => {
      const times: Record<string, number> = {};
      for (const [name, { page: url, mark }] of Object.entries(marks))
        times[name] = (await markOf(await page(url), mark)) - startedAt;
      return times;
    });
  } finally {
    await app.stop();
  }
}

/** Wall clock of a performance mark, in ms. */
async function markOf(page: Page, mark: string): Promise<number> {
  return await waitFor(
    `the mark ${mark}`,
    () =>
      page.evaluate((name) => {
        const entry = performance.getEntriesByName(name)[0];
        return entry === undefined ? undefined : performance.timeOrigin + entry.startTime;
      }, mark),
    { timeoutMs: 60_000 },
  );
}

const display = await Display.start();
const sound = await Sound.start();
const keyring = await Keyring.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const profile = mkdtempSync(path.join(tmpdir(), 'casque-startup-'));
const bareProfile = mkdtempSync(path.join(tmpdir(), 'casque-bare-'));
try {
  console.log(`Making ${tickets} tickets on the server, then fetching them once.`);
  const seeding = new Program(projectNode(), [
    path.join(ROOT, 'server', 'main.ts'),
    ...['--data', server.dataFolder, 'seed', '--tickets', String(tickets), '--team', 'N1 Internet'],
  ]);
  const { code } = await seeding.exited;
  if (code !== 0) throw new Error(`The tickets could not be made: ${seeding.output}`);

  const app = await CasqueApp.launch({
    name: 'bench-startup',
    display,
    sound,
    keyring,
    serverUrl: server.url,
    userDataDir: profile,
  });
  await signIn(await app.desk(), { login: 'lea.martin', password: 'casque-demo' });
  await syncedOnce(await app.desk());
  await app.quit();

  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env = { ...process.env, ...display.env, ...sound.env, ...keyring.env, LANGUAGE: 'fr' };
  const results: Record<'bare' | 'desk' | 'line', number[]> = { bare: [], desk: [], line: [] };
  for (let round = 0; round <= runs; round++) {
    const bare = await timeStart({
      args: [...asRoot, path.join(import.meta.dirname, 'bare-window')],
      profile: bareProfile,
      env,
      marks: { usable: { page: /page\.html$/, mark: 'casque:usable' } },
    });
    const casque = await timeStart({
      args: ['--lang=fr', ...keyring.switches, ...asRoot, ROOT],
      profile,
      env,
      marks: {
        usable: { page: /^app:\/\/desk/, mark: 'casque:usable' },
        registered: { page: /^app:\/\/voice/, mark: 'casque:registered' },
      },
    });
    // The first round only warms the file caches.
    if (round === 0) continue;
    results.bare.push(bare['usable'] ?? Number.NaN);
    results.desk.push(casque['usable'] ?? Number.NaN);
    results.line.push(casque['registered'] ?? Number.NaN);
  }

  const bare = median(results.bare);
  const ratio = median(results.desk) / bare;
  const lineRatio = median(results.line) / bare;
  printTable([
    ['from process start, ms', 'median', 'least', 'most', 'x bare', 'must'],
    ['bare Electron window', bare, Math.min(...results.bare), Math.max(...results.bare), '1.00', ''],
    ['desk painted, takes keys', ...row(results.desk), ratio.toFixed(2), `<= ${deskLimit}`],
    ['line registered', ...row(results.line), lineRatio.toFixed(2), `<= ${lineLimit}`],
  ]);
  conclude({
    name: 'startup',
    ratio: Number(ratio.toFixed(3)),
    line_ratio: Number(lineRatio.toFixed(3)),
    tickets,
    runs,
    pass: ratio <= deskLimit && lineRatio <= lineLimit,
  });
} finally {
  await server.stop();
  await asterisk.stop();
  await keyring.stop();
  await sound.stop();
  await display.stop();
  for (const folder of [profile, bareProfile]) rmSync(folder, { recursive: true, force: true });
}

function row(values: readonly number[]): [number, number, number] {
  return [median(values), Math.min(...values), Math.max(...values)];
}
