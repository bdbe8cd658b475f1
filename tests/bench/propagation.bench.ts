/**
 * `npm run bench -- propagation [--changes N] [--agents N] [--teams T]`: one agent's change on another's screen, with 200 agents connected. Two of them
 * are real desks of one team with the same ticket open; the others are simulated on this machine too, and each of the team pulls the change as the real one does.
 *
 * The clock starts with the key that sends a note (the event's own time stamp), and stops when the other desk has painted it: so it is the
 * strict commit on the one machine, the push, the commit on the server, the poke, the pull, the commit on the other machine, and the
 * drawing. Must: p95 <= 150 ms in an office of several teams. Told beside it: the same with everybody in one team, of whom all pull at once.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { openDatabase } from '../../server/database/open.ts';
import { CasqueApp } from '../lab/app.ts';
import { demoAccounts, noteField, openTicketFromCall, signIn, syncedOnce, timeline } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { fillOffice } from './office/office.ts';
import { Measurements, SimulatedDesk } from './office/simulated-desk.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({
  options: {
    changes: { type: 'string', default: '60' },
    agents: { type: 'string', default: '200' },
    teams: { type: 'string', default: '8' },
  },
});
const changes = Number(options.changes);
const agents = Number(options.agents);
const teams = Number(options.teams);
const limitMs = 150;
const subject = 'Mesure de la propagation';

declare const window: { sentAt: number | undefined; painted: Record<string, number> };

/** When the key that sends went down, ms since the epoch. */
function watchKey(): void {
  document.addEventListener(
    'keydown',
    ({ key, ctrlKey, timeStamp }) => {
      if (key === 'Enter' && ctrlKey) window.sentAt = performance.timeOrigin + timeStamp;
    },
    { capture: true },
  );
}

/** When each note was painted, by its words. */
function watchNotes(): void {
  window.painted = {};
  new MutationObserver(() => {
    for (const note of document.querySelectorAll('[data-place="timeline"] [data-selectable]')) {
      const words = note.textContent;
      if (words in window.painted) continue;
      window.painted[words] = Number.NaN;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => (window.painted[words] = performance.timeOrigin + performance.now())),
      );
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Milliseconds of each change in an office of so many teams. */
async function measure(inTeams: number): Promise<number[]> {
  const server = await CasqueServer.start();
  const desks: SimulatedDesk[] = [];
  const apps: CasqueApp[] = [];
  const measurements = new Measurements();
  try {
    const launch = async (name: string): Promise<Page> => {
      const app = await CasqueApp.launch({ name: `bench-propagation-${name}`, display, serverUrl: server.url });
      apps.push(app);
      return await app.desk();
    };
    const [one, other] = [await launch('one'), await launch('other')];
    await signIn(one, demoAccounts.lea);
    await signIn(other, demoAccounts.karim);
    await syncedOnce(one);
    await openTicketFromCall(one, subject);
    await syncedOnce(one);
    await syncedOnce(other);
    await other.keyboard.press('/');
    await other.keyboard.type(subject);
    await other.getByRole('option', { name: subject }).first().waitFor();
    await other.keyboard.press('Enter');
    await timeline(other).waitFor();

    const database = await openDatabase({ dataFolder: server.dataFolder, databaseUrl: undefined, as: 'visit' });
    const places = await fillOffice(database.db, { agents: agents - 2, teams: inTeams, ticketsForEach: 5 });
    await database.close();
    for (const place of places) {
      const desk = new SimulatedDesk({ url: server.url, place, measurements });
      await desk.connect();
      desk.say({ state: 'available', since: new Date().toISOString(), reason: null, until: null });
      desks.push(desk);
    }
    await waitFor('the desks to come to rest', () => desks.every((desk) => desk.isIdle), { timeoutMs: 60_000 });
    await one.evaluate(watchKey);
    await other.evaluate(watchNotes);
    const times: number[] = [];
    for (let change = 0; change < changes; change++) {
      const words = `Mesure ${change} à ${inTeams}`;
      await noteField(one).fill(words);
      // The words are kept by then, as when somebody has typed them; and the moment has nothing to do with anything.
      await pause(600 + Math.random() * 300);
      await one.keyboard.press('Control+Enter');
      const painted = await waitFor(
        'the note on the other screen',
        () => other.evaluate((each) => window.painted[each] || undefined, words),
        { everyMs: 100 },
      );
      const sent = await one.evaluate(() => window.sentAt);
      if (sent === undefined) throw new Error('The key was not seen.');
      times.push(painted - sent);
    }
    if (measurements.errors.length > 0) throw new Error(measurements.errors.slice(0, 5).join('; '));
    return times;
  } finally {
    for (const desk of desks) desk.close();
    for (const app of apps) await app.stop();
    await server.stop();
  }
}

const display = await Display.start({ width: 1280, height: 720 });
try {
  const office = await measure(teams);
  const crowd = await measure(1);
  const row = (name: string, times: readonly number[], must: string): (string | number)[] => [
    name,
    median(times),
    quantile(times, 0.95),
    Math.max(...times),
    must,
  ];
  printTable([
    [`${agents} agents connected, ms`, 'median', 'p95', 'most', 'must'],
    row(`in ${teams} teams`, office, `p95 <= ${limitMs}`),
    row('all in one team', crowd, ''),
  ]);
  const p95 = quantile(office, 0.95);
  conclude({
    name: 'propagation',
    p95_ms: Number(p95.toFixed(1)),
    median_ms: Number(median(office).toFixed(1)),
    one_team_p95_ms: Number(quantile(crowd, 0.95).toFixed(1)),
    agents,
    teams,
    changes,
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
    pass: p95 <= limitMs,
  });
} finally {
  await display.stop();
}
