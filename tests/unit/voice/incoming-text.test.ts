import { describe, expect, it } from 'vitest';
import {
  answerWithoutState,
  isNewInvite,
  longestMessage,
  readableMessage,
} from '../../../renderer/voice/sip/incoming-text.ts';
import { InviteGate } from '../../../renderer/voice/sip/invite-gate.ts';

const head = ['Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK1', 'From: <sip:a@b>;tag=1', 'Call-ID: x'];

function message(start: string, ...headers: readonly string[]): string {
  return [start, ...head, ...headers, '', 'body'].join('\r\n');
}

describe('the answer to a REGISTER', () => {
  const answer = (...contacts: readonly string[]): string =>
    readableMessage(message('SIP/2.0 200 OK', 'CSeq: 2 REGISTER', ...contacts)) ?? '';

  it('loses the Contact that cannot be parsed, and keeps the others (JsSIP #699)', () => {
    const ours = '<sip:me@x.invalid;transport=ws>;expires=30';
    expect(answer(`Contact: <sip:a@1.2.3.4:5060;transport=udp>;expires=390,: ${ours}`)).not.toContain(',:');
    expect(answer(`Contact: <sip:a b@1.2.3.4>;expires=9, ${ours}`)).toContain(`Contact: ${ours}\r\n`);
    expect(answer('m: ;;;', `Contact:\r\n ${ours}`)).toBe(
      message('SIP/2.0 200 OK', 'CSeq: 2 REGISTER', `Contact: ${ours}`),
    );
  });

  it('is left as it is when nothing is wrong with it', () => {
    const good = message('SIP/2.0 200 OK', 'CSeq: 2 REGISTER', 'Contact: "A, B" <sip:a@b>;expires=3, <sip:c@d>');
    expect(readableMessage(good)).toBe(good);
  });
});

describe('a challenge', () => {
  const md5 = 'WWW-Authenticate: Digest realm="pbx", nonce="1", algorithm=MD5';
  const sha = 'WWW-Authenticate: Digest realm="pbx", nonce="2", algorithm=SHA-256';

  it('with several digests keeps the one that JsSIP can answer, in whatever order (RFC 8760)', () => {
    for (const offers of [
      [md5, sha],
      [sha, md5],
      [sha, 'WWW-Authenticate: Digest realm="pbx", nonce="3"'],
    ]) {
      const read = readableMessage(message('SIP/2.0 401 Unauthorized', 'CSeq: 2 REGISTER', ...offers)) ?? '';
      expect(read).not.toContain('SHA-256');
      expect(read.match(/WWW-Authenticate/g)).toHaveLength(1);
    }
  });

  it('with SHA-256 alone goes through, to be told from a wrong password', () => {
    const text = message('SIP/2.0 401 Unauthorized', 'CSeq: 2 REGISTER', sha);
    expect(readableMessage(text)).toBe(text);
  });
});

it('keeps away what nobody sane sends', () => {
  expect(readableMessage(message('OPTIONS sip:me@x SIP/2.0', '__proto__: 1'))).toBeUndefined();
  expect(readableMessage('x'.repeat(longestMessage + 1))).toBeUndefined();
  // Keep-alive (RFC 5626 §3.5.1) is JsSIP's.
  expect(readableMessage('\r\n\r\n')).toBe('\r\n\r\n');
});

it('knows a new call from a request within one', () => {
  const invite = (to: string): string => message('INVITE sip:me@x SIP/2.0', to, 'CSeq: 1 INVITE');
  expect(isNewInvite(invite('To: <sip:me@x>'))).toBe(true);
  expect(isNewInvite(invite('t: ";tag=no" <sip:me@x;tag=no>'))).toBe(true);
  expect(isNewInvite(invite('To: <sip:me@x>;tag=7'))).toBe(false);
  expect(isNewInvite(message('BYE sip:me@x SIP/2.0', 'To: <sip:me@x>'))).toBe(false);
});

it('answers without keeping anything', () => {
  const invite = message('INVITE sip:me@x SIP/2.0', 'To: <sip:me@x>', 'CSeq: 1 INVITE');
  expect(answerWithoutState(invite, '486 Busy Here')).toBe(
    ['SIP/2.0 486 Busy Here', ...head.slice(0, 2), 'To: <sip:me@x>;tag=busy', 'Call-ID: x', 'CSeq: 1 INVITE']
      .concat('Content-Length: 0', '', '')
      .join('\r\n'),
  );
  expect(answerWithoutState('INVITE sip:me@x SIP/2.0\r\n\r\n', '486 Busy Here')).toBeUndefined();
});

it('a flood of calls is stopped, a busy hour is not', () => {
  const gate = new InviteGate();
  expect(Array.from({ length: 1_000 }, () => gate.admits(1)).filter(Boolean)).toHaveLength(30);
  expect(gate.admits(100)).toBe(false);
  for (let second = 1; second < 100; second += 1) expect(gate.admits(second * 1_000)).toBe(true);
});
