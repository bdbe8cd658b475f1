import { expect, it } from 'vitest';
import { familyOf, gatheringPatience, waitAfter } from '../../../renderer/voice/sip/ice-patience.ts';

/** SOFTPHONE.md, «Slow answer». */
it('waits for no server that does not answer, and never long for one that does', () => {
  expect(gatheringPatience({ state: 'silent' })).toBe(0);
  expect(gatheringPatience({ state: 'answering', ms: 20 })).toBe(50);
  expect(gatheringPatience({ state: 'answering', ms: 2_000 })).toBe(500);
  expect(gatheringPatience({ state: 'unknown' })).toBeLessThanOrEqual(150);
});

const host = { type: 'host', protocol: 'udp', address: '192.0.2.2' } as const;

it.each([
  ['one of a family that the PBX has, with what a server is worth waiting for', host, 150, ['IPv4'], 150],
  ['one of a family that the PBX has, at once without servers', host, 0, ['IPv4'], 0],
  ['one that a server gave, at once', { ...host, type: 'srflx' }, 500, ['IPv4'], 0],
  ['one of a family that the PBX has not, later', { ...host, address: 'fd00::2' }, 0, ['IPv4'], 100],
  ['one of a PBX on IPv6', { ...host, address: 'fd00::2' }, 0, ['IPv6'], 0],
  ['IPv4 first where nothing is known of the PBX, with time for the other', host, 0, undefined, 30],
  ['IPv6 where nothing is known of the PBX', { ...host, address: 'fd00::2' }, 0, undefined, 100],
  ['a name that may be anything', { ...host, address: '0c1d.local' }, 20, ['IPv6'], 20],
  ['TCP, never alone', { ...host, protocol: 'tcp' }, 0, ['IPv4'], null],
] as const)('an answer leaves with %s', (_, candidate, patience, families, wait) => {
  expect(waitAfter(candidate, patience, families && new Set(families))).toBe(wait);
});

it('tells the families of addresses', () => {
  expect(['192.0.2.2', 'fd00::2', '::ffff:192.0.2.2', '0c1d.local', null].map(familyOf)).toEqual([
    'IPv4',
    'IPv6',
    'IPv6',
    undefined,
    undefined,
  ]);
});
