/**
 * `npm run bench -- desk-crash`: the desk's process is killed in a call through Asterisk while its agent types, with 100,000
 * tickets on this machine: how long until the desk is painted and takes keys again, what of the text is there, and what either
 * side of the call heard of it.
 *
 * The clock starts before SIGKILL is sent and stops at the desk's own performance mark `casque:usable`. The text must hold
 * everything typed up to 300 ms before the process is dead. The gap of a side is the longest time between two heard notes of the other's melody,
 * from the kill until after the return, beyond the longest of an undisturbed stretch of the same calls; the detector looks
 * every 25 ms, so that up to two such steps are not a gap. Every round is a fresh start of the program: a desk that dies again
 * and again is restarted ever later on purpose.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectNode, ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, demoAccounts, incomingCard, lineReady, noteField, signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Keyring } from '../lab/keyring.ts';
import { Program } from '../lab/program.ts';
import type { Recording } from '../lab/recording.ts';
import { RevivedDesk } from '../lab/revived-desk.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { pause } from '../lab/wait.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({
  options: { tickets: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '10' } },
});
const tickets = Number(options.tickets);
const rounds = Number(options.rounds);

const usableLimit = 1500;
/** What may be lost of the text: the last milliseconds of it. */
const textLimit = 300;
/** Two steps of the detector, ms. */
const resolution = 50;
/** How long the call is listened to undisturbed, and after the desk is back, ms. */
const undisturbed = 3000;
const after = 1000;

const roussel = { name: 'Annick Roussel', number: '+33261910012' };
const sentence = 'La box redémarre toutes les dix minutes depuis hier soir, le voyant passe au rouge. ';

type Round = {
  readonly usable: number;
  /** How old the oldest lost key press was when the process was dead, ms; 0: nothing lost. */
  readonly lost: number;
  readonly gaps: Record<'customer' | 'agent', { readonly quiet: number; readonly crash: number }>;
};

const display = await Display.start({ width: 1280, height: 720 });
const sound = await Sound.start();
const keyring = await Keyring.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const profile = mkdtempSync(path.join(tmpdir(), 'casque-desk-crash-'));
const app = await prepare();
try {
  const results: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    results.push(await crashInCall());
    process.stderr.write(`${round + 1}/${rounds} `);
  }
  const usable = results.map((each) => each.usable);
  const lost = results.map((each) => each.lost);
  const gaps = (['customer', 'agent'] as const).map((side) => {
    const quiet = Math.max(...results.map(({ gaps: all }) => all[side].quiet));
    const crash = Math.max(...results.map(({ gaps: all }) => all[side].crash));
    return { side, quiet, crash, gap: crash - quiet <= resolution ? 0 : crash - quiet };
  });
  const load = loadavg()[0] ?? Number.NaN;
  printTable([
    ['after SIGKILL of the desk in a call, ms', 'median', 'least', 'most', 'must'],
    ['desk painted, takes keys', median(usable), Math.min(...usable), Math.max(...usable), `p95 <= ${usableLimit}`],
    ['oldest key press lost', median(lost), Math.min(...lost), Math.max(...lost), `<= ${textLimit}`],
    ...gaps.map(({ side, quiet, crash, gap }) => [
      `longest pause in the ${side}'s voice`,
      `${quiet} undisturbed`,
      `${crash} crash`,
      `gap ${gap}`,
      '0',
    ]),
  ]);
  const p95 = quantile(usable, 0.95);
  const gap = Math.max(...gaps.map((each) => each.gap));
  conclude({
    name: 'desk-crash',
    p95_ms: Math.round(p95),
    median_ms: Math.round(median(usable)),
    lost_ms: Math.round(Math.max(...lost)),
    gap_ms: gap,
    tickets,
    rounds,
    load: Number(load.toFixed(1)),
    pass: p95 <= usableLimit && Math.max(...lost) <= textLimit && gap === 0,
  });
} finally {
  await app.stop();
  await server.stop();
  await asterisk.stop();
  await keyring.stop();
  await sound.stop();
  await display.stop();
  rmSync(profile, { recursive: true, force: true });
}

/** A desk with all the tickets, not running. */
async function prepare(): Promise<CasqueApp> {
  console.log(`Making ${tickets} tickets on the server, then fetching them once.`);
  const seeding = new Program(projectNode(), [
    path.join(ROOT, 'server', 'main.ts'),
    ...['--data', server.dataFolder, 'seed', '--tickets', String(tickets), '--team', 'N1 Internet'],
  ]);
  const { code } = await seeding.exited;
  if (code !== 0) throw new Error(`The tickets could not be made: ${seeding.output}`);
  const common = { name: 'bench-desk-crash', display, sound, keyring, serverUrl: server.url };
  const made = await CasqueApp.launch({ ...common, userDataDir: profile });
  const desk = await made.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  await desk.keyboard.press('n');
  await desk.keyboard.type('Box qui redémarre');
  await desk.keyboard.press('Enter');
  await syncedOnce(desk);
  await made.quit();
  return made;
}

async function crashInCall(): Promise<Round> {
  await app.start();
  const desk = await app.desk();
  await lineReady(desk, '201');
  await syncedOnce(desk);
  sound.speak('agent');
  const headset = await sound.record('speakers');
  const call = await CustomerCall.place({ sipPort: asterisk.sipPort, number: roussel.number });
  try {
    await incomingCard(desk).getByText(roussel.name).waitFor();
    await answer(desk, roussel.name);
    await headset.hears('customer');
    await call.heard.hears('agent');
    const sides = { customer: headset, agent: call.heard } as const;
    const starts = lengths(sides);
    await pause(undisturbed);
    const crashes = lengths(sides);

    await noteField(desk).fill('');
    const revived = new RevivedDesk(app);
    await revived.leaveMark();
    const typed: number[] = [];
    const typing = (async () => {
      for (const key of sentence) {
        await desk.keyboard.type(key);
        typed.push(Date.now());
        // As fast as a very fast typist.
        await pause(40);
      }
    })().catch(() => undefined);
    await pause(1500);
    const killedAt = Date.now();
    await app.crash('desk');
    const deadAt = Date.now();
    const usable = (await revived.usableAgain()) - killedAt;
    await typing;
    const note = (await revived.ask<string>(`document.querySelector('[data-place="note"]')?.value`)) ?? '';
    if (!sentence.startsWith(note)) throw new Error(`The note came back as something else: ${note}`);
    if (typed.length < 15) throw new Error(`Only ${typed.length} keys were typed before the crash.`);
    const firstLost = typed[note.length];
    process.stderr.write(`(${note.length} of ${typed.length} keys kept) `);
    await pause(after);
    const gapOf = (side: 'customer' | 'agent'): { quiet: number; crash: number } => ({
      quiet: sides[side].find(side, starts[side], crashes[side]).longestGapMs,
      crash: sides[side].find(side, crashes[side]).longestGapMs,
    });
    const gaps = { customer: gapOf('customer'), agent: gapOf('agent') };
    await revived.press('F4');
    await call.reaches('ended');
    return { usable, lost: firstLost === undefined ? 0 : deadAt - firstLost, gaps };
  } finally {
    await call.stop();
    headset.stop();
    sound.hush();
    await app.kill();
  }
}

function lengths(sides: Readonly<Record<'customer' | 'agent', Recording>>): Record<'customer' | 'agent', number> {
  return { customer: sides.customer.lengthMs, agent: sides.agent.lengthMs };
}
