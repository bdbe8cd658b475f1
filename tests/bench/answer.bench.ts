/**
 * `npm run bench -- answer`: from the key that answers to the first sound both ways, through Asterisk; against the least possible
 * client (JsSIP alone, warm microphone, no gathering, no screen) on the same Asterisk, in turns. Then the same with a STUN server
 * that never answers, where JsSIP as it comes waits for its gathering to end.
 *
 * Method: a customer waits in the queue, speaking; the agent's microphone plays a melody all the time, and silence suppression is
 * off, for Opus takes a melody for silence and sends it late. The clock starts with the key press (the event's own time stamp in the
 * desk; for the least client the call of its `answer`). It stops when both have happened: the first sounding frame came out of the
 * agent's decoder (MediaStreamTrackProcessor on the received track), and the first packet with the agent's voice arrived at the
 * customer's RTP socket. All clocks are this machine's. Medians are compared.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Page } from '@playwright/test';
import type { DeskBridge, StoredSession } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import { demoAccounts, incomingCard, lineReady, signIn } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { labFolder } from '../lab/folder.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { decodedAt, reachedCustomer, rearm, watchDecoder } from './first-sound.ts';
import type { LeastPhone } from './answer/least/page.ts';
import { conclude, median, printTable } from './report.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, slow: { type: 'string', default: '2' } },
});
const rounds = Number(options.rounds);
/** The phone finds out within three seconds of its start that a server is silent. */
const probeMs = 3500;
const slowRounds = Number(options.slow);
const ratioLimit = 1.3;
const stunLimit = 1.1;
const manyTimes = 3;

declare const window: { casque: DeskBridge; least: LeastPhone; keyAt: number | undefined };

type Client = {
  readonly line: '201' | '202';
  /** Where its media are. */
  readonly page: Page;
  readonly rings: () => Promise<void>;
  /** Answers; gives the moment in ms since the epoch. */
  readonly answer: () => Promise<number>;
  readonly idle: () => Promise<void>;
};

/** Milliseconds from the answer to the first sound both ways. */
async function timeAnswer(asterisk: Asterisk, client: Client): Promise<number> {
  for (const line of ['201', '202', '203', '204']) {
    const Paused = String(line !== client.line);
    await asterisk.manager.action('QueuePause', { Queue: 'hotline', Interface: `PJSIP/${line}`, Paused });
  }
  await rearm(client.page);
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261910012', name: 'Mme Roussel' });
  try {
    await customer.reaches('talking');
    await client.rings();
    // The screen has come to rest, and the ring is at no particular place.
    await pause(600 + Math.random() * 300);
    const reached = reachedCustomer(customer);
    const pressedAt = await client.answer();
    const ends = await Promise.all([decodedAt(client.page), reached]);
    return Math.max(...ends) - pressedAt;
  } finally {
    await customer.hangUp();
    await customer.stop();
    await client.idle();
  }
}

/** A UDP port of this machine that takes STUN requests and never answers, at an address that ICE uses. */
async function silentStun(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  const socket = createSocket('udp4').bind(0, outer?.address ?? '127.0.0.1');
  await once(socket, 'listening');
  return { url: `stun:${socket.address().address}:${socket.address().port}`, stop: () => socket.close() };
}

async function startLeast(display: Display, sound: Sound, asterisk: Asterisk): Promise<{ app: CasqueApp; page: Page }> {
  const folder = labFolder('bench-least');
  const script = join(folder.path, 'page.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'answer', 'least', 'page.ts')],
    outfile: script,
    bundle: true,
    format: 'iife',
    define: { global: 'globalThis' },
  });
  const app = await CasqueApp.launch({
    name: 'bench-least',
    display,
    sound,
    appPath: join(import.meta.dirname, 'answer', 'least'),
    env: { BENCH_PAGE: script },
  });
  const page = await waitFor('the least client', () => app.electron.windows()[0]);
  await page.waitForFunction(() => 'least' in window);
  const account = {
    uri: `sip:202@${asterisk.domain}`,
    password: asterisk.password('202'),
    server: asterisk.webSocketUrl,
  };
  await page.evaluate((given) => window.least.start(given), account);
  await waitFor('the least client to register', () => page.evaluate(() => window.least.registered));
  await watchDecoder(page);
  return { app, page };
}

