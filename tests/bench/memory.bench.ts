/**
 * `npm run bench -- memory`: the memory of all of Casque's processes over 500 calls through Asterisk, and against a bare Electron window
 * with a static page.
 *
 * Method: the exchange calls the agent, who answers with F2 and hangs up with F4, as fast as the screen follows; every call is logged
 * and sent to the server. The first calls only warm up. Memory is the proportional set size of every process of the program
 * (`/proc/PID/smaps_rollup`), summed, after the garbage of the pages, the store's worker and the main process was collected, when SIP
 * has forgotten the last calls (RFC 3261, timers of 32 s); the least of several readings counts. The bare window is measured alone before, since shared pages are counted by halves.
 * Must: growth <= 5 %, total <= 2 x the bare window + 150 MB.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { demoAccounts, incomingCard, lineReady, signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { conclude, printTable } from './report.ts';

const { values: options } = parseArgs({
  options: { calls: { type: 'string', default: '500' }, 'warm-up': { type: 'string', default: '50' } },
});
const calls = Number(options.calls);
const warmUp = Number(options['warm-up']);
const growthLimit = 0.05;
const bareFactor = 2;
const allowanceMb = 150;

/** SIP's timers, and what the pages do a moment later, in ms. */
const untilForgotten = 40_000;
const readings = 5;

/** Megabytes of each process of the program, by what it is: `desk`, `voice`, `main`, or Chromium's name of a helper. */
type Memory = Readonly<Record<string, number>>;

async function memoryOf(app: CasqueApp): Promise<Memory> {
  const group = app.processId;
  const pages = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => [contents.getOSProcessId(), contents.getURL()] as const),
  );
  const names = new Map(pages.map(([pid, url]) => [pid, /^app:\/\/(\w+)/.exec(url)?.[1] ?? 'page']));
  const memory: Record<string, number> = {};
  for (const pid of readdirSync('/proc').map(Number)) {
    try {
      // proc(5): the fields after the parenthesised name are state, parent, process group.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(fields[2]) !== group) continue;
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const helper = /--utility-sub-type=([\w.]+)/.exec(command)?.[1] ?? /--type=([\w-]+)/.exec(command)?.[1];
      const name = names.get(pid) ?? helper ?? 'main';
      memory[name] = (memory[name] ?? 0) + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    } catch {
      // No process, or one that has just ended.
    }
  }
  return memory;
}

function total(memory: Memory): number {
  return Object.values(memory).reduce((sum, each) => sum + each, 0);
}

/**
 * In a page, a worker or the main process, all started with `--expose-gc`: as Chromium collects when memory runs low. A plain collection
 * leaves V8's young generation as large as the last calls had made it, up to 16 MB in each of the pages, of which nothing is in use.
 */
function collect(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

async function restingMemoryOf(app: CasqueApp): Promise<Memory> {
  await pause(untilForgotten);
  let least: Memory | undefined;
  for (let reading = 0; reading < readings; reading++) {
    for (const page of app.electron.windows()) {
      await page.evaluate(collect);
      for (const worker of page.workers()) await worker.evaluate(collect);
    }
    await app.electron.evaluate(collect);
    await pause(1_000);
    const now = await memoryOf(app);
    if (least === undefined || total(now) < total(least)) least = now;
  }
  return least ?? {};
}

async function oneCall(asterisk: Asterisk, desk: Page, number: string): Promise<void> {
  await asterisk.manager.action('Originate', {
    Channel: 'PJSIP/201',
    Application: 'Milliwatt',
    CallerID: `"Banc de mesure" <${number}>`,
    Timeout: '20000',
    Async: 'true',
  });
  await incomingCard(desk).waitFor();
  await desk.keyboard.press('F2');
  const line = desk.getByRole('region', { name: /^Appel avec / });
  await line.filter({ hasText: 'En communication' }).waitFor();
  await desk.keyboard.press('F4');
  await line.waitFor({ state: 'hidden' });
}

async function bareMemory(display: Display): Promise<number> {
  const bare = await CasqueApp.launch({
    name: 'bench-bare',
    display,
    appPath: path.join(import.meta.dirname, 'bare-window'),
    args: ['--js-flags=--expose-gc'],
  });
  try {
    await waitFor('the bare window', () => bare.electron.windows()[0]);
    return total(await restingMemoryOf(bare));
  } finally {
    await bare.stop();
  }
}

const display = await Display.start();
const sound = await Sound.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
try {
  const bare = await bareMemory(display);
  const casque = await CasqueApp.launch({
    name: 'bench-memory',
    display,
    sound,
    serverUrl: server.url,
    args: ['--js-flags=--expose-gc'],
  });
  try {
    const desk = await casque.desk();
    await signIn(desk, demoAccounts.lea);
    await lineReady(desk, '201');
    await syncedOnce(desk);
    const numberOf = (call: number): string => `+3326191${String(call).padStart(4, '0')}`;
    for (let call = 0; call < warmUp; call++) await oneCall(asterisk, desk, numberOf(call));
    const parts = await restingMemoryOf(casque);
    const before = total(parts);
    const startedAt = performance.now();
    for (let call = 0; call < calls; call++) await oneCall(asterisk, desk, numberOf(warmUp + call));
    const seconds = (performance.now() - startedAt) / 1000;
    await syncedOnce(desk);
    const partsAfter = await restingMemoryOf(casque);
    const after = total(partsAfter);

    printTable([
      ['by process, MB', `after ${warmUp}`, `after ${calls} more`, 'more'],
      ...Object.entries(partsAfter).map(([name, mb]) => [name, parts[name] ?? 0, mb, mb - (parts[name] ?? 0)]),
    ]);
    const growth = after / before - 1;
    const limit = bareFactor * bare + allowanceMb;
    printTable([
      ['proportional set size of all processes, MB', 'MB', 'must'],
      ['bare Electron window', bare, ''],
      [`Casque after ${warmUp} calls`, before, ''],
      [`Casque after ${calls} more`, after, `<= ${limit.toFixed(0)}`],
      ['growth, %', growth * 100, `<= ${growthLimit * 100}`],
    ]);
    conclude({
      name: 'memory',
      ratio: Number((after / before).toFixed(4)),
      total_mb: Math.round(after),
      limit_mb: Math.round(limit),
      bare_mb: Math.round(bare),
      calls,
      seconds_per_call: Number((seconds / calls).toFixed(2)),
      pass: growth <= growthLimit && after <= limit,
    });
  } finally {
    await casque.stop();
  }
} finally {
  await server.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
}
