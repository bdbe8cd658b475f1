/**
 * `npm run bench -- reconnect`: from the network's return to sound both ways again, in one call through Asterisk that lives through all of it,
 * after cuts of 5, 20 and 45 s.
 *
 * Method: customer and agent both play a melody all the time; the kernel's packet filter drops whatever passes between the agent's machine and
 * the exchange, signalling and sound, both ways, and nobody is told. The clock starts before the filter's rules are taken away. It stops
 * when both have happened: a sounding frame came out of the agent's decoder, and a packet with the agent's voice arrived at the
 * customer's RTP socket. All clocks are this machine's.
 */
import { parseArgs } from 'node:util';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, callLine, demoAccounts, incomingCard, lineReady, signIn } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { pause } from '../lab/wait.ts';
import { decodedAt, reachedCustomer, rearm, watchDecoder } from './first-sound.ts';
import { conclude, median, printTable, quantile } from './report.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);
const cuts = [5, 20, 45] as const;
const limitMs = 3_000;
/** A call that is not heard after this long has failed. */
const patienceMs = 30_000;

const display = await Display.start();
const sound = await Sound.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const casque = await CasqueApp.launch({ name: 'bench-reconnect', display, sound, serverUrl: server.url });
let cut: NetworkCut | undefined;
try {
  const desk = await casque.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  const voice = await casque.voice();
  await watchDecoder(voice, { lasting: true });
  sound.speak('agent');
  const customer = await CustomerCall.place({
    sipPort: asterisk.sipPort,
    to: '201',
    number: '+33261910012',
    name: 'Annick Roussel',
  });
  await incomingCard(desk).waitFor({ timeout: 30_000 });
  await answer(desk, 'Annick Roussel');
  await customer.reaches('talking');
  await reachedCustomer(customer, patienceMs);

  const times = new Map<number, number[]>(cuts.map((seconds) => [seconds, []]));
  for (let round = 0; round < rounds; round++) {
    for (const seconds of cuts) {
      cut = await NetworkCut.begin({ asterisk });
      await pause(seconds * 1000);
      await rearm(voice);
      const returnedAt = performance.timeOrigin + performance.now();
      const both = Promise.all([decodedAt(voice, patienceMs), reachedCustomer(customer, patienceMs)]);
      await cut.end();
      cut = undefined;
      times.get(seconds)?.push(Math.max(...(await both)) - returnedAt);
      // The line is at rest before the next cut, at no particular point of its heartbeat.
      await lineReady(desk, '201');
      await callLine(desk, 'Annick Roussel').filter({ hasText: 'En communication' }).waitFor({ timeout: patienceMs });
      await pause(2_000 + Math.random() * 6_000);
    }
  }
  const lived = customer.state === 'talking';
  printTable([
    ['network away for', 'median, ms', 'most, ms', 'p95, ms', 'must'],
    ...cuts.map((seconds) => {
      const all = times.get(seconds) ?? [];
      return [`${seconds} s`, median(all), Math.max(...all), quantile(all, 0.95), `<= ${limitMs}`];
    }),
  ]);
  const p95 = Math.max(...cuts.map((seconds) => quantile(times.get(seconds) ?? [], 0.95)));
  conclude({
    name: 'reconnect',
    p95_ms: Math.round(p95),
    rounds,
    call_lived: lived,
    pass: lived && p95 <= limitMs,
  });
  await customer.hangUp();
  await customer.stop();
} finally {
  await cut?.end();
  await casque.stop();
  await server.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
}
