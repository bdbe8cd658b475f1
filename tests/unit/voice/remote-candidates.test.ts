import { expect, it } from 'vitest';
import { familiesOf, splitCandidates } from '../../../renderer/voice/sip/remote-candidates.ts';

const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE audio-0',
  'm=audio 20000 UDP/TLS/RTP/SAVPF 107 0',
  'c=IN IP4 192.0.2.2',
  'a=ice-ufrag:abcd',
  'a=candidate:H1 1 UDP 2130706431 192.0.2.2 20000 typ host',
  'a=candidate:H2 1 UDP 2130706175 fd00::2 20000 typ host',
  'a=mid:audio-0',
  'm=video 0 UDP/TLS/RTP/SAVPF 96',
  'a=candidate:H3 1 UDP 1 192.0.2.2 20002 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

it('takes every candidate with the section it belongs to, and leaves the rest as it is', () => {
  const { sdp, candidates } = splitCandidates(offer);
  expect(candidates).toEqual([
    { candidate: 'candidate:H1 1 UDP 2130706431 192.0.2.2 20000 typ host', sdpMLineIndex: 0 },
    { candidate: 'candidate:H2 1 UDP 2130706175 fd00::2 20000 typ host', sdpMLineIndex: 0 },
    { candidate: 'candidate:H3 1 UDP 1 192.0.2.2 20002 typ host', sdpMLineIndex: 1 },
  ]);
  const gone = new Set([8, 9, 12, 13]);
  expect(sdp.split('\r\n')).toEqual(offer.split('\r\n').filter((_, index) => !gone.has(index)));
});

it('an offer without any is the same', () => {
  expect(splitCandidates('v=0\r\nm=audio 9 RTP/AVP 0\r\n')).toEqual({
    sdp: 'v=0\r\nm=audio 9 RTP/AVP 0\r\n',
    candidates: [],
  });
});

it('the families of addresses are known, unless one of them is a name or there is none', () => {
  const { candidates } = splitCandidates(offer);
  expect(familiesOf(candidates)).toEqual(new Set(['IPv4', 'IPv6']));
  expect(familiesOf(candidates.slice(0, 1))).toEqual(new Set(['IPv4']));
  expect(familiesOf([...candidates, { candidate: 'candidate:1 1 UDP 1 0c1d.local 9 typ host' }])).toBeUndefined();
  expect(familiesOf([])).toBeUndefined();
});
