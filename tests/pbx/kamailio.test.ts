/** The PBX page's Kamailio and rtpengine, with sipp in the place of the PBX behind them. */
import { CustomerCall } from '../lab/customer.ts';
import { Kamailio } from '../lab/kamailio.ts';
import { test as phoneTest } from './phone/fixtures.ts';
import { lineAt, Phone } from './phone/phone.ts';

const test = phoneTest.extend<{ readonly agent: Phone }, { readonly kamailio: Kamailio }>({
  kamailio: [
    async ({}, use) => {
      const kamailio = await Kamailio.start();
      await use(kamailio);
      await kamailio.stop();
    },
    { scope: 'worker' },
  ],
  agent: async ({ display, sound, kamailio }, use, { title }) => {
    const args = [`--ignore-certificate-errors-spki-list=${kamailio.certificateKey}`];
    const phone = await Phone.launch({ name: `phone ${title}`, display, sound, args });
    await phone.signIn(
      lineAt({ server: kamailio.webSocketUrl, domain: kamailio.domain, user: '201', password: kamailio.password }),
    );
    await phone.account('registered');
    await phone.until('the devices', ({ devices }) => devices.outputs.length > 0);
    await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
    sound.speak('agent');
    await use(phone);
    await phone.stop();
    sound.hush();
  },
});

test('behind Kamailio and rtpengine: a call comes in, is held, and ends', async ({ agent, kamailio, sound }) => {
  const headset = await sound.record('headset');
  const customer = await CustomerCall.place({ sipPort: kamailio.sipPort, to: '201', number: '+33261910012' });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await customer.reaches('talking');
  await customer.heard.hears('agent');
  await headset.hears('customer');
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.call('held', id);
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await customer.heard.hears('agent');
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
});

test('behind Kamailio and rtpengine: a call goes out, and the customer ends it', async ({ agent, kamailio, sound }) => {
  const headset = await sound.record('headset');
  const customer = await CustomerCall.await({ port: kamailio.pbxPort, sipPort: kamailio.sipPort, voice: 'exchange' });
  const { callId: id = '' } = await agent.does({ type: 'call', number: '0261910034' });
  await agent.call('active', id);
  await customer.reaches('talking');
  await customer.heard.hears('agent');
  await headset.hears('exchange');
  await customer.hangUp();
  await agent.call('ended', id);
  headset.stop();
});
