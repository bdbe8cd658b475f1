import { describe, expect, it } from 'vitest';
import { hasOpus, withoutOpus, withOpusSettings } from '../../../renderer/voice/sip/opus.ts';

const offer = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 126',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:126 telephone-event/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');
const normal = { dtx: true, lowBandwidth: false };
const low = { dtx: true, lowBandwidth: true };

/** The parameters of Opus, as text. */
function opus(sdp: string): string | undefined {
  return /^a=fmtp:111 (.*)$/m.exec(sdp.replaceAll('\r', ''))?.[1];
}

describe('Opus in a description', () => {
  it('asks for correction of lost packets and for silence that costs nothing', () => {
    expect(opus(withOpusSettings(offer, 'ours', normal))).toBe('minptime=10;useinbandfec=1;usedtx=1');
    expect(opus(withOpusSettings(offer, 'ours', { ...normal, dtx: false }))).toBe('minptime=10;useinbandfec=1');
  });

  it('leaves everything else as it is', () => {
    const others = (sdp: string): string[] => sdp.split('\r\n').filter((line) => !line.startsWith('a=fmtp:111'));
    expect(others(withOpusSettings(offer, 'ours', normal))).toEqual(others(offer));
    const without = offer.replace('opus', 'G722');
    expect(withOpusSettings(without, 'ours', low)).toBe(without);
  });

  it('can be left out, with what repeats it', () => {
    const red = offer
      .replace('SAVPF 111 0', 'SAVPF 111 63 0')
      .replace(
        'a=rtpmap:0 ',
        'a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtcp-fb:111 transport-cc\r\na=rtpmap:0 ',
      );
    const left = [/^a=rtpmap:111 .*\r\n/m, /^a=fmtp:111 .*\r\n/m].reduce((sdp, line) => sdp.replace(line, ''), offer);
    expect(withoutOpus(red)).toBe(left.replace('SAVPF 111 0', 'SAVPF 0'));
    expect([hasOpus(red), hasOpus(withoutOpus(red))]).toEqual([true, false]);
  });

  it('is the first choice, even where the PBX puts the codec of the caller first', () => {
    const mulawFirst = offer.replace('SAVPF 111 0 126', 'SAVPF 0 111 126');
    expect(withOpusSettings(mulawFirst, 'theirs', normal)).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111 0 126\r\n');
  });

  it('adds the line where the other side has none', () => {
    const bare = offer.replace('a=fmtp:111 minptime=10;useinbandfec=1\r\n', '');
    const lines = withOpusSettings(bare, 'theirs', normal).split('\r\n');
    expect(lines[lines.indexOf('a=rtpmap:111 opus/48000/2') + 1]).toBe('a=fmtp:111 useinbandfec=1;usedtx=1');
  });

  it('respects what the other side says', () => {
    const refusing = offer.replace('useinbandfec=1', 'useinbandfec=0; usedtx=0');
    expect(opus(withOpusSettings(refusing, 'theirs', normal))).toBe('minptime=10;useinbandfec=0;usedtx=0');
  });

  it('takes fewer and smaller packets on a poor network', () => {
    for (const origin of ['ours', 'theirs'] as const) {
      const sdp = withOpusSettings(offer, origin, low);
      expect(opus(sdp)).toContain('maxaveragebitrate=16000');
      const audio = sdp.slice(sdp.indexOf('m=audio'), sdp.indexOf('m=video'));
      expect(audio.split('\r\n')).toContain('a=ptime:40');
    }
  });

  it('goes no further than the other side can', () => {
    const strict = offer
      .replace('useinbandfec=1', 'useinbandfec=1;maxaveragebitrate=12000')
      .replace('a=rtpmap:0', 'a=maxptime:20\r\na=rtpmap:0');
    const sdp = withOpusSettings(strict, 'theirs', low);
    expect(opus(sdp)).toContain('maxaveragebitrate=12000');
    expect(sdp).not.toContain('a=ptime');
    const longer = offer.replace('a=rtpmap:0', 'a=ptime:60\r\na=rtpmap:0');
    expect(withOpusSettings(longer, 'theirs', low)).toContain('a=ptime:60');
  });
});
