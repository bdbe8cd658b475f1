import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { CallRules } from '../../domain/wire/provisioning.ts';
import { CustomerCall } from '../lab/customer.ts';
import { freeTcpPort } from '../lab/port.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, Phone } from './phone/phone.ts';
import { ScriptedRegistrar } from './phone/scripted-registrar.ts';

test('registers the line of whoever signs in, and lets go of it when they sign out', async ({ phone, asterisk }) => {
  expect((await phone.snapshot()).account).toEqual({ state: 'none' });
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
  expect(await phone.snapshot()).toMatchObject({ mode: 'line', lineName: '201' });
  expect(await asterisk.contacts('201')).toHaveLength(1);
  await phone.signOut();
  await phone.account('none');
  await expect.poll(() => asterisk.contacts('201')).toHaveLength(0);
});

test('says that the password is wrong, and registers once it is right', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '201', { password: 'not-this-one' }));
  await phone.account('failed', 'PHONE_WRONG_PASSWORD');
  await phone.does({ type: 'retryLine' });
  await phone.account('failed', 'PHONE_WRONG_PASSWORD');
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
});

test('a line that the PBX does not know', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(() => ({ status: '404 Not Found' }));
  await phone.signIn(scripted(registrar));
  await phone.account('failed', 'PHONE_LINE_UNKNOWN');
  await registrar.stop();
});

test('a PBX that takes the registration but does not list this phone: not registered', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(() => ({
    status: '200 OK',
    headers: ['Contact: <sip:somebody@else.invalid>;expires=120'],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('retrying', 'PHONE_PBX_REFUSED');
  await registrar.stop();
});

test('a PBX that asks for a digest other than MD5 is not taken for a wrong password', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(() => ({
    status: '401 Unauthorized',
    headers: ['WWW-Authenticate: Digest realm="pbx", nonce="1", algorithm=SHA-256'],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('failed', 'PHONE_PBX_REFUSED');
  await registrar.stop();
});

test('without a PBX it says so and when it tries again; the line is there as soon as the PBX is', async ({
  phone,
  asterisk,
}) => {
  await asterisk.halt();
  await phone.signIn(lineOf(asterisk, '201'));
  const waiting = await phone.account('retrying', 'PHONE_PBX_UNREACHABLE');
  expect(waiting.state === 'retrying' && Date.parse(waiting.nextTryAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(await phone.command({ type: 'call', number: '600' })).toMatchObject({ error: 'PHONE_NOT_REGISTERED' });
  await asterisk.boot();
  await phone.account('registered', undefined, 60_000);
});

test('after a restart of the PBX calls come in again', async ({ agent, asterisk }) => {
  await asterisk.halt();
  await agent.account('retrying', 'PHONE_PBX_UNREACHABLE');
  await asterisk.boot();
  await agent.does({ type: 'retryLine' });
  await agent.account('registered', undefined, 60_000);
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await agent.call('ringing');
  await customer.hangUp();
});

test('a PBX that is there but no longer answers is noticed without a call', async ({ agent, asterisk }) => {
  const program = innermostChild(asterisk.processId);
  process.kill(program, 'SIGSTOP');
  try {
    await agent.account('retrying', 'PHONE_PBX_UNREACHABLE', 40_000);
  } finally {
    process.kill(program, 'SIGCONT');
  }
  await agent.account('registered', undefined, 60_000);
});

test('takes the second server when the first is dead', async ({ phone, asterisk }) => {
  const nobody = `ws://127.0.0.1:${await freeTcpPort()}/ws`;
  await phone.signIn(lineOf(asterisk, '201', { servers: [nobody, asterisk.webSocketUrl] }));
  await phone.account('registered');
});

test('is the same phone to the PBX after a restart', async ({ phone, display, sound }) => {
  const registrar = await ScriptedRegistrar.start(({ contact }) => ({
    status: '200 OK',
    headers: [`Contact: ${contact}`],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('registered');
  const contact = registrar.requests.at(-1)?.contact;
  expect(contact).toMatch(/\+sip\.instance="<urn:uuid:[0-9a-f-]{36}>"/);
  await phone.app.quit();
  const again = await Phone.launch({ name: 'phone again', display, sound, userDataDir: phone.app.userDataDir });
  await again.signIn(scripted(registrar));
  await again.account('registered');
  expect(registrar.requests.at(-1)?.contact).toBe(contact);
  await again.stop();
  await registrar.stop();
});

function scripted(registrar: ScriptedRegistrar) {
  return {
    aor: 'sip:201@127.0.0.1',
    authorizationUser: '201',
    password: 'secret',
    displayName: '',
    servers: [registrar.url],
    iceServers: [],
    relayOnly: false,
    iceExpiresAt: null,
    registerExpires: 120,
    country: 'FR',
    calls: CallRules.parse({}),
  };
}

/** The program inside the lab's wrappers. */
function innermostChild(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children[0] === undefined ? pid : innermostChild(Number(children[0]));
}
