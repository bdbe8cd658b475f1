/**
 * The exchange's name leads to another address, in a call and between calls, and nothing answers at the one of before. To be run in network and
 * mount namespaces of its own; says what it has seen, and throws what it has not.
 */
import assert from 'node:assert/strict';
import { Asterisk } from '../../lab/asterisk.ts';
import { Display } from '../../lab/display.ts';
import { NetworkCut } from '../../lab/network-cut.ts';
import { OwnNames } from '../../lab/own-names.ts';
import { OwnNetwork } from '../../lab/own-network.ts';
import { Sound } from '../../lab/sound.ts';
import { hearsAgain, talk } from '../phone/conversation.ts';
import { lineOf, Phone } from '../phone/phone.ts';

const name = 'pbx.casque.example';
const [first, second, third] = ['127.0.0.2', '127.0.0.3', '127.0.0.4'] as const;
/** Much less than the hour for which the answer about the name may be remembered. */
const soonMs = 40_000;

const network = await OwnNetwork.open();
assert(network !== undefined, 'This is not a network of its own.');
const parts: { stop(): Promise<void> }[] = [];
const keep = <P extends { stop(): Promise<void> }>(part: P): P => {
  parts.unshift(part);
  return part;
};
try {
  const names = keep(await OwnNames.open());
  const display = keep(await Display.start());
  const sound = keep(await Sound.start());
  const asterisk = keep(await Asterisk.start({ everyAddress: true }));
  names.lead(name, first);
  const phone = keep(await Phone.launch({ name: 'pbx-moves', display, sound }));
  await phone.signIn(lineOf(asterisk, '201', { servers: [`ws://${name}:${asterisk.webPort}/ws`] }));
  await phone.account('registered');
  assert.deepEqual(await network.connectedTo(asterisk), [first]);
  await phone.until('the devices', ({ devices }) => devices.outputs.length > 0);
  await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(phone, asterisk);
  await customer.heard.hears('agent');
  await headset.hears('customer');
  const channels = await asterisk.channels();
  console.log('both hear each other');

  const cut = await NetworkCut.begin({ asterisk });
  const [lost] = await Promise.all([
    phone.callThat('to be without a path', id, (call) => call.reconnectingSince !== null, 20_000),
    phone.until('the dead address to be seen', ({ account }) => account.state !== 'registered', 20_000),
  ]);
  await network.bury(first);
  names.lead(name, second);
  await cut.end();
  await phone.account('registered', undefined, soonMs);
  assert((await network.connectedTo(asterisk)).includes(second));
  await phone.callThat('to have a path', id, ({ reconnectingSince }) => reconnectingSince === null);
  await hearsAgain(customer.heard, 'agent');
  await headset.hears('customer');
  assert.deepEqual(await asterisk.channels(), channels);
  assert.doesNotMatch(customer.messages(), /^BYE /m);
  const { phase, errorCode } = await phone.call('active', id);
  assert.deepEqual({ phase, errorCode }, { phase: 'active', errorCode: null });
  console.log(
    `both hear each other at the other address, ${Date.now() - Date.parse(lost.reconnectingSince ?? '')} ms later`,
  );
  await phone.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();

  await network.bury(second, 'refuses');
  await phone.account('retrying', 'PHONE_PBX_UNREACHABLE');
  names.lead(name, third);
  await phone.account('registered', undefined, soonMs);
  assert((await network.connectedTo(asterisk)).includes(third));
  console.log('the line has followed between calls');
} finally {
  for (const part of parts) await part.stop();
}
// What the application was bundled with would keep this process.
process.exit();
