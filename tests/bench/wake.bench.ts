/**
 * `npm run bench -- wake`: from the machine's waking to a line that is registered anew, with 8 s of sleep before.
 *
 * Method: all processes of the program stand still for 8 s (SIGSTOP), and go on (SIGCONT), which starts the clock. It stops when the exchange has
 * answered 200 to a REGISTER that left afterwards. A front in the place of a session border controller does to the connection what happens to
 * it meanwhile: nothing, its end, or silence, of which nobody is told.
 */
import { parseArgs } from 'node:util';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { demoAccounts, lineReady, signIn } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { SipFront } from '../lab/sip-front.ts';
import { Sound } from '../lab/sound.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);
const limitMs = 3_000;
const sleepMs = 8_000;

const display = await Display.start();
const sound = await Sound.start();
const asterisk = await Asterisk.start();
const front = await SipFront.start(asterisk.webSocketUrl);
const server = await CasqueServer.start({ asterisk, env: { CASQUE_DEMO_SIP_SERVER: front.url } });
const casque = await CasqueApp.launch({ name: 'bench-wake', display, sound, serverUrl: server.url });

const meanwhile = {
  'still open': () => Promise.resolve(),
  'closed by the other side': async () => {
    await front.close();
    await front.open();
  },
  'dead, and nobody was told': () => {
    front.silence();
    return Promise.resolve();
  },
} as const;

/** CSeq of the answers 200 to a REGISTER among what the exchange sent. */
const isRegistered = (text: string): boolean => text.startsWith('SIP/2.0 200') && /^CSeq: \d+ REGISTER/m.test(text);

try {
  const desk = await casque.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [connection, happens] of Object.entries(meanwhile)) {
      casque.fallAsleep();
      await happens();
      await pause(sleepMs);
      const before = front.toPhone.length;
      const awakeAt = performance.now();
      casque.wakeUp();
      await waitFor('the line to be registered anew', () => front.toPhone.slice(before).some(isRegistered), {
        everyMs: 5,
        timeoutMs: 30_000,
      });
      times.set(connection, [...(times.get(connection) ?? []), performance.now() - awakeAt]);
      await lineReady(desk, '201');
      // The line is at rest before the next sleep, at no particular point of its heartbeat.
      await pause(2_000 + Math.random() * 6_000);
    }
  }
  printTable([
    ['the connection was', 'median, ms', 'most, ms', 'p95, ms', 'must'],
    ...[...times].map(([connection, all]) => [
      connection,
      median(all),
      Math.max(...all),
      quantile(all, 0.95),
      `<= ${limitMs}`,
    ]),
  ]);
  const p95 = Math.max(...[...times.values()].map((all) => quantile(all, 0.95)));
  conclude({ name: 'wake', p95_ms: Math.round(p95), rounds, pass: p95 <= limitMs });
} finally {
  await casque.stop();
  await server.stop();
  await front.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
}
