/**
 * `npm run bench -- first-sync [--tickets N] [--rounds N] [--peer-rounds N]`: 100,000 tickets from the server to a usable list, in the real
 * desk with a profile that has nothing. Against it, in a bare Electron window with nothing else in it: the same rows written by one bulkPut of Dexie, which
 * has them in memory already; and the same rows replicated by PouchDB from its own server (express-pouchdb on LevelDB) on this machine.
 *
 * The clock of Casque starts with its first question for rows, and stops when the desk has painted a list and says that it has everything;
 * afterwards the list has to show as many as the server has. Then the search is opened, and how long it takes until it has everything is
 * told too, and the longest task of the desk from the beginning to there. PouchDB replicates in batches of 1,000, with which it is faster than as it
 * comes (100). Each begins on a machine at rest. Must: at most 0.3 x Dexie, at least 10 x faster than PouchDB.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { isOpen } from '../../domain/ticket/state.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { demoAccounts, typeSignIn } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { labFolder } from '../lab/folder.ts';
import { Program } from '../lab/program.ts';
import { CasqueServer } from '../lab/server.ts';
import { waitFor } from '../lab/wait.ts';
import { signIn, TestDesk } from '../sync/support/desk.ts';
import { pouchdbPackages, PouchdbServer } from './first-sync/pouchdb.ts';
import type { Peers } from './first-sync/page.ts';
import { conclude, median, printTable } from './report.ts';

const { values: options } = parseArgs({
  options: {
    tickets: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    'peer-rounds': { type: 'string', default: '1' },
  },
});
const tickets = Number(options.tickets);
const rounds = Number(options.rounds);
const peerRounds = Number(options['peer-rounds']);
const mostOfDexie = 0.3;
const leastTimesFaster = 10;
/** No task of the desk's page may take longer, ms. */
const longestTask = 50;
/** Rows in one batch of PouchDB's. */
const batch = 1000;

/** Moments in ms since the epoch; what has not happened is missing. */
type Seen = { complete?: number; searchable?: number; tasks: { at: number; took: number }[] };
declare const window: { seen: Seen; peers: Peers };

type FirstSync = {
  readonly usable: number;
  readonly searchable: number;
  /** Long tasks of the desk, by when they began. */
  readonly tasks: readonly { readonly at: number; readonly took: number }[];
};

/** Notes the moments in the page itself, when they have been painted. */
function watchDesk(): void {
  const seen: Seen = { tasks: [] };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      seen.tasks.push({ at: performance.timeOrigin + startTime, took: duration });
    }
  }).observe({ type: 'longtask' });
  const painted = (name: 'complete' | 'searchable'): void => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => (seen[name] ??= performance.timeOrigin + performance.now())),
    );
  };
  new MutationObserver(() => {
    const status = document.querySelector('[role="contentinfo"], footer')?.textContent ?? '';
    const lines = document.querySelectorAll('[data-place="list"] [role="option"]').length;
    if (seen.complete === undefined && lines > 0 && status.includes('tout est envoyé')) painted('complete');
    const summary = document.querySelector('[role="dialog"] [role="status"]')?.textContent ?? '';
    if (seen.searchable === undefined && summary !== '' && !summary.includes('préparation')) painted('searchable');
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** A new machine: a fresh profile, nobody signed in before. */
async function firstSync(expected: number): Promise<FirstSync> {
  const app = await CasqueApp.launch({ name: 'bench-first-sync', display, serverUrl: server.url });
  try {
    const desk = await app.desk();
    await app.electron.evaluate(({ webContents }) => {
      const { session } = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://desk'))!;
      session.webRequest.onSendHeaders({ urls: ['*://*/v1/pull'] }, ({ timestamp }) => {
        (globalThis as { firstPull?: number }).firstPull ??= timestamp;
      });
    });
    await desk.evaluate(watchDesk);
    await typeSignIn(desk, demoAccounts.lea);
    const complete = await moment(desk, 'complete');
    const first = await app.electron.evaluate(() => (globalThis as { firstPull?: number }).firstPull);
    if (first === undefined) throw new Error('The desk asked for no rows.');
    await desk.keyboard.press('/');
    await desk.keyboard.type('box');
    const searchable = await moment(desk, 'searchable');
    const tasks = await desk.evaluate(() => window.seen.tasks);
    await desk.keyboard.press('Escape');
    await listShows(desk, expected);
    const during = tasks.filter(({ at }) => at >= first).map(({ at, took }) => ({ at: at - first, took }));
    return { usable: complete - first, searchable: searchable - first, tasks: during };
  } finally {
    await app.stop();
  }
}

async function moment(desk: Page, name: 'complete' | 'searchable'): Promise<number> {
  return await waitFor(`the desk to be ${name}`, () => desk.evaluate((each) => window.seen[each], name), {
    timeoutMs: 180_000,
    // Asking disturbs what is measured.
    everyMs: 500,
  });
}

async function listShows(desk: Page, expected: number): Promise<void> {
  await desk.getByRole('button', { name: 'Équipe', exact: true }).click();
  const count = desk.getByRole('region', { name: 'À faire maintenant' }).locator('[data-figures]').first();
  await waitFor(
    `${expected} tickets in the list`,
    async () => (await count.textContent())?.replace(/\D/g, '') === String(expected),
  );
}

/** A page on an origin of its own in an Electron window, with the peers in it. */
async function startPeers(modules: string): Promise<{ readonly app: CasqueApp; readonly page: Page }> {
  const script = path.join(folder.path, 'page.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'first-sync', 'page.ts')],
    outfile: script,
    bundle: true,
    format: 'iife',
  });
  const app = await CasqueApp.launch({
    name: 'bench-first-sync-peers',
    display,
    appPath: path.join(import.meta.dirname, 'answer', 'least'),
    env: { BENCH_PAGE: script },
  });
  const page = await waitFor('the peers’ page', () => app.electron.windows()[0]);
  await page.waitForFunction(() => 'peers' in window);
  await page.addScriptTag({ path: path.join(modules, 'node_modules', 'pouchdb', 'dist', 'pouchdb.min.js') });
  return { app, page };
}

/**
 * What was written before is on the disk, and LevelDB has tidied it up: it goes on with that for seconds after it has answered, on the cores and the disk of
 * whoever comes next.
 */
async function atRest({ electron }: CasqueApp): Promise<void> {
  execFileSync('sync');
  // Of a core, in percent, since the last look.
  const usage = (): Promise<number> =>
    electron.evaluate(({ app }) => app.getAppMetrics().reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0));
  await usage();
  await waitFor('the peers to be at rest', async () => (await usage()) < 5, { timeoutMs: 60_000, everyMs: 1000 });
  execFileSync('sync');
}

