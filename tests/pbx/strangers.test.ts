/**
 * A broken or hostile server, against the whole application: what it sends reaches the phone through a WebSocket in front of the real
 * exchange, while a real call is up.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, callLine, demoAccounts, hangUp, incomingCard, lineReady, signIn } from '../lab/desk-steps.ts';
import { CasqueServer } from '../lab/server.ts';
import { SipFront } from '../lab/sip-front.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';
import { flood, script, strangers } from './strangers/messages.ts';
import { cancelOf, request, unique, type Victim } from './strangers/sip.ts';

type InPage = { readonly gc: () => void; readonly taken?: unknown };

test('two hundred and more strange messages and a flood of calls: no crash, nothing run, and the call goes on', async ({
  display,
  sound,
  asterisk,
}) => {
  test.setTimeout(600_000);
  // The exchange gets no answers to what it has not asked.
  const front: SipFront = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => (text.startsWith('SIP/2.0 ') && !answersExchange(front, text) ? undefined : text),
  });
  const server = await CasqueServer.start({ asterisk, env: { CASQUE_DEMO_SIP_SERVER: front.url } });
  const app = await CasqueApp.launch({
    name: 'strangers',
    display,
    sound,
    serverUrl: server.url,
    args: ['--js-flags=--expose-gc', '--enable-precise-memory-info'],
  });
  try {
    const [desk, voice] = await Promise.all([app.desk(), app.voice()]);
    await signIn(desk, demoAccounts.lea);
    await lineReady(desk, '201');
    sound.speak('agent');
    const customer = await realCall(desk, asterisk.sipPort);
    await customer.heard.hears('agent');
    const victim = victimOf(front);
    await answers(front, victim, 'before anything');
    const before = { desk: await heapOf(desk), voice: await heapOf(voice) };

    const all = strangers(victim);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(200);
    for (const { name, frames } of all) {
      for (const frame of frames) front.inject(frame);
      await answers(front, victim, name);
      expect(await untouched(desk), name).toBe(true);
      expect(await callLine(desk, 'Annick Roussel').count(), name).toBe(1);
    }
    expect(await untouched(voice)).toBe(true);
    await expect(callLine(desk, 'Annick Roussel')).toContainText('En communication');
    await customer.heard.hears('agent');

    await rejectAll(desk);

    // As long as it rings, the name is to be read as it was written.
    const markup = request(victim, { headers: { From: `"${script.replaceAll('"', '\\"')}" <sip:1@b>;tag=1` } });
    front.inject(markup);
    await expect(incomingCard(desk)).toContainText('<img src=x onerror=');
    expect(await untouched(desk)).toBe(true);
    front.inject(cancelOf(markup));
    await expect(incomingCard(desk)).toBeHidden();

    const invites = flood(victim, 1_000);
    for (const invite of invites) front.inject(invite);
    await answers(front, victim, 'the flood');
    expect(await untouched(desk)).toBe(true);
    await waitFor('the flood to hear busy', () => front.fromPhone.filter(isBusy).length >= 950);
    for (const invite of invites) front.inject(cancelOf(invite));
    await expect(incomingCard(desk)).toHaveCount(0);
    await customer.heard.hears('agent');
    await hangUp(desk, 'Annick Roussel');
    await customer.reaches('ended');

    // SIP itself remembers for half a minute (RFC 3261, timer H and J).
    for (const [page, limit] of [
      [voice, before.voice + 8_000_000],
      [desk, before.desk + 24_000_000],
    ] as const) {
      await expect.poll(() => heapOf(page), { timeout: 90_000, intervals: [1_000] }).toBeLessThan(limit);
    }
    expect(app.log()).not.toMatch(/\] (crashed|.*process-gone)/);

    const next = await realCall(desk, asterisk.sipPort);
    await next.heard.hears('agent');
    await next.hangUp();
  } finally {
    await app.stop();
    await server.stop();
    await front.stop();
    sound.hush();
  }
});

async function realCall(desk: Page, sipPort: number): Promise<CustomerCall> {
  const customer = await CustomerCall.place({ sipPort, to: '201', number: '+33261910012', name: 'Mme Roussel' });
  await expect(incomingCard(desk)).toContainText('Annick Roussel');
  await answer(desk, 'Annick Roussel');
  return customer;
}

/** Some of them named themselves so badly that they cannot be given up either. */
async function rejectAll(desk: Page): Promise<void> {
  const cards = incomingCard(desk);
  for (let left = await cards.count(); left > 0; left--) {
    await cards.first().getByRole('button', { name: 'Rejeter' }).click();
    await expect(cards).toHaveCount(left - 1);
  }
}

/** What a server that was in between from the beginning knows. */
function victimOf(front: SipFront): Victim {
  const register = front.fromPhone.find((text) => text.startsWith('REGISTER ')) ?? '';
  const invite = front.toPhone.findLast((text) => text.startsWith('INVITE ')) ?? '';
  const accepted = front.fromPhone.findLast((text) => text.startsWith('SIP/2.0 200') && /^CSeq:.*INVITE/im.test(text));
  const facts = {
    contact: /^Contact: *<([^>]+)>/im.exec(register)?.[1],
    callId: /^Call-ID: *(\S+)/im.exec(invite)?.[1],
    remoteTag: /^From:.*;tag=([^;\s]+)/im.exec(invite)?.[1],
    localTag: /^To:.*;tag=([^;\s]+)/im.exec(accepted ?? '')?.[1],
  };
  const { contact, callId, remoteTag, localTag } = facts;
  if (contact === undefined || callId === undefined || remoteTag === undefined || localTag === undefined) {
    throw new Error(`The front has not seen a call: ${JSON.stringify(facts)}`);
  }
  return { contact, callId, remoteTag, localTag };
}

function answersExchange(front: SipFront, answer: string): boolean {
  const branch = /^Via:.*;branch=([^;,\s]+)/im.exec(answer)?.[1];
  return branch !== undefined && front.toPhone.some((text) => text.includes(branch));
}

/** The phone answers a question that comes after all that was sent. */
async function answers(front: SipFront, victim: Victim, after: string): Promise<void> {
  const callId = unique();
  const from = front.fromPhone.length;
  front.inject(request(victim, { method: 'OPTIONS', headers: { 'Call-ID': callId } }));
  await waitFor(`the phone to answer after: ${after}`, () =>
    front.fromPhone.slice(from).some((text) => text.startsWith('SIP/2.0 200') && text.includes(callId)),
  );
}

/** The page paints, has run nothing that was sent, and shows nothing of it as markup. */
function untouched(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    // A hidden page paints nothing.
    if (!document.hidden) await new Promise((done) => requestAnimationFrame(done));
    const { taken } = globalThis as unknown as InPage;
    return taken === undefined && document.querySelector('.stranger, img[src="x"]') === null;
  });
}

/** Bytes that are in use after the garbage is out. */
function heapOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    (globalThis as unknown as InPage).gc();
    return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
  });
}

function isBusy(text: string): boolean {
  return text.startsWith('SIP/2.0 486 ');
}
