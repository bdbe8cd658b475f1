import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { CallRules, FeatureCodes } from '../../domain/wire/provisioning.ts';
import { CustomerCall } from '../lab/customer.ts';
import { SipFront } from '../lab/sip-front.ts';
import { talk } from './phone/conversation.ts';
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

/** SOFTPHONE.md, «`stop()`»: JsSIP takes up to two seconds for its farewell, in the background, and tells nothing. */
test('signed out in a call and in again in one breath: the call ends, and the farewell of the line before does not touch the new one', async ({
  phone,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl);
  const line = lineOf(asterisk, '201', { servers: [front.url] });
  await phone.signIn(line);
  await phone.account('registered');
  const { customer } = await talk(phone, asterisk);
  await phone.signOut();
  await phone.signIn(line);
  await phone.account('registered');
  await customer.reaches('ended');
  expect((await phone.snapshot()).calls).toEqual([]);
  await expect.poll(() => front.phones).toBe(1);
  expect((await phone.snapshot()).account.state).toBe('registered');
  expect(await asterisk.contacts('201')).toHaveLength(1);
  const next = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await phone.call('ringing');
  await next.hangUp();
  await front.stop();
});

test('says that the password is wrong, and registers once it is right', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '201', { password: 'not-this-one' }));
  await phone.account('failed', 'PHONE_WRONG_PASSWORD');
  await phone.does({ type: 'retryLine' });
  await phone.account('failed', 'PHONE_WRONG_PASSWORD');
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
});

test('a line that the PBX does not know', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '299'));
  await phone.account('failed', 'PHONE_LINE_UNKNOWN');
});

/** SOFTPHONE.md, «Registration». */
test('a PBX that takes the registration but does not list this phone: not registered', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(() => ({
    status: '200 OK',
    headers: ['Contact: <sip:somebody@else.invalid>;expires=120'],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('retrying', 'PHONE_PBX_REFUSED');
  await registrar.stop();
});

/** SOFTPHONE.md, «Digest». */
test('a PBX that asks for a digest other than MD5 is not taken for a wrong password', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(() => ({
    status: '401 Unauthorized',
    headers: ['WWW-Authenticate: Digest realm="pbx", nonce="1", algorithm=SHA-256'],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('failed', 'PHONE_DIGEST_UNSUPPORTED');
  await registrar.stop();
});

test('a PBX that offers other digests besides MD5 gets MD5', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(({ contact, authorization }) =>
    authorization === undefined
      ? {
          status: '401 Unauthorized',
          headers: ['MD5', 'SHA-256'].map(
            (name) => `WWW-Authenticate: Digest realm="pbx", nonce="1", algorithm=${name}, qop="auth"`,
          ),
        }
      : { status: '200 OK', headers: [`Contact: ${contact}`] },
  );
  await phone.signIn(scripted(registrar));
  await phone.account('registered');
  expect(registrar.requests.at(-1)?.authorization).toMatch(/algorithm=MD5/);
  await registrar.stop();
});

/** SOFTPHONE.md, «One bad Contact header». */
test('a Contact that cannot be read beside ours harms nothing, and the line is refreshed (JsSIP #699)', async ({
  phone,
}) => {
  const registrar = await ScriptedRegistrar.start(({ contact }) => ({
    status: '200 OK',
    headers: [`Contact: <sip:gone@1.2.3.4:5060;transport=udp>;expires=390,: ${contact}`, `Contact: ${contact}`],
  }));
  await phone.signIn(scripted(registrar));
  await phone.account('registered');
  await phone.does({ type: 'retryLine' });
  await expect.poll(() => registrar.requests.length).toBe(2);
  await phone.signOut();
  await expect.poll(() => registrar.requests.at(-1)?.text).toMatch(/^Expires: 0\r$/m);
  await registrar.stop();
});

/** SOFTPHONE.md, «BYE with GRUU». */
test('a call to the GRUU that the PBX gave, in its own spelling, comes in and ends (JsSIP #844)', async ({ phone }) => {
  let instance = '';
  const gruu = (): string => `sip:Camille.201@pbx.invalid;gr=urn:uuid:${instance}`;
  const registrar = await ScriptedRegistrar.start(({ contact }) => {
    instance = /urn:uuid:([0-9a-f-]{36})/i.exec(contact)?.[1]?.toUpperCase() ?? '';
    return { status: '200 OK', headers: [`Contact: ${contact};pub-gruu="${gruu()}"`] };
  });
  await phone.signIn(scripted(registrar));
  await phone.account('registered');
  const { tag } = await registrar.invites(gruu());
  const { id } = await phone.call('ringing');
  registrar.within('BYE', gruu(), tag);
  expect(await phone.call('ended', id)).toMatchObject({ outcome: 'missed' });
  expect(registrar.others.at(-1)).not.toMatch(/^SIP\/2\.0 404/);
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

/** SOFTPHONE.md, «Dead socket». */
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

/** SOFTPHONE.md, «Identity». */
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
  const again = await Phone.launch({
    name: 'phone again, its line',
    display,
    sound,
    userDataDir: phone.app.userDataDir,
  });
  await again.signIn(scripted(registrar));
  await again.account('registered');
  expect(registrar.requests.at(-1)?.contact).toBe(contact);
  await again.stop();
  await registrar.stop();
});

/** SOFTPHONE.md, «Identity». */
test('after twenty starts, none of which took leave, the PBX holds one contact and rings once', async ({
  phone,
  asterisk,
}) => {
  test.setTimeout(240_000);
  // What a network does that loses a phone without a word: for the PBX its connections live on.
  const front = await SipFront.start(asterisk.webSocketUrl, { lingers: true });
  const line = lineOf(asterisk, '201', { servers: [front.url] });
  await phone.signIn(line);
  await phone.account('registered');
  const user = /^sip:([^@]+)@/;
  const [first = ''] = await asterisk.contacts('201');
  for (let start = 0; start < 20; start++) {
    await phone.app.kill();
    await phone.startAgain();
    await phone.signIn(line);
    await phone.account('registered');
    const contacts = await asterisk.contacts('201');
    expect(contacts.map((contact) => user.exec(contact)?.[1])).toEqual([user.exec(first)?.[1]]);
  }
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await phone.call('ringing');
  expect((await asterisk.channels()).filter((channel) => channel.startsWith('PJSIP/201'))).toHaveLength(1);
  await customer.hangUp();
  await front.stop();
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
    queues: [],
    featureCodes: FeatureCodes.parse({}),
  };
}

/** The program inside the lab's wrappers. */
function innermostChild(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children[0] === undefined ? pid : innermostChild(Number(children[0]));
}
