/**
 * `npm run bench -- resume`: a call through Asterisk is up, the phone's process, or all processes of the application, are killed, and
 * the clock runs until both sides hear each other again; every call has to survive.
 *
 * Method: the clock starts with the SIGKILL. It stops when both have happened: the first packet (20 ms) with the agent's voice after the
 * gap has arrived at the customer's RTP socket, and the headset (a PulseAudio device) has played the first sound of the customer after
 * the gap; its recording is read as it grows, so that what the recorder is late by counts too. The whole application is started again
 * at once, as a watchdog would, and finds its session in the keyring; its time includes the start. The phone is killed again when it has
 * run for ten seconds, as the supervision takes deaths in a row for one. A call has survived when both hear each other and the customer
 * was sent no BYE. `--calls` for the phone, `--restarts` for the whole application.
 */
import { parseArgs } from 'node:util';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  chooseDevices,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  signIn,
  syncedOnce,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound, deviceNames } from '../lab/sound.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { conclude, median, printTable, quantile } from './report.ts';
import { customerHears, headsetSounds } from './resume/sound-again.ts';

const { values: options } = parseArgs({
  options: { calls: { type: 'string', default: '100' }, restarts: { type: 'string', default: '10' } },
});
const limits = { phone: 3_000, application: 6_000 } as const;
const customer = { name: 'Annick Roussel', number: '+33261910012' };
/** Longer than any limit: a call that takes this long is lost. */
const patienceMs = 30_000;
/** The supervision takes a page that ran for this long for a well one. */
const wellMs = 10_200;

const display = await Display.start();
const sound = await Sound.start();
const keyring = await Keyring.start();
const asterisk = await Asterisk.start();
const server = await CasqueServer.start({ asterisk });
const app = await CasqueApp.launch({ name: 'bench-resume', display, sound, keyring, serverUrl: server.url });

type Run = { readonly ms: number | null };

try {
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  await chooseDevices(desk, {
    microphone: deviceNames.microphone,
    speaker: deviceNames.headset,
    ringer: deviceNames.speakers,
  });
  sound.speak('agent');

  const killPhone = async (): Promise<number> => {
    await app.crash('voice');
    return performance.timeOrigin + performance.now();
  };
  const killAll = async (): Promise<number> => {
    const killedAt = performance.timeOrigin + performance.now();
    await app.kill();
    void app.start();
    return killedAt;
  };
  const phone = await series('phone', Number(options.calls), killPhone, wellMs);
  const application = await series('application', Number(options.restarts), killAll, 0);

  const row = (name: string, runs: readonly Run[], must: number): (string | number)[] => {
    const times = timesOf(runs);
    const survived = `${times.length} of ${runs.length}`;
    return [name, survived, median(times), quantile(times, 0.95), Math.max(...times), `p95 <= ${must}`];
  };
  printTable([
    ['from the kill to sound both ways, ms', 'survived', 'median', 'p95', 'most', 'must'],
    row('the phone was killed', phone, limits.phone),
    ...(application.length === 0 ? [] : [row('the whole application', application, limits.application)]),
  ]);
  const p95 = quantile(timesOf(phone), 0.95);
  const applicationP95 = application.length === 0 ? null : quantile(timesOf(application), 0.95);
  const survived = timesOf(phone).length + timesOf(application).length;
  const calls = phone.length + application.length;
  conclude({
    name: 'resume',
    p95_ms: Math.round(p95),
    application_p95_ms: applicationP95 === null ? null : Math.round(applicationP95),
    survived,
    calls,
    pass:
      survived === calls && p95 <= limits.phone && (applicationP95 === null || applicationP95 <= limits.application),
  });
} finally {
  await app.stop();
  await server.stop();
  await asterisk.stop();
  await keyring.stop();
  await sound.stop();
  await display.stop();
}

async function series(what: string, count: number, kill: () => Promise<number>, apartMs: number): Promise<Run[]> {
  const runs: Run[] = [];
  let upSince = performance.now();
  for (let run = 1; run <= count; run++) {
    const result = await oneCall(kill, () => pause(Math.max(0, upSince + apartMs - performance.now())));
    upSince = performance.now();
    runs.push(result);
    console.log(`  ${what} ${run}: ${result.ms === null ? 'lost' : `${Math.round(result.ms)} ms`}`);
  }
  return runs;
}

async function oneCall(kill: () => Promise<number>, rest: () => Promise<void>): Promise<Run> {
  const call = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: customer.number });
  const headset = await sound.record('headset');
  try {
    const desk = await app.desk();
    await call.reaches('ringing');
    await incomingCard(desk).waitFor();
    await answer(desk, customer.name);
    await call.heard.hears('agent');
    await headset.hears('customer');
    await rest();
    const [heard, played] = [customerHears(call, patienceMs), headsetSounds(headset, patienceMs)];
    const ends = Promise.all([heard, played]).catch((error: unknown) => {
      console.log(`  ${String(error)}`);
      return null;
    });
    const killedAt = await kill();
    const times = await ends;
    const alive = times !== null && !/^BYE /m.test(call.messages());
    if (alive) await hangUp(await app.desk(), customer.name);
    return { ms: alive ? Math.max(...times) - killedAt : null };
  } finally {
    headset.stop();
    await call.stop();
    await waitFor('line 201 to be idle', async () => (await asterisk.channels()).length === 0);
  }
}

function timesOf(runs: readonly Run[]): number[] {
  return runs.flatMap(({ ms }) => (ms === null ? [] : [ms]));
}
