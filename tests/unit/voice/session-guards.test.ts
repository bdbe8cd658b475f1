import { expect, it } from 'vitest';
import { hasLostItsAddresses } from '../../../renderer/voice/sip/session-guards.ts';

const description = (...candidates: string[]): string =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=ice-ufrag:abcd', ...candidates, ''].join('\r\n');
const candidate = 'a=candidate:1 1 udp 2113937151 10.40.2.2 42209 typ host';

it('an offer without an address, in a call that had one, is kept back', () => {
  expect(hasLostItsAddresses(description(candidate), description())).toBe(true);
});

it('one with an address goes, and so does one of a call that never had one', () => {
  expect(hasLostItsAddresses(description(candidate), description(candidate))).toBe(false);
  expect(hasLostItsAddresses(description(), description())).toBe(false);
});
