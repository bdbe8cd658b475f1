/** Several servers for one line, and servers with TLS. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { SipFront } from '../lab/sip-front.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, Phone } from './phone/phone.ts';

/** SOFTPHONE.md, «Reconnect». */
test('goes to the second server when the first is gone, takes calls there, and returns when the first is back', async ({
  phone,
  asterisk,
}) => {
  test.setTimeout(120_000);
  const [first, second] = [await SipFront.start(asterisk.webSocketUrl), await SipFront.start(asterisk.webSocketUrl)];
  await phone.signIn(lineOf(asterisk, '201', { servers: [first.url, second.url] }));
  await phone.account('registered');
  expect([first.phones, second.phones]).toEqual([1, 0]);

  await first.close();
  await expect.poll(() => second.phones).toBe(1);
  await phone.account('registered');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  const { id } = await phone.call('ringing');
  await customer.hangUp();
  await phone.call('ended', id);

  await first.open();
  await expect.poll(() => first.phones, { timeout: 60_000 }).toBe(1);
  await expect.poll(() => second.phones).toBe(0);
  await phone.account('registered');
  // It took leave of the second, which would ring a phone that is gone.
  expect(second.fromPhone.findLast((text) => text.startsWith('REGISTER '))).toMatch(/^Expires: 0\r$/m);
  expect(await asterisk.contacts('201')).toHaveLength(1);
  const again = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await phone.call('ringing');
  await again.hangUp();
  await Promise.all([first.stop(), second.stop()]);
});

test('a call outlives the server that it came through', async ({ agent, asterisk, sound }) => {
  const [first, second] = [await SipFront.start(asterisk.webSocketUrl), await SipFront.start(asterisk.webSocketUrl)];
  await agent.signIn(lineOf(asterisk, '201', { servers: [first.url, second.url] }));
  await expect.poll(() => first.phones).toBe(1);
  await agent.account('registered');
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await first.close();
  await expect.poll(() => second.phones).toBe(1);
  await agent.account('registered');
  await customer.heard.hears('agent');
  expect(await agent.call('active', id)).toMatchObject({ errorCode: null });
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  await Promise.all([first.stop(), second.stop()]);
});

test('a certificate that this machine does not trust: it says so, and asks in vain', async ({ phone, asterisk }) => {
  await phone.signIn(lineOf(asterisk, '201', { servers: [asterisk.secureWebSocketUrl] }));
  await phone.account('retrying', 'PHONE_CERTIFICATE_INVALID');
  expect(phone.app.log()).toContain('certificate-refused');
  expect(phone.app.log()).toContain('ERR_CERT_AUTHORITY_INVALID');
  expect(await asterisk.contacts('201')).toHaveLength(0);
});

test('with a certificate that it trusts, a call over TLS', async ({ display, sound, asterisk }) => {
  const args = [`--ignore-certificate-errors-spki-list=${asterisk.certificateKey}`];
  const phone = await Phone.launch({ name: 'phone over TLS', display, sound, args });
  await phone.signIn(lineOf(asterisk, '201', { servers: [asterisk.secureWebSocketUrl] }));
  await phone.account('registered');
  sound.speak('agent');
  const { customer } = await talk(phone, asterisk);
  await customer.heard.hears('agent');
  await customer.hangUp();
  await phone.stop();
  sound.hush();
});
