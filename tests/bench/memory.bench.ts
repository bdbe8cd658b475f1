/**
 * `npm run bench -- memory`: the memory of all of Casque's processes over 500 calls through Asterisk, and against a bare Electron window
 * with a static page.
 *
 * Method: the exchange calls the agent, who answers with F2 and hangs up with F4, some three times a second: the phone takes more than four for a flood; every call is logged
 * and sent to the server. The first calls only warm up. Nobody looks at the program meanwhile: what
 * Chromium's developer tools keep while they are open is not the program's. Memory is the proportional set size of every process of the program
 * (`/proc/PID/smaps_rollup`), summed, after the garbage of the pages, the store's worker and the main process was collected, when SIP
 * has forgotten the last calls (RFC 3261, timers of 32 s); the least of several readings counts. The bare window is measured alone before, since shared pages are counted by halves.
 * Must: growth <= 5 %, total <= 2 x the bare window + 150 MB.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { demoAccounts, lineReady, signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { conclude, printTable } from './report.ts';
import { UnwatchedApp } from './unwatched/app.ts';

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

/** From the beginning of a call to the next, in ms, at least. */
const callEveryMs = 300;

/** Megabytes of each process of the program, by what it is: `desk`, `voice`, `main`, or Chromium's name of a helper. */
type Memory = Readonly<Record<string, number>>;

async function memoryOf(app: UnwatchedApp): Promise<Memory> {
  const group = app.processId;
  const pages = await app.pages();
  const names = new Map([...pages].map(([pid, url]) => [pid, /^app:\/\/(\w+)/.exec(url)?.[1] ?? 'page']));
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

async function restingMemoryOf(app: UnwatchedApp, workers: number): Promise<Memory> {
  await pause(untilForgotten);
  let least: Memory | undefined;
  for (let reading = 0; reading < readings; reading++) {
    if ((await app.collect()) < workers) throw new Error('Not all workers could be reached.');
    await pause(1_000);
    const now = await memoryOf(app);
    if (least === undefined || total(now) < total(least)) least = now;
  }
  return least ?? {};
}

/** State of the exchange's one channel (ast_channel(5): `Ringing`, `Up`); undefined when there is none. */
async function channelState(asterisk: Asterisk): Promise<string | undefined> {
  const line = (await asterisk.cli('core show channels concise')).split('\n').find((each) => each.includes('!'));
  return line?.split('!')[4];
}

async function oneCall(asterisk: Asterisk, app: UnwatchedApp, number: string): Promise<void> {
  const startedAt = performance.now();
  await asterisk.manager.action('Originate', {
    Channel: 'PJSIP/201',
    Application: 'Milliwatt',
    CallerID: `"Banc de mesure" <${number}>`,
    Timeout: '20000',
    Async: 'true',
  });
  let state: string | undefined;
  const details = (): string => `The exchange's channel: ${state ?? 'none'}, from ${number}.`;
  await waitFor(
    'the call to be answered',
    async () => {
      state = await channelState(asterisk);
      if (state === 'Ringing') await app.press('F2');
      return state === 'Up';
    },
    { details },
  );
  await waitFor(
    'the call to be hung up',
    async () => {
      state = await channelState(asterisk);
      if (state === 'Up') await app.press('F4');
      return state === undefined;
    },
    { details },
  );
  await pause(Math.max(0, startedAt + callEveryMs - performance.now()));
}

/** Chromium's switches for both programs. */
const switches = ['--js-flags=--expose-gc', '--lang=fr', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

async function bareMemory(profile: string, env: NodeJS.ProcessEnv): Promise<number> {
  const bare = new UnwatchedApp({
    args: [...switches, path.join(import.meta.dirname, 'bare-window')],
    profile,
    env,
    takesOrders: true,
  });
  try {
    await bare.look(async (page) => await page(/page\.html$/));
    return total(await restingMemoryOf(bare, 0));
  } finally {
    await bare.stop();
  }
}

const display = await Display.start();
const sound = await Sound.start();
const keyring = await Keyring.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const profile = mkdtempSync(path.join(tmpdir(), 'casque-memory-'));
const bareProfile = mkdtempSync(path.join(tmpdir(), 'casque-bare-'));
try {
  const env = { ...process.env, ...display.env, ...sound.env, ...keyring.env, LANGUAGE: 'fr' };
  const bare = await bareMemory(bareProfile, env);
  const first = await CasqueApp.launch({
    name: 'bench-memory',
    display,
    sound,
    keyring,
    serverUrl: server.url,
    userDataDir: profile,
  });
  await signIn(await first.desk(), demoAccounts.lea);
  await syncedOnce(await first.desk());
  await first.quit();

  const casque = new UnwatchedApp({ args: [...switches, ...keyring.switches, ROOT], profile, env, takesOrders: true });
  try {
    await casque.look(async (page) => await lineReady(await page(/^app:\/\/desk/), '201'));
    const numberOf = (call: number): string => `+3326191${String(call).padStart(4, '0')}`;
    for (let call = 0; call < warmUp; call++) await oneCall(asterisk, casque, numberOf(call));
    const parts = await restingMemoryOf(casque, 1);
    const before = total(parts);
    const startedAt = performance.now();
    for (let call = 0; call < calls; call++) await oneCall(asterisk, casque, numberOf(warmUp + call));
    const seconds = (performance.now() - startedAt) / 1000;
    await casque.look(async (page) => await syncedOnce(await page(/^app:\/\/desk/)));
    const partsAfter = await restingMemoryOf(casque, 1);
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
  await keyring.stop();
  await sound.stop();
  await display.stop();
  for (const folder of [profile, bareProfile]) rmSync(folder, { recursive: true, force: true });
}