const display = await Display.start();
const sound = await Sound.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const stun = await silentStun();
const casque = await CasqueApp.launch({ name: 'bench-answer', display, sound, serverUrl: server.url });
const least = await startLeast(display, sound, asterisk);
try {
  const desk = await casque.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  sound.speak('agent');

  const leastClient = (gathers: boolean, iceServers: RTCIceServer[]): Client => ({
    line: '202',
    page: least.page,
    rings: async () => {
      await waitFor('the least client to ring', () => least.page.evaluate(() => window.least.ringing), {
        timeoutMs: 30_000,
      });
    },
    answer: () =>
      least.page.evaluate(([all, servers]) => window.least.answer(all, servers), [gathers, iceServers] as const),
    idle: async () => {
      await waitFor('the least client to be idle', () => least.page.evaluate(() => window.least.session === undefined));
    },
  });
  const casqueClient = async (): Promise<Client> => {
    const page = await casque.voice();
    await watchDecoder(page);
    return {
      line: '201',
      page,
      rings: async () => incomingCard(desk).waitFor({ timeout: 30_000 }),
      answer: async () => {
        await desk.evaluate(() => {
          window.keyAt = undefined;
          const note = ({ timeStamp }: Event): void => void (window.keyAt = performance.timeOrigin + timeStamp);
          document.addEventListener('keydown', note, { capture: true, once: true });
        });
        await desk.keyboard.press('F2');
        return waitFor('the key', () => desk.evaluate(() => window.keyAt));
      },
      idle: async () => {
        await waitFor(
          'line 201 to be idle',
          async () => !(await asterisk.channels()).some((name) => name.includes('/201-')),
        );
      },
    };
  };

  const times: Record<'casque' | 'least' | 'casqueStun' | 'asItComes', number[]> = {
    casque: [],
    least: [],
    casqueStun: [],
    asItComes: [],
  };
  const plain = leastClient(false, []);
  // In turns, so that whatever else this machine does meets all of them; the first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    await provision(desk, []);
    await lineReady(desk, '201');
    // As long as below: a phone that has just been set up is another one than one that has waited.
    await pause(probeMs);
    const ours = await timeAnswer(asterisk, await casqueClient());
    const theirs = await timeAnswer(asterisk, plain);
    await provision(desk, [{ urls: stun.url }]);
    await lineReady(desk, '201');
    await pause(probeMs);
    const withSilentStun = await timeAnswer(asterisk, await casqueClient());
    const theirsAgain = await timeAnswer(asterisk, plain);
    if (round === 0) continue;
    times.casque.push(ours);
    times.casqueStun.push(withSilentStun);
    times.least.push(theirs, theirsAgain);
  }
  const asItComesClient = leastClient(true, [{ urls: stun.url }]);
  for (let round = 0; round < slowRounds; round++) times.asItComes.push(await timeAnswer(asterisk, asItComesClient));

  const base = median(times.least);
  const ours = median(times.casque);
  const withStun = median(times.casqueStun);
  const asItComes = median(times.asItComes);
  const row = (name: string, values: readonly number[], of: number, must: string): (string | number)[] => [
    name,
    median(values),
    Math.min(...values),
    Math.max(...values),
    (median(values) / of).toFixed(2),
    must,
  ];
  printTable([
    ['from the key to sound both ways, ms', 'median', 'least', 'most', 'ratio', 'must'],
    row('least client: JsSIP alone', times.least, base, ''),
    row('Casque', times.casque, base, `<= ${ratioLimit} x least`),
    row('Casque, silent STUN server', times.casqueStun, ours, `<= ${stunLimit} x Casque`),
    row('JsSIP as it comes, silent STUN server', times.asItComes, base, `>= ${manyTimes} x least`),
  ]);
  const ratio = ours / base;
  const stunRatio = withStun / ours;
  const asItComesRatio = asItComes / base;
  conclude({
    name: 'answer',
    ratio: Number(ratio.toFixed(3)),
    stun_ratio: Number(stunRatio.toFixed(3)),
    jssip_stun_ratio: Number(asItComesRatio.toFixed(1)),
    median_ms: Math.round(ours),
    least_ms: Math.round(base),
    rounds: times.casque.length,
    pass: ratio <= ratioLimit && stunRatio <= stunLimit && asItComesRatio >= manyTimes,
  });
} finally {
  await casque.stop();
  await least.app.stop();
  await server.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
  stun.stop();
}

/** Gives the phone the same line with these ICE servers and without silence suppression, as a changed provisioning would. */
async function provision(desk: Page, iceServers: { urls: string }[]): Promise<void> {
  await desk.evaluate(async (servers) => {
    const { session } = await window.casque.request('desk:start', null);
    if (session?.info.line == null) throw new Error('Nobody is signed in with a line.');
    const line = { ...session.info.line, iceServers: servers, calls: { ...session.info.line.calls, dtx: false } };
    const changed: StoredSession = { ...session, info: { ...session.info, line } };
    await window.casque.request('desk:session-save', changed);
  }, iceServers);
}
