/** What an incoming call brings with it, and the ways not to take it oneself. */
import { expect } from '@playwright/test';
import { CallRules, FeatureCodes } from '../../domain/wire/provisioning.ts';
import { CustomerCall } from '../lab/customer.ts';
import { loudness } from '../lab/signature.ts';
import { waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf } from './phone/phone.ts';
import { ScriptedRegistrar } from './phone/scripted-registrar.ts';

const roussel = { number: '+33261910012', name: 'Mme Roussel' } as const;

test('says who sent it on, and what the administrator wants read from its headers', async ({ phone, asterisk }) => {
  const calls = CallRules.parse({
    headers: {
      queue: 'X-Service',
      customerNumber: 'X-File',
      shown: [{ name: 'X-Language', label: 'Langue' }],
    },
  });
  await phone.signIn(lineOf(asterisk, '201', { calls }));
  await phone.account('registered');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'sent-on-201', ...roussel });
  expect(await phone.call('ringing')).toMatchObject({
    number: '+33261910012',
    queue: 'Internet',
    customerNumber: 'BRE-10023',
    divertedBy: { number: '+33261910077', displayName: 'Accueil' },
    headers: [{ label: 'Langue', value: 'fr' }],
  });
  await customer.hangUp();
});

test('says who sent it on in the newer way too (History-Info)', async ({ agent, asterisk }) => {
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'by-history-201', ...roussel });
  expect(await agent.call('ringing')).toMatchObject({
    number: '+33261910012',
    divertedBy: { number: '+33261910077', displayName: null },
  });
  await customer.hangUp();
});

test('sent to the voicemail or to a number: the caller is there at once', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '201', { calls: CallRules.parse({ voicemail: '602' }) }));
  await phone.account('registered');
  for (const number of [null, '602']) {
    const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
    const { id } = await phone.call('ringing');
    await phone.does({ type: 'divert', callId: id, number });
    expect(await phone.call('ended', id)).toMatchObject({
      outcome: 'rejected',
      transfer: { number: '602', state: 'handedOver' },
    });
    await customer.heard.hears('exchange');
    await customer.hangUp();
  }
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await phone.call('ringing');
  expect((await phone.command({ type: 'divert', callId: id, number: null })).error).toBe('PHONE_NO_VOICEMAIL');
  await customer.hangUp();
});

test('answers by itself only if the administrator allows it, with a tone, and never into a conversation', async ({
  agent,
  asterisk,
  sound,
}) => {
  const call = { sipPort: asterisk.sipPort, to: 'at-once-201', ...roussel } as const;
  const refused = await CustomerCall.place(call);
  await agent.call('ringing');
  await refused.reaches('ringing');
  expect((await agent.snapshot()).calls.at(-1)).toMatchObject({ phase: 'ringing', autoAnswered: false });
  await refused.hangUp();

  await agent.signIn(lineOf(asterisk, '201', { calls: CallRules.parse({ autoAnswer: true }) }));
  await agent.until('no call of before', ({ calls, account }) => calls.length === 0 && account.state === 'registered');
  const headset = await sound.record('headset');
  const taken = await CustomerCall.place({ ...call, voice: null });
  expect(await agent.call('active')).toMatchObject({ autoAnswered: true });
  await waitFor('the tone', () => loudness(headset.samples()) > 20);
  headset.stop();
  const second = await CustomerCall.place(call);
  await agent.call('ringing');
  expect((await agent.snapshot()).calls.map(({ phase }) => phase)).toEqual(['active', 'ringing']);
  await Promise.all([taken.hangUp(), second.hangUp()]);
});

/** SOFTPHONE.md, «DTMF». */
test('digits go as INFO where the PBX wants that', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '201', { calls: CallRules.parse({ dtmf: 'info' }) }));
  await phone.account('registered');
  const { customer, id } = await talk(phone, asterisk);
  await phone.does({ type: 'dtmf', callId: id, digits: '5#' });
  await waitFor('the digits', () => customer.phone.digits === '5#', { details: () => customer.phone.digits });
  await customer.hangUp();
});

test('what the network sends outside of any call gets its due answer and changes nothing', async ({ phone }) => {
  const registrar = await ScriptedRegistrar.start(({ contact }) => ({
    status: '200 OK',
    headers: [`Contact: ${contact}`],
  }));
  await phone.signIn({ ...lineOfNobody, servers: [registrar.url] });
  await phone.account('registered');
  const { calls, account } = await phone.snapshot();
  const answerTo = (method: string): Promise<string> =>
    waitFor(`the answer to ${method}`, () => registrar.others.find((text) => text.includes(`CSeq: 1 ${method}`)));

  // A text message (RFC 3428).
  registrar.send('MESSAGE', ['Content-Type: text/html'], '<script>document.title = "taken"</script>');
  const refusal = await answerTo('MESSAGE');
  expect(refusal).toMatch(/^SIP\/2\.0 405 /);
  expect(refusal).toMatch(/^Allow: .*INVITE/m);
  // News of a transfer whose call is over (JsSIP #556).
  const fragment = ['Event: refer;id=7', 'Subscription-State: terminated', 'Content-Type: message/sipfrag'];
  registrar.send('NOTIFY', fragment, 'SIP/2.0 200 OK', 'a-call-that-is-over');
  expect(await answerTo('NOTIFY')).toMatch(/^SIP\/2\.0 481 /);

  expect(await phone.snapshot()).toMatchObject({ calls, account });
  expect(phone.app.log()).not.toMatch(/voice-error|voice-rejection/);
  await registrar.stop();
});

const lineOfNobody = {
  aor: 'sip:201@127.0.0.1',
  authorizationUser: '201',
  password: 'secret',
  displayName: '',
  iceServers: [],
  relayOnly: false,
  iceExpiresAt: null,
  registerExpires: 120,
  country: 'FR',
  calls: CallRules.parse({}),
  queues: [],
  featureCodes: FeatureCodes.parse({}),
};
