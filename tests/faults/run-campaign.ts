/** One campaign from the start of its house to the oracle's word. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { pause } from '../lab/wait.ts';
import { Agent } from './agent.ts';
import { Caller } from './caller.ts';
import { Colleague } from './colleague.ts';
import { ExchangeWatch } from './exchange-watch.ts';
import { startHouse, type House } from './house.ts';
import { Faults } from './inflict.ts';
import { createJournal, type Journal } from './journal.ts';
import { judge, type Finding } from './oracle.ts';
import { plan, type Act, type Round } from './plan.ts';
import type { Outcome } from './report.ts';
import { sabotages, type SabotageName } from './sabotage.ts';
import { readServer } from './server-record.ts';
import { inTimeline, perform, sendWhatWaits } from './work.ts';

export type CampaignOptions = {
  readonly seed: number;
  readonly minutes: number;
  readonly sabotage: SabotageName | undefined;
};

export async function runCampaign({ seed, minutes, sabotage }: CampaignOptions): Promise<Outcome> {
  const journal = createJournal((line) => console.log(line));
  journal.say('the house starts');
  const house = await startHouse(`faults-${seed}`).catch((error: unknown) => {
    journal.say(`it did not come to stand, and starts once more: ${describe(error)}`);
    return startHouse(`faults-${seed}`);
  });
  let colleague: Colleague | undefined;
  try {
    const since = new Date();
    colleague = await Colleague.signIn(house.server.url, journal);
    const watch = new ExchangeWatch(house.asterisk, journal.now);
    watch.listen();
    const late: string[] = [];
    const agent = new Agent(house.app, async (missed) => {
      late.push(missed);
      journal.say(`  not shown yet: ${missed}; everything heals, and it has time once more`);
      await faults.over();
    });
    const line: Shift['line'] = { leaving: false, diedLeaving: false };
    const isBetween = async (): Promise<boolean> => {
      const seen = await agent.look();
      return line.diedLeaving || seen === undefined || seen.call?.phase === 'lost';
    };
    const onDeath = (): void => void (line.diedLeaving = line.leaving);
    const faults = new Faults({ house, journal, watch, isBetween, onDeath });
    const shift: Shift = { house, journal, faults, agent, colleague, line, sabotage };
    const rounds = await work(shift, seed, performance.now() + minutes * 60_000);
    const evidence = {
      // What was left as a draft when the campaign was broken off was never to be sent.
      shown: journal.shown.filter(({ kind }) => kind !== 'draft' || rounds.findings.length === 0),
      ends: journal.ends,
      colleague: await colleague.sees(notesOf(journal), 60_000),
      server: await readServer(house.postgres.url, since),
      exchange: await watch.record(),
    };
    const findings = [...rounds.findings, ...judge(evidence)];
    return {
      seed,
      minutes,
      rounds: rounds.count,
      shown: journal.shown,
      faults: faults.counts,
      notInflicted: faults.notInflicted,
      late,
      findings,
    };
  } finally {
    await colleague?.stop();
    await house.stop();
  }
}

function notesOf({ shown }: Journal): readonly { readonly ticket: string; readonly text: string }[] {
  return shown.flatMap((promise) => (promise.kind === 'note' ? [promise] : []));
}

type Shift = {
  readonly house: House;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly agent: Agent;
  readonly colleague: Colleague;
  /** `leaving`: a hang-up is on its way to the exchange; `diedLeaving`: the phone has died with it, and has the call again to end it. */
  readonly line: { leaving: boolean; diedLeaving: boolean };
  readonly sabotage: SabotageName | undefined;
};

/** Works until the time is over, then lets everything heal. What cannot be done any more ends it, as a finding. */
async function work(shift: Shift, seed: number, until: number): Promise<{ count: number; findings: Finding[] }> {
  const { house, journal, faults, agent, colleague, sabotage } = shift;
  const findings: Finding[] = [];
  let count = 0;
  try {
    let last: Round | undefined;
    for (const round of plan(seed)) {
      if (performance.now() > until) break;
      await workOn(round, shift);
      await sendWhatWaits(shift);
      last = round;
      count++;
    }
    journal.say('everything heals');
    await faults.over();
    await allSent(agent);
    await sendWhatWaits(shift);
    await allSent(agent);
    await colleague.done(120_000);
    if (last !== undefined && last.colleague !== null) {
      await agent.sees('the colleague’s note in the open ticket', inTimeline(last.colleague));
    }
    await lineReady(shift);
  } catch (error) {
    findings.push({ kind: 'stuck', what: describe(error) });
    journal.say(`STUCK: ${describe(error)}`);
    writeFileSync(join(ROOT, 'test-results', 'app', `faults-${seed}-exchange.log`), house.asterisk.log());
    await house.app.screenshot(`faults-${seed}-stuck`).catch(() => undefined);
    await faults.over().catch(() => undefined);
  }
  if (sabotage !== undefined && sabotages[sabotage].when === 'atTheEnd') await sabotages[sabotage].how(house);
  return { count, findings };
}

