/** Two machines of one agent, and a call that goes from the one to the other. */
import { expect } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { CarriedCallsReply } from '../../domain/wire/carried.ts';
import { SignInReply } from '../../domain/wire/session.ts';
import { openLedger } from '../../electron/calls/sealed-ledger.ts';
import type { StoredSession } from '../../renderer/bridges/desk-bridge.ts';
import type { BareDesk } from './phone/desk/main.ts';
import { demoAccounts } from '../lab/desk-steps.ts';
import { CasqueServer } from '../lab/server.ts';
import { SipFront } from '../lab/sip-front.ts';
import { waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test as phoneTest } from './phone/fixtures.ts';
import { Phone } from './phone/phone.ts';

declare const window: { readonly bareDesk: BareDesk };

const test = phoneTest.extend<{ readonly other: Phone }, { readonly server: CasqueServer }>({
  server: [
    async ({ asterisk }, use) => {
      const server = await CasqueServer.start({ asterisk });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  /** The agent's other machine: the application is running, nobody is signed in. */
  other: async ({ display, sound }, use, { title }) => {
    const other = await Phone.launch({ name: `other ${title}`, display, sound });
    await use(other);
    await other.stop();
  },
});

test('I have hung up, and my machine dies before the exchange has heard of it: the one that I sign in at next ends the call', async ({
  phone,
  other,
  asterisk,
  server,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, { lingers: true });
  const session = await signIn(phone, server, front.url);
  await phone.account('registered');
  const { customer, id } = await talk(phone, asterisk);
  await front.close();
  await phone.does({ type: 'hangUp', callId: id });
  await phone.call('ended', id);
  await waitFor('the hang-up to be at the server', async () => (await carried(session))?.includes('"leaving":true'));
  await phone.app.kill();
  await front.stop();
  expect(customer.state).toBe('talking');

  await signIn(other, server, asterisk.webSocketUrl);
  await customer.reaches('ended', 30_000);
  const offered = await other.desk.evaluate(() =>
    window.bareDesk.messages.some(({ message }) => message.type === 'change' && message.elsewhere != null),
  );
  expect(offered).toBe(false);
  await other.until('no call alive', ({ calls }) => calls.every(({ phase }) => phase === 'ended'));
  await waitFor('nothing to be left of it', async () => (await carried(session)) === null);
});

test('my other machine takes the call over while this one lives: here it is gone, not ended, and is offered back', async ({
  phone,
  other,
  asterisk,
  sound,
  server,
}) => {
  await signIn(phone, server, asterisk.webSocketUrl);
  await phone.account('registered');
  sound.speak('agent');
  const { customer, id } = await talk(phone, asterisk);
  await customer.heard.hears('agent');

  await signIn(other, server, asterisk.webSocketUrl);
  await other.account('registered');
  await other.until('the offer', ({ elsewhere }) => elsewhere?.calls.some((call) => call.id === id));
  await other.does({ type: 'takeOver' });
  await other.callThat('to be had there', id, ({ lastGap }) => lastGap !== null, 30_000);

  await phone.until('the call to be gone', ({ calls }) => calls.every((call) => call.id !== id));
  await phone.until('the offer', ({ elsewhere }) => elsewhere?.calls.some((call) => call.id === id));
  const told = await phone.desk.evaluate(
    (callId) =>
      window.bareDesk.messages.flatMap(({ message }) =>
        message.type === 'change' ? (message.calls ?? []).filter((call) => call.id === callId) : [],
      ),
    id,
  );
  expect(told.filter(({ phase }) => phase === 'ended')).toEqual([]);
  expect((await phone.snapshot()).heldElsewhere).toContain(id);

  expect(customer.messages()).not.toMatch(/^BYE /m);
  await customer.hangUp();
  expect(await other.call('ended', id)).toMatchObject({ outcome: 'answered', errorCode: null });
  await phone.until('nothing to be offered', ({ elsewhere }) => elsewhere === null);
});

/** Signs the same agent in, whose line is reached at this address. */
async function signIn(phone: Phone, server: CasqueServer, line: string): Promise<StoredSession> {
  const answer = await fetch(`${server.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...demoAccounts.lea, device: 'test' }),
  });
  const { token, ...info } = SignInReply.parse(await answer.json());
  if (info.line === null) throw new Error('The agent has no line.');
  const session = {
    serverUrl: server.url,
    token,
    clientId: newId(),
    info: { ...info, line: { ...info.line, servers: [line] } },
  };
  await phone.useSession(session);
  return session;
}

/** What the server keeps of the agent's calls, opened as another desk of theirs would open it. */
async function carried({ serverUrl, token, info }: StoredSession): Promise<string | null | undefined> {
  const answer = await fetch(`${serverUrl}/v1/calls`, { headers: { authorization: `Bearer ${token}` } });
  const { calls } = CarriedCallsReply.parse(await answer.json());
  if (calls === null) return null;
  return openLedger(calls.sealed, { agentId: info.agent.id, linePassword: info.line?.password ?? '' });
}
