import { expect, it } from 'vitest';
import { readDialTarget } from '../../../renderer/voice/sip/dial-target.ts';

it.each([
  ['02 61 91 00 12', '0261910012'],
  ['+33 (0)2 61-91.00/12', '+33261910012'],
  ['tel:+33-2-61-91-00-12', '+33261910012'],
  ['sip:201@pbx.example;transport=ws', '201'],
  ['*45', '*45'],
  ['#31#0261910012', '#31#0261910012'],
  ['02\u00a061\u202f91 00 12', '0261910012'],
])('dials %s as %s', (typed, dialled) => {
  expect(readDialTarget(typed)).toBe(dialled);
});

it.each(['', '   ', 'Mme Roussel', '+', '02 61 91 OO 12', 'sip:alice@pbx', '12+34', '1'.repeat(33)])(
  'does not dial %j',
  (typed) => {
    expect(readDialTarget(typed)).toBeUndefined();
  },
);
