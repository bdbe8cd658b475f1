/** A VPN comes up in a call, and goes again. To be run in a network namespace of its own; says what it has seen, and throws what it has not. */
import assert from 'node:assert/strict';
import { Asterisk } from '../../lab/asterisk.ts';
import { Display } from '../../lab/display.ts';
import { kept } from '../../lab/keep.ts';
import { OwnNetwork } from '../../lab/own-network.ts';
import { Sound } from '../../lab/sound.ts';
import { hearsAgain, talk } from '../phone/conversation.ts';
import { lineOf, Phone } from '../phone/phone.ts';

const network = await OwnNetwork.open();
assert(network !== undefined, 'This is not a network of its own.');
const { keep, stop } = kept();
try {
  const display = keep(await Display.start());
  const sound = keep(await Sound.start());
  const asterisk = keep(await Asterisk.start());
  const phone = keep(await Phone.launch({ name: 'vpn', display, sound }));
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
  await phone.until('the devices', ({ devices }) => devices.outputs.length > 0);
  await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(phone, asterisk);
  await customer.heard.hears('agent');
  await headset.hears('customer');
  console.log('both hear each other');
  const bothHearAgain = async (): Promise<void> => {
    await hearsAgain(customer.heard, 'agent');
    await headset.hears('customer');
    await phone.account('registered');
    await phone.callThat('to have a path', id, ({ reconnectingSince }) => reconnectingSince === null);
  };

  const vpn = await network.openVpn(asterisk);
  await bothHearAgain();
  console.log('both hear each other over the VPN');
  await vpn.close();
  await bothHearAgain();
  console.log('both hear each other without it');

  const { phase, errorCode } = await phone.call('active', id);
  assert.deepEqual({ phase, errorCode }, { phase: 'active', errorCode: null });
  assert.doesNotMatch(customer.messages(), /^BYE /m);
  await phone.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
} finally {
  await stop();
}
// What the application was bundled with would keep this process.
process.exit();
