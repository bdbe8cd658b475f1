/**
 * `npm run bench -- open [--tickets N] [--keys N]`: from a key to the painted ticket, in the real desk with 100,000 tickets on this machine: the next one in the
 * list, or one a screen further down. The clock starts with the key (the event's own time stamp) and stops when the ticket's
 * number, subject and timeline have been painted. Must: p95 <= 50 ms, no task of the desk's page over 50 ms meanwhile.
 */
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { demoAccounts, signIn, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Program } from '../lab/program.ts';
import { CasqueServer } from '../lab/server.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({
  options: { tickets: { type: 'string', default: '100000' }, keys: { type: 'string', default: '80' } },
});
const tickets = Number(options.tickets);
const keys = Number(options.keys);
const limitMs = 50;
/** After a ticket was opened: what follows it is done before the next key, as when somebody has read a line. ms. */
const readingMs = 400;

type Opening = { readonly key: string; readonly took: number };
declare const window: { openings: Opening[]; tasks: number[] };

/** Notes when a key went down, and when another ticket than before was painted after it. */
function watchTickets(): void {
  window.openings = [];
  window.tasks = [];
  let pressed: { readonly key: string; readonly at: number; readonly before: string } | null = null;
  const shown = (): string => document.querySelector('main [data-figures]')?.textContent ?? '';
  document.addEventListener(
    'keydown',
    ({ key, timeStamp }) =>
      (pressed = ['ArrowDown', 'PageDown'].includes(key) ? { key, at: timeStamp, before: shown() } : null),
    { capture: true },
  );
  new MutationObserver(() => {
    const isWhole =
      pressed !== null &&
      !['', pressed.before].includes(shown()) &&
      document.querySelector('main [aria-busy="true"]') === null &&
      document.querySelector('[data-place="timeline"]')?.firstElementChild != null;
    if (!isWhole || pressed === null) return;
    const { key, at } = pressed;
    pressed = null;
    // After the frame's callbacks it is laid out and painted; what is posted in one comes after that.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.openings.push({ key, took: performance.now() - at });
      port2.postMessage(null);
    });
  }).observe(document, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.tasks.push(duration);
  }).observe({ type: 'longtask' });
}

async function opened(desk: Page, count: number): Promise<void> {
  await waitFor(`ticket ${count} on the screen`, () =>
    desk.evaluate((wanted) => window.openings.length >= wanted, count),
  );
  await pause(readingMs);
}

async function seed(server: CasqueServer): Promise<void> {
  console.log(`Making ${tickets} tickets on the server, then fetching them once.`);
  const seeding = new Program(projectNode(), [
    path.join(ROOT, 'server', 'main.ts'),
    ...['--data', server.dataFolder, 'seed', '--tickets', String(tickets), '--team', 'N1 Internet'],
  ]);
  const { code } = await seeding.exited;
  if (code !== 0) throw new Error(`The tickets could not be made: ${seeding.output}`);
}

const display = await Display.start({ width: 1280, height: 720 });
const server = await CasqueServer.start();
let app: CasqueApp | undefined;
try {
  await seed(server);
  app = await CasqueApp.launch({ name: 'bench-open', display, serverUrl: server.url });
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await desk.getByRole('button', { name: 'Équipe', exact: true }).click();
  // The search is made ready meanwhile, as on every day but the first.
  await desk.keyboard.press('/');
  await desk.keyboard.type('box');
  const summary = desk.locator('[role="dialog"] [role="status"]');
  await waitFor('the search to be ready', async () => !/^$|préparation/.test((await summary.textContent()) ?? ''), {
    timeoutMs: 300_000,
    everyMs: 500,
  });
  await desk.keyboard.press('Escape');
  const list = desk.locator('[data-place="list"]');
  await list.focus();
  // The first ticket brings what only tickets need.
  await desk.keyboard.press('ArrowDown');
  await timeline(desk).waitFor();
  await pause(readingMs);

  await desk.evaluate(watchTickets);
  let count = 0;
  for (let at = 0; at < keys; at++) {
    await list.focus();
    await desk.keyboard.press(at % 4 === 3 ? 'PageDown' : 'ArrowDown');
    await opened(desk, ++count);
  }
  const { openings, tasks } = await desk.evaluate(() => ({ openings: window.openings, tasks: window.tasks }));
  const row = (name: string, key: string): (string | number)[] => {
    const times = openings.filter((each) => each.key === key).map(({ took }) => took);
    return [name, String(times.length), median(times), quantile(times, 0.95), Math.max(...times)];
  };
  printTable([
    ['from the key to the painted ticket, ms', 'how many', 'median', 'p95', 'most'],
    row('the next one in the list', 'ArrowDown'),
    row('a screen further down', 'PageDown'),
  ]);
  const longest = Math.max(0, ...tasks);
  console.log(
    `  Tasks of the desk's page over 50 ms meanwhile: ${tasks.length}, the longest ${Math.round(longest)} ms (must: none).`,
  );
  const all = openings.map(({ took }) => took);
  const p95 = quantile(all, 0.95);
  conclude({
    name: 'open',
    p95_ms: Number(p95.toFixed(1)),
    median_ms: Number(median(all).toFixed(1)),
    longest_task_ms: Math.round(longest),
    tickets,
    opened: all.length,
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
    pass: p95 <= limitMs && longest <= limitMs,
  });
} finally {
  await app?.stop();
  await server.stop();
  await display.stop();
}
