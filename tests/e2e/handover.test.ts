/** A machine dies in a call: at another one, signed in with the same account, one key has the call, and the words are there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { CarriedCallsReply, DraftExchangeReply } from '../../domain/wire/carried.ts';
import { SignInReply } from '../../domain/wire/session.ts';
import { protocolVersion } from '../../domain/wire/sync.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  answer,
  callLine,
  demoAccounts,
  hangUp,
  incomingCard,
  lineReady,
  noteField,
  openTicketFromCall,
  signIn,
  subjectField,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { signedIn, startPhoneLab, test } from '../lab/fixtures.ts';

const words = 'Elle redémarre toutes les dix minutes';
const customer = { name: 'Annick Roussel', number: '+33261910012' };

test('my machine dies in a call: I sign in at another one, resume the call with one key, and it ends in the same record', async ({
  keep,
}) => {
  test.setTimeout(240_000);
  const { asterisk, server, sound, machine } = await startPhoneLab(keep, { keyring: true });
  const first = keep(await CasqueApp.launch({ ...machine, name: 'handover-first' }));
  const desk = await signedIn(first, demoAccounts.lea, '201');
  sound.speak('agent');
  const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: customer.number }));
  await incomingCard(desk).getByText(customer.name).waitFor();
  await answer(desk, customer.name);
  await openTicketFromCall(desk, 'Coupures de la box');
  await desk.keyboard.type(words);
  await syncedOnce(desk);
  const kept = await atTheServer(server.url);
  await expect.poll(kept, { timeout: 30_000 }).toEqual({ words: [words], call: true });
  sound.hush();

  const second = keep(await CasqueApp.launch({ ...machine, name: 'handover-second' }));
  const other = await second.desk();
  await first.kill();

  await test.step('the ticket that was open is open, with the words that were not sent yet', async () => {
    await signIn(other, demoAccounts.lea, { carried: true });
    await expect(noteField(other)).toHaveValue(words, { timeout: 30_000 });
    await expect(subjectField(other)).toHaveValue('Coupures de la box');
  });

  await test.step('the call is offered, with who it is', async () => {
    await expect(elsewhere(other)).toContainText(customer.name, { timeout: 30_000 });
    await expect(elsewhere(other)).toContainText('En communication sur un autre poste');
    await second.screenshot('handover-1-offered');
    await holds(other, 'a call at another desk');
  });

  await test.step('one key has it here: both hear each other, in the same call', async () => {
    await lineReady(other, '201');
    await other.keyboard.press('Shift+F8');
    const line = callLine(other, customer.name);
    await expect(line).toContainText(/Appel repris, coupure de/, { timeout: 30_000 });
    await expect(elsewhere(other)).toBeHidden();
    sound.speak('agent');
    await expect.poll(async () => (await call.heard.listen('agent', 1500)).heard, { timeout: 30_000 }).toBe(true);
    expect(call.messages()).not.toMatch(/^BYE /m);
    await second.screenshot('handover-2-resumed');
  });

  await test.step('the machine that died is on again: the call goes on where it is, and no record says that it has ended', async () => {
    const underWay = (page: Page) => timeline(page).getByText('en cours', { exact: true });
    await expect(underWay(other)).toBeVisible();
    await first.start();
    const again = await first.desk();
    const logged = (): string => readFileSync(join(first.userDataDir, 'logs', 'casque.log'), 'utf8');
    await expect.poll(logged, { timeout: 60_000 }).toContain('call-moved-away');
    await lineReady(again, '201');
    await expect(callLine(again, customer.name)).toBeHidden();
    await syncedOnce(again);
    await syncedOnce(other);
    await expect(underWay(other)).toBeVisible();
    await expect(callLine(other, customer.name)).toContainText('En communication');
    expect(call.messages()).not.toMatch(/^BYE /m);
    await first.kill();
  });

  await test.step('it is one call in its ticket, and over when it is over', async () => {
    await hangUp(other, customer.name);
    await call.reaches('ended');
    await syncedOnce(other);
    await expect(timeline(other).getByText('Appel entrant')).toHaveCount(1);
  });
});

/** What the server keeps for the agent's next desk, as that one would ask for it. */
async function atTheServer(url: string): Promise<() => Promise<{ words: string[]; call: boolean }>> {
  const ask = async (path: string, token: string | null, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await response.json();
  };
  const { token } = SignInReply.parse(await ask('/v1/session', null, { ...demoAccounts.lea, device: 'test' }));
  return async () => {
    const exchange = { protocol: protocolVersion, since: null, drafts: [] };
    const { drafts } = DraftExchangeReply.parse(await ask('/v1/drafts', token, exchange));
    const { calls } = CarriedCallsReply.parse(await ask('/v1/calls', token));
    return {
      words: drafts.filter(({ key }) => key.startsWith('note:')).map(({ text }) => text),
      call: calls !== null,
    };
  };
}

function elsewhere(desk: Page) {
  return desk.getByRole('region', { name: 'Appel sur un autre poste' });
}