async function allSent(agent: Agent): Promise<void> {
  await agent.sees('that all is sent', ({ status }) => status.includes('tout est envoyé'), 120_000);
}

async function workOn(round: Round, shift: Shift): Promise<void> {
  const { house, journal, faults, agent, colleague, sabotage } = shift;
  const { call, before, steps } = round;
  journal.say(`round ${round.number}: ${call === null ? 'no call' : `a call from ${call.number}`}`);
  if (call !== null) await faults.over(...ofTheLine);
  if (before !== null) faults.begin(before);
  if (call !== null) await lineReady(shift);
  const customer = call === null ? null : new Caller(house.asterisk, call.number, journal);
  await customer?.insist();
  try {
    for (const { afterMs, act, fault } of steps) {
      await pause(afterMs);
      journal.say(actWords(act));
      if (fault !== null) faults.begin(fault);
      if (act.kind === 'hangUp') await hearing(shift, customer, round);
      shift.line.leaving = act.kind === 'hangUp';
      await perform(act, { agent, journal, round, customer });
      shift.line.leaving = false;
      shift.line.diedLeaving = false;
      if (act.kind === 'ticket' && round.colleague !== null) colleague.helps(round.subject, round.colleague);
      if (
        act.kind === 'ticket' &&
        customer !== null &&
        sabotage !== undefined &&
        sabotages[sabotage].when === 'inCall'
      ) {
        await sabotages[sabotage].how(house);
      }
    }
  } finally {
    if (call !== null && !journal.ends.has(call.number)) journal.end(call.number, 'the broken-off campaign');
    await customer?.stop();
  }
}

/** What calls need; the server may be broken. */
const ofTheLine = ['agent', 'network', 'exchange'] as const;

/** No part of the line is broken, and the phone says so. */
async function lineReady({ faults, agent, house }: Shift): Promise<void> {
  await faults.over(...ofTheLine);
  await house.asterisk.registered('201', 90_000);
  await agent.sees('that the line is ready', ({ status }) => status.includes('Ligne 201 prête'));
}

/** A call that is not held is a call in which the customer hears the agent. */
async function hearing({ house, faults, agent, journal }: Shift, customer: Caller | null, round: Round): Promise<void> {
  const quiet = round.steps.reduce(
    (now, { act }) =>
      act.kind === 'hold' ? { ...now, held: act.on } : act.kind === 'mute' ? { ...now, muted: act.on } : now,
    { held: false, muted: false },
  );
  if (customer === null || quiet.held || quiet.muted) return;
  await faults.over(...ofTheLine);
  await agent.sees('the call as going on', ({ call }) => call?.phase === 'active');
  await agentHeard(house, customer, journal);
  journal.say('  heard by the customer');
}

/** Chromium takes a melody for noise, and out, that is there already when it opens the microphone: whoever is not heard begins again. */
async function agentHeard({ app, sound, asterisk }: House, { call }: Caller, journal: Journal): Promise<void> {
  try {
    await call.heard.hears('agent', 20_000);
  } catch {
    journal.say('  not heard; the agent says it again');
    sound.speak('agent');
    try {
      await call.heard.hears('agent', 60_000);
    } catch (error) {
      // What the agent is told of it; and who has not sent, or not passed on: two looks at the same counters.
      await app.screenshot('faults-not-heard').catch(() => undefined);
      for (let look = 0; look < 2; look++) {
        journal.say(`  recorded ${call.heard.lengthMs} ms; ${await asterisk.cli('pjsip show channelstats')}`);
        await pause(2000);
      }
      journal.say(await asterisk.cli('core show channels concise'));
      throw error;
    }
  }
}

function actWords(act: Act): string {
  switch (act.kind) {
    case 'write':
    case 'send':
      return `${act.kind} "${act.text}"`;
    case 'state':
    case 'priority':
      return `${act.kind} ${act.to}`;
    case 'hold':
    case 'mute':
      return `${act.kind} ${act.on ? 'on' : 'off'}`;
    case 'hangUp':
      return `the ${act.by} will hang up`;
    case 'answer':
    case 'ticket':
      return act.kind;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
}
