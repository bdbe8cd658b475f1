import { expect, it } from 'vitest';
import { ourExpires } from '../../../renderer/voice/sip/our-contact.ts';

const us = { user: 'a1b2c3d4e5f6', instanceId: '6b1b36d0-4d36-4dd6-9e0c-a1b2c3d4e5f6' };

it.each([
  ['the seconds beside our address', ['<sip:a1b2c3d4e5f6@x.invalid;transport=ws>;expires=119'], undefined, 119],
  ['our address rewritten for NAT', ['<sip:a1b2c3d4e5f6@10.0.0.7:51000;transport=ws>;expires=60'], undefined, 60],
  [
    'ours by its instance',
    ['<sip:zz@x.invalid>;+sip.instance="<urn:uuid:6B1B36D0-4D36-4DD6-9E0C-A1B2C3D4E5F6>";expires=30'],
    undefined,
    30,
  ],
  ['ours among others in one header', ['<sip:other@y>;expires=5, <sip:a1b2c3d4e5f6@x>;expires=90'], undefined, 90],
  ['ours in the second header', ['"A, <B>" <sip:other@y>', '<sip:a1b2c3d4e5f6@x>'], '45', 45],
  ['the seconds that were asked for', ['<sip:a1b2c3d4e5f6@x>'], undefined, 300],
] as const)('finds %s', (_, contacts, header, seconds) => {
  expect(ourExpires(contacts, header, 300, us)).toBe(seconds);
});

it.each([
  ['nothing is listed', []],
  ['only others are listed', ['<sip:other@y>;expires=300']],
  ['ours is over', ['<sip:a1b2c3d4e5f6@x>;expires=0']],
  ['the header is garbage', ['%%%', ';;;,,,', '<']],
])('finds none when %s', (_, contacts) => {
  expect(ourExpires(contacts, undefined, 300, us)).toBeNull();
});