async function seed(): Promise<void> {
  console.log(`Making ${tickets} tickets on the server.`);
  const seeding = new Program(projectNode(), [
    path.join(ROOT, 'server', 'main.ts'),
    ...['--data', server.dataFolder, 'seed', '--tickets', String(tickets), '--team', 'N1 Internet'],
  ]);
  const { code } = await seeding.exited;
  if (code !== 0) throw new Error(`The tickets could not be made: ${seeding.output}`);
}

const folder = labFolder('bench-first-sync');
const modules = await pouchdbPackages();
const display = await Display.start({ width: 1280, height: 720 });
const server = await CasqueServer.start();
try {
  await seed();
  const session = await signIn(server.url, demoAccounts.lea.login, demoAccounts.lea.password);
  const reader = new TestDesk(server.url, session);
  await reader.pull();
  // Every row that the desk gets, for the peers too.
  const rows = [...reader.rows.values()];
  const mine = [...reader.rows].flatMap(([key, row]) => (key.startsWith('tickets/') ? [row as Ticket] : []));
  const open = mine.filter(({ state, scope }) => isOpen(state) && session.agent.teamIds.includes(scope)).length;
  console.log(`${rows.length} rows, ${mine.length} of them tickets, ${open} of those not yet solved.`);

  const pouchdb = await PouchdbServer.start(modules, rows);
  const peers = await startPeers(modules);
  const ours: FirstSync[] = [];
  const dexie: number[] = [];
  const replicated: number[] = [];
  try {
    await peers.page.evaluate((url) => window.peers.fetch(url), `${pouchdb.url}/rows.json`);
    // In turns; the first round only warms up.
    for (let round = 0; round <= rounds; round++) {
      await atRest(peers.app);
      const mineNow = await firstSync(open);
      await atRest(peers.app);
      const theirs = await peers.page.evaluate(() => window.peers.bulkPut());
      const long = mineNow.tasks.map(({ at, took }) => `${Math.round(took)} ms at ${Math.round(at)}`).join(', ');
      process.stderr.write(
        `${round}/${rounds}: ${Math.round(mineNow.usable)} ms, Dexie ${Math.round(theirs)} ms; long tasks: ${long}\n`,
      );
      if (round === 0) continue;
      ours.push(mineNow);
      dexie.push(theirs);
    }
    for (let round = 0; round < peerRounds; round++) {
      await atRest(peers.app);
      replicated.push(
        await peers.page.evaluate(([url, size]) => window.peers.replicate(url, size), [
          `${pouchdb.url}/rows`,
          batch,
        ] as const),
      );
    }
  } finally {
    await peers.app.stop();
    await pouchdb.stop();
  }

  const usable = ours.map((each) => each.usable);
  const searchable = ours.map((each) => each.searchable);
  const longest = Math.max(0, ...ours.flatMap(({ tasks }) => tasks.map(({ took }) => took)));
  const ratio = median(usable) / median(dexie);
  const faster = median(replicated) / median(usable);
  const row = (name: string, values: readonly number[], times: string, must: string): (string | number)[] => [
    name,
    median(values),
    Math.min(...values),
    Math.max(...values),
    times,
    must,
  ];
  printTable([
    [`${rows.length} rows, ms`, 'median', 'least', 'most', 'x Casque', 'must'],
    row('Casque: from the server to a usable list', usable, '1.00', `<= ${mostOfDexie} x Dexie`),
    row('Casque: to all of it searchable', searchable, (median(searchable) / median(usable)).toFixed(2), ''),
    row('Dexie bulkPut, rows in memory', dexie, (1 / ratio).toFixed(2), ''),
    row('PouchDB replicating from express-pouchdb', replicated, faster.toFixed(1), `>= ${leastTimesFaster}`),
  ]);
  console.log(`  Longest task of the desk's page meanwhile: ${Math.round(longest)} ms (must: <= ${longestTask}).`);
  conclude({
    name: 'first-sync',
    ratio: Number(ratio.toFixed(3)),
    pouchdb_times: Number(faster.toFixed(1)),
    usable_ms: Math.round(median(usable)),
    searchable_ms: Math.round(median(searchable)),
    longest_task_ms: Math.round(longest),
    rows: rows.length,
    rounds,
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
    pass: ratio <= mostOfDexie && faster >= leastTimesFaster && longest <= longestTask,
  });
} finally {
  await server.stop();
  await display.stop();
  folder.remove();
}
